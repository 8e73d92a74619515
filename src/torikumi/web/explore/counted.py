"""A counted table as a page's table, as bars, and as a file."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from torikumi.corpus.table_output import head_of, in_words, rows_in_words, to_csv, to_parquet
from torikumi.corpus.tables import Counted
from torikumi.corpus.words import OUTCOME_WORDS
from torikumi.plan.direction import Outcome
from torikumi.publish.charts import NARROW, WIDE, BarPart, BarRow, stacked_bars
from torikumi.publish.view import Table

MOST_ROWS, _MOST_BARS = 300, 20
_KINDS = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def table_of(counted: Counted) -> Table:
    """Return the first rows of a table; the rest is in the file."""
    heads = head_of(counted)
    rows = [*rows_in_words(counted)][:MOST_ROWS]
    shares = {share.head for share in counted.kind.shares}
    numeric = frozenset(
        at for at, head in enumerate(heads) if rows and (isinstance(rows[0][at], int) or head in shares)
    )
    return Table(
        caption=f"{counted.kind.ja}（{counted.kind.base}）",
        heads=heads,
        rows=tuple(tuple(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) for row in rows),
        numeric=numeric,
    )


def bars_of(counted: Counted) -> tuple[SafeString, SafeString] | None:
    """Return the directions as bars, for wide pages and phones; None for another table, or for too many bars."""
    if counted.kind.key != "directions" or len(counted.groups) > 1 or not counted.table.num_rows:
        return None
    by = counted.groups[0] if counted.groups else None
    grouped: dict[str, dict[str, int]] = {}
    # What has no direction would be most of some bars, and says nothing.
    for row in counted.table.to_pylist():
        if not row["outcome"]:
            continue
        label = str(in_words(by, row[by])) if by else "全体"
        grouped.setdefault(label or "不明", {})[row["outcome"]] = row["records"]
    if not grouped or len(grouped) > _MOST_BARS:
        return None
    present = [one for one in OUTCOME_WORDS if any(one in counts for counts in grouped.values())]
    rows = [
        BarRow(
            label,
            tuple(BarPart(OUTCOME_WORDS[one], counts.get(one, 0), (Outcome(one),)) for one in present),
        )
        for label, counts in grouped.items()
    ]
    told = "。".join(f"{row.label}は計{row.total}" for row in rows)
    wide, narrow = (
        mark_safe(  # noqa: S308  our own drawing; its texts are escaped there
            stacked_bars(
                rows,
                title="方向性（方向性のある記録だけ）",
                description=told,
                uid=f"directions-{name}",
                width=width,
            )
        )
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return wide, narrow


def as_file(counted: Counted, kind: str) -> tuple[str, str, bytes]:
    """Return the name, the type and the content of a file."""
    content = to_csv(counted) if kind == "csv" else to_parquet(counted)
    return f"{counted.kind.ja}.{kind}", _KINDS[kind], content
