"""A counted table as CSV, Parquet, JSON and lines for a terminal."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

import pyarrow.parquet as pq

from torikumi.corpus.shares import part, percent
from torikumi.corpus.tables import FEW_BODIES, FEW_RECORDS, GROUPS, Counted
from torikumi.corpus.words import (
    BAND_WORDS,
    FATE_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    goal_word,
    peers_word,
    section_word,
)
from torikumi.text.storable import defuse

_FEW_HEAD = "少数"
_SHOWN = 60
_ONLY_IN_FILES = frozenset(("both_settled",))


def head_of(counted: Counted) -> tuple[str, ...]:
    """Return the headings in Japanese that people look at; the last one marks rows with few records or bodies."""
    shares = tuple(share.head for share in counted.kind.shares)
    return (*_words_of(counted, _shown(counted)), *shares, _FEW_HEAD)


def rows_in_words(counted: Counted) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows with values in words, numbers as numbers, shares in per cent; the last cell is "*" where few."""
    return _rows(counted, _shown(counted))


def _rows(counted: Counted, names: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
    for row, few in zip(counted.table.to_pylist(), counted.few, strict=True):
        shares = (percent(row[share.count], row[share.of]) for share in counted.kind.shares)
        yield (*(in_words(name, row[name]) for name in names), *shares, "*" if few else "")


def _words_of(counted: Counted, names: Sequence[str]) -> tuple[str, ...]:
    words = {**GROUPS, "body": "団体コード", "body_name": "団体", **counted.kind.columns}
    return tuple(words[name] for name in names)


def _all(counted: Counted) -> list[str]:
    """The columns of the file: all but the one that is a number of ours."""
    return [name for name in counted.table.schema.names if name != "name_key"]


def _shown(counted: Counted) -> list[str]:
    """The columns that people look at: what only shares are made of stands in the files."""
    made_of = {share.of for share in counted.kind.shares} | {share.count for share in counted.kind.shares[1:]}
    hidden = made_of | _ONLY_IN_FILES
    return [name for name in _all(counted) if name not in hidden]


def in_words(column: str, value: str | int | None) -> str | int:
    """Return a value of a column in the words of people."""
    if column == "band":
        return BAND_WORDS[int(value or 0)]
    if value is None:
        return ""
    tables = {
        "outcome": OUTCOME_WORDS,
        "next_outcome": OUTCOME_WORDS,
        "fate": FATE_WORDS,
        "body_kind": KIND_WORDS,
    }
    if column in tables:
        return tables[column].get(str(value), str(value))
    named = {"goal_class": goal_word, "section_kind": section_word, "peers": peers_word}
    return named[column](str(value)) if column in named else value


def to_csv(counted: Counted) -> bytes:
    """Return the table as CSV (UTF-8 with BOM), also with what shares are made of; no cell is taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    names = _all(counted)
    shares = [share.head for share in counted.kind.shares]
    for row in ((*_words_of(counted, names), *shares, _FEW_HEAD), *_rows(counted, names)):
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def to_parquet(counted: Counted) -> bytes:
    """Return the table as Parquet, with the keys of the corpus instead of words."""
    written = io.BytesIO()
    pq.write_table(counted.table, written, compression="zstd")
    return written.getvalue()


def to_json(counted: Counted) -> str:
    """Return the table as JSON with what it is counted of."""
    shares = counted.kind.shares
    rows = [
        {**row, "shares": [part(row[one.count], row[one.of]) for one in shares], "few": few}
        for row, few in zip(counted.table.to_pylist(), counted.few, strict=True)
    ]
    content = {
        "table": counted.kind.key,
        "title": {"ja": counted.kind.ja, "en": counted.kind.en},
        "base": counted.kind.base,
        "notices": [*counted.notices],
        "shares": [{"ja": one.head, "count": one.count, "of": one.of} for one in shares],
        "few": {"records": FEW_RECORDS, "bodies": FEW_BODIES},
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def to_text(counted: Counted) -> str:
    """Return the table for a terminal, what it is counted of, and what the mark means."""
    rows = [head_of(counted), *rows_in_words(counted)]
    shown = [
        [f"{cell:,}" if isinstance(cell, int) and cell > 9999 else str(cell) for cell in row] for row in rows
    ]
    lines = [f"{counted.kind.ja}（{counted.kind.base}）", *(f"※{notice}" for notice in counted.notices)]
    if len(rows) == 1:
        return "".join(f"{line}\n" for line in (*lines, "該当する記録はありません。条件を変えてください。"))
    lines.extend(_aligned(shown[: _SHOWN + 1]))
    if len(shown) > _SHOWN + 1:
        lines.append(f"ほか{len(shown) - _SHOWN - 1}行。全部は --as csv で書き出せます。")
    if any(counted.few):
        lines.append(few_note(counted))
    return "".join(f"{line}\n" for line in lines)


def few_note(counted: Counted) -> str:
    """Return what the mark of a row says."""
    bodies = "" if "body" in counted.groups else f"か、団体が{FEW_BODIES}未満"
    return f"* は、記録が{FEW_RECORDS}件未満{bodies}の行です。割合を一般の傾向とは見ないでください。"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)
