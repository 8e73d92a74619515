"""The way from a peer's tables to records, by three mappers; the best counts for the peer.

One is our own recogniser, given the peer's tables as if we had read them. One goes by the words of the header, one by
the values of the columns; both fill merged levels, join bands that columns cut, and rows that a page's end cut. A peer
is so helped as our reader helps itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from torikumi.errors import UserError
from torikumi.plan.records import to_records
from torikumi.read.document import Document
from torikumi.read.fields import join_lines, read_sections
from torikumi.read.headings import Role, match_heading
from torikumi.read.reading import Given
from torikumi.read.recognise import recognise_plan
from torikumi.read.values import is_like_direction, is_like_number, is_like_section, is_prose, share
from torikumi.text.radicals import fold_radicals
from torikumi.text.width import search_key

from .tables import FoundTable, Rows, join_tables, stack_tables, to_table

Record = dict[str, object]
_SEARCHED = 60  # rows among which a header is looked for
_HEADER_ROWS = 4  # a header printed over several lines may come as several rows
_FIELDS = {
    Role.NUMBER: "number",
    Role.NAME: "name",
    Role.SUMMARY: "summary",
    Role.DIRECTION: "direction",
    Role.SECTION: "section",
}
_LEVELS = ("goal", "measure")
_LIKELY = 0.4  # share of the values of a column that must look like a field's
_LONGEST_HEADING = 60
_FEW = 3  # headings in a row from which on it is a header
_KINDS: Mapping[str, Callable[[str], bool]] = {
    "number": is_like_number,
    "direction": is_like_direction,
    "section": is_like_section,
    "summary": is_prose,
}


def map_all(tables: Sequence[FoundTable]) -> list[list[Record]]:
    """Return the records by each mapper and each way to put the tables together; the best of them counts."""
    return [list(records) for records in _candidates(tables)]


def fold_records(records: Sequence[Record]) -> list[Record]:
    """Return records with radicals made ideographs, in all they say; the scorer folds the rest."""
    return [{field: _folded(value) for field, value in record.items()} for record in records]


def map_by_headings(tables: Sequence[FoundTable]) -> list[Record]:
    """Return the records of all tables that have a header, or are as wide as one before that has."""
    records: list[Record] = []
    columns: dict[int, str] = {}
    width = 0
    for table in tables:
        rows = table.rows()
        start, found = _find_header(rows)
        if found:
            columns, width = found, table.width
        if table.width == width:
            _read_rows(rows[start:], columns, records)
    return [_finished(record) for record in records if record.get("name")]


def map_by_values(tables: Sequence[FoundTable]) -> list[Record]:
    """Return the records of all tables, their columns told by the values that stand in them, whatever the header."""
    records: list[Record] = []
    for table in tables:
        rows = table.rows()
        _read_rows(rows, _fields_by_values(rows), records)
    return [_finished(record) for record in records if record.get("name")]


def _candidates(tables: Sequence[FoundTable]) -> Iterator[list[Record]]:
    yield []
    for arranged in (tables, join_tables(tables), stack_tables(tables)):
        yield map_by_headings(arranged)
        yield map_by_values(arranged)
        try:
            yield _recognised(arranged)
        except UserError:
            continue


def _recognised(tables: Sequence[FoundTable]) -> list[Record]:
    own = tuple(to_table(table, index=index, file="peer") for index, table in enumerate(tables))
    document = Document(name="peer", sha256="", tables=own)
    return to_records(recognise_plan([document], given=Given()).plan)


def _find_header(rows: Rows) -> tuple[int, dict[int, str]]:
    """Return where the rows below the header begin and the fields of the columns; (0, {}) where none is found."""
    for index in range(min(len(rows), _SEARCHED)):
        best: tuple[int, dict[int, str]] = (0, {})
        for height in range(1, _HEADER_ROWS + 1):
            columns = _fields_of(rows[index : index + height])
            if "name" in columns.values() and len(columns) >= 2 and len(columns) > len(best[1]):
                best = (index + height, columns)
        if best[1]:
            return best
    return 0, {}


def _fields_of(rows: Rows) -> dict[int, str]:
    fields: dict[int, str] = {}
    levels = iter(_LEVELS)
    for column in range(max((len(row) for row in rows), default=0)):
        heading = "".join(row[column] or "" for row in rows if column < len(row))
        match = match_heading(heading) if len(heading) < 80 else None
        if match is None:
            continue
        field = next(levels, None) if match.role is Role.LEVEL else _FIELDS.get(match.role)
        if field is not None and field not in fields.values():
            fields[column] = field
    return fields


def _fields_by_values(rows: Rows) -> dict[int, str]:
    """Return the fields of the columns by what stands in them: numbers, directions, sections, prose, names."""
    width = max((len(row) for row in rows), default=0)
    full = [
        row for row in rows if sum(bool(text and text.strip()) for text in row) > 1 and not _is_header(row)
    ]
    values = {
        c: [row[c] or "" for row in full if c < len(row) and (row[c] or "").strip()] for c in range(width)
    }
    fields: dict[int, str] = {}
    for field, holds in _KINDS.items():
        shares = {c: share(texts, holds) for c, texts in values.items() if texts and c not in fields}
        best = max(shares, key=lambda c: shares[c], default=None)
        if best is not None and shares[best] >= _LIKELY:
            fields[best] = field
    left = [column for column, texts in values.items() if texts and column not in fields]
    if left:
        fields[max(left, key=lambda column: len(values[column]))] = "name"
    return fields


def _read_rows(rows: Rows, columns: dict[int, str], records: list[Record]) -> None:
    levels: Record = {level: records[-1].get(level) if records else None for level in _LEVELS}
    for row in rows:
        texts = [text for text in row if text and text.strip()]
        if not texts or _is_header(texts):
            continue
        cells = {field: (row[column] or "") for column, field in columns.items() if column < len(row)}
        band = _band_in(row, columns)
        if band and is_prose(band) and records:
            _continue(records[-1], {"summary": band})
        elif band:
            levels |= _level_of(band, cells)
            continue
        levels |= {level: cells[level] for level in _LEVELS if cells.get(level, "").strip()}
        if records and not cells.get("number", "").strip() and "number" in columns.values():
            _continue(records[-1], cells)
        elif cells.get("name", "").strip():
            records.append({**cells, **levels})


def _is_header(texts: Sequence[str | None]) -> bool:
    headings = [
        text for text in texts if text and len(text) <= _LONGEST_HEADING and match_heading(text) is not None
    ]
    return len(headings) >= _FEW


def _band_in(row: Sequence[str | None], columns: dict[int, str]) -> str:
    """Return the heading that a row holds and nothing else, its pieces joined where columns cut it; "" if it is none."""
    filled = [column for column, text in enumerate(row) if text and text.strip()]
    fields = [columns.get(column) for column in filled]
    number = next((column for column, field in columns.items() if field == "number"), None)
    text = "".join(row[column] or "" for column in filled)
    if len(filled) == 1:
        return "" if fields[0] == "name" and filled[0] else text
    if number is None or filled[0] > number or is_like_number(row[number] or ""):
        return ""
    # Where the piece in the column of numbers is none, even the summary's column may hold a piece.
    others = {"direction", "section"} if number in filled else {"summary", "direction", "section"}
    return "" if others & {*fields} else text


def _level_of(text: str, cells: dict[str, str]) -> Record:
    """Return the heading that a line of its own is: by the column it stands in, else by whether it has a number."""
    if cells.get("measure") == text:
        return {"measure": text}
    return {"goal": text} if text.strip()[:1].isdigit() else {"measure": text}


def _continue(record: Record, cells: dict[str, str]) -> None:
    for field, text in cells.items():
        if field not in _LEVELS and text.strip():
            record[field] = f"{record.get(field) or ''}\n{text}"


def _finished(record: Record) -> Record:
    # Not the section: a line of its cell may be a section of its own.
    section = str(record.pop("section", None) or "")
    joined = {field: join_lines(str(text)) if text else None for field, text in record.items()}
    return {**joined, "sections": [ref.name for ref in read_sections(section)]}


def _key(text: str) -> str:
    return search_key("".join(text.split()))


def _folded(value: object) -> object:
    if isinstance(value, str):
        return fold_radicals(value)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value
