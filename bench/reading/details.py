"""Where our own reading differs from the gold, cell by cell and record by record: what to mend next."""

from collections.abc import Iterator, Sequence

from .measure import Measure
from .peers import OURS

_MOST = 25
_LONGEST = 90


def details_of(measures: Sequence[Measure]) -> str:
    """Return the differences of our reader, document by document; an empty document means there is none."""
    return "\n".join(line for found in measures if found.reader.peer is OURS for line in _of_document(found))


def _of_document(found: Measure) -> Iterator[str]:
    yield f"\n## {found.case.name}: {found.whole}/{found.gold} records"
    if found.error:
        yield f"error: {found.error}"
        return
    if found.records is not None:
        fields = {field: f"{right}/{of}" for field, (right, of) in dict(found.records["fields"]).items()}
        yield f"paired {found.records['paired']}, extra {found.records['extra']}, {fields}"
        for what in ("missed", "extra_names"):
            yield from (f"  {what}: {_short(str(name))}" for name in list(found.records[what])[:_MOST])
    if found.folded is not None:
        yield f"cells: F1 {found.folded.f1:.4f} folded, {found.tables} tables"
        yield from (f"  - {_short(text)}" for text in found.folded.missed[:_MOST])
        yield from (f"  + {_short(text)}" for text in found.folded.extra[:_MOST])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
