"""What a person looks at to compare: the picture of a page, or the rows of a table, made in the reading process."""

import base64
from collections.abc import Sequence
from pathlib import Path

from torikumi.plan.codec import decode
from torikumi.read.extract import Extract
from torikumi.read.sandbox.ask import Asking, ask
from torikumi.read.sandbox.limits import Limits

LIMITS = Limits(step=30, step_cpu=20, total=60)


def draw_page_apart(path: Path, page: int, *, name: str) -> bytes | None:
    """Return the page as a PNG; None where the document has no pages to draw."""
    asking = Asking(task="draw-page", files=[path], names=[name], given={"page": page}, limits=LIMITS)
    drawn = ask(asking)
    return None if drawn is None else base64.b64decode(drawn)


def extract_apart(path: Path, *, table: int, rows: Sequence[int], name: str) -> dict[int, Extract]:
    """Return what stands around each of the rows of a table."""
    given = {"table": table, "rows": [*rows]}
    asking = Asking(task="extract", files=[path], names=[name], given=given, limits=LIMITS)
    return {row: decode(Extract, raw) for row, raw in ask(asking)}
