"""What Excel itself watches: the lists to choose from, lengths and numbers, and the colours that follow the answers."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from torikumi.plan.tints import TINTS, furthest_outcome
from torikumi.review.answers import write_direction
from torikumi.review.check_formula import BASE_SHEET, FREE
from torikumi.review.check_formula import DONE as DONE_WORD
from torikumi.review.columns import CHECK, Column, ColumnRole
from torikumi.review.entry_sheet import FIRST_ROW, answer_ranges
from torikumi.review.form import Field, FieldKind, Meaning, Need
from torikumi.review.round import Round
from torikumi.review.section_table import SectionTable
from torikumi.review.sheet_formats import CHANGED, DONE, LOCKED, WANTED, Formats
from torikumi.text.cells import cell_name, column_letters
from torikumi.text.storable import storable

LIST_SHEET = "_lists"
# What Excel takes for the title and the text of a message.
_TITLE, _MESSAGE = 32, 255
_LARGEST = 999_999_999_999_999


def write_lists(sheet: Worksheet, table: SectionTable, round_: Round) -> dict[str, str]:
    """Write the lists to choose from, a column a field, and return where each stands, by the field's key."""
    ranges: dict[str, str] = {}
    fields = {c.field.key: c.field for c in table.columns if c.role is ColumnRole.ANSWER and c.field}
    for field in fields.values():
        labels = list_of(field, round_)
        if not labels:
            continue
        place = len(ranges)
        for row, label in enumerate(labels):
            sheet.write_string(row, place, storable(label))
        letters = column_letters(place + 1)
        ranges[field.key] = f"={LIST_SHEET}!${letters}$1:${letters}${len(labels)}"
    return ranges


def list_of(field: Field, round_: Round) -> tuple[str, ...]:
    """Return what may be chosen in a field; () where it takes other words."""
    if field.kind is FieldKind.DIRECTION:
        return tuple(write_direction(label) for label in round_.scale_of(field.key).labels)
    return tuple(choice.label for choice in field.choices) if field.kind is FieldKind.CHOICE else ()


def add_validations(sheet: Worksheet, table: SectionTable, lists: Mapping[str, str]) -> None:
    """Have Excel refuse, in Japanese, what cannot be an answer."""
    for column, cells in answer_ranges(table):
        rule = _rule(column, lists)
        if rule is not None:
            sheet.data_validation(*cells, rule)


def _rule(column: Column, lists: Mapping[str, str]) -> dict[str, object] | None:
    field = column.field
    assert field is not None  # noqa: S101  a column that is answered has its field
    said: dict[str, object] = {"ignore_blank": True, "error_title": _cut(field.label, _TITLE)}
    if field.hint:
        said |= {"input_title": _cut(field.label, _TITLE), "input_message": _cut(field.hint, _MESSAGE)}
    match field.kind:
        case FieldKind.DIRECTION | FieldKind.CHOICE if field.key in lists:
            words = f"「{field.label}」は一覧から選んでください。"
            return said | {
                "validate": "list",
                "source": lists[field.key],
                "error_message": _cut(words, _MESSAGE),
            }
        case FieldKind.AMOUNT:
            unit = f"{field.unit}単位の" if field.unit else ""
            return said | {
                "validate": "integer",
                "criteria": "between",
                "minimum": -_LARGEST,
                "maximum": _LARGEST,
                "error_message": _cut(f"{unit}整数を、数字だけで入れてください。", _MESSAGE),
            }
        case FieldKind.NUMBER | FieldKind.INDICATORS:
            return said | {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -_LARGEST,
                "maximum": _LARGEST,
                # 未集計 is an answer, too: Excel asks, and lets it pass.
                "error_type": "warning",
                "error_message": "数字だけを入れてください。まだ集計できないときは「未集計」のままで進められます。",
            }
        case _ if field.limit is not None:
            words = f"「{field.label}」は{field.limit}字までです。短くしてください。"
            return said | {
                "validate": "length",
                "criteria": "<=",
                "value": field.limit,
                "error_message": _cut(words, _MESSAGE),
            }
        case _:
            return said | {"validate": "any"} if field.hint else None


def add_colours(sheet: Worksheet, table: SectionTable, round_: Round, formats: Formats) -> None:
    """Have Excel colour directions, what is still wanted, and what was changed since the book went out."""
    if not table.rows:
        return
    last = FIRST_ROW + len(table.rows) - 1
    for place, column in enumerate(table.columns):
        cells = (FIRST_ROW, place, last, place)
        if column.id == CHECK:
            _colour_check(sheet, cells, formats)
        elif column.field is not None and column.field.kind is FieldKind.DIRECTION:
            _colour_directions(sheet, cells, column.field, round_, formats)
        elif column.role is ColumnRole.ANSWER:
            _colour_reason(sheet, cells, column, table, formats)
            first = cell_name(FIRST_ROW + 1, place + 1)
            # By the key, so that a row that was moved is not coloured for its neighbour's text. As text, since Excel
            # 2007 refuses the name of another sheet in such a rule.
            base = f'INDIRECT("{BASE_SHEET}!"&ADDRESS(ROW(),COLUMN()))'
            moved = f'$A{FIRST_ROW + 1}=INDIRECT("{BASE_SHEET}!A"&ROW())'
            rule = f"=AND({moved},{first}<>{base})"
            sheet.conditional_format(
                *cells, {"type": "formula", "criteria": rule, "format": formats.shade(CHANGED)}
            )


def _colour_check(sheet: Worksheet, cells: tuple[int, int, int, int], formats: Formats) -> None:
    for word, criteria, tint in ((DONE_WORD, "==", DONE), (FREE, "==", LOCKED), (DONE_WORD, "!=", WANTED)):
        rule = {
            "type": "cell",
            "criteria": criteria,
            "value": f'"{word}"',
            "format": formats.shade(tint),
            "stop_if_true": True,
        }
        sheet.conditional_format(*cells, rule)


def _colour_directions(
    sheet: Worksheet, cells: tuple[int, int, int, int], field: Field, round_: Round, formats: Formats
) -> None:
    for label in round_.scale_of(field.key).labels:
        words = write_direction(label).replace('"', '""')
        tint = TINTS[furthest_outcome(label.outcomes)]
        sheet.conditional_format(
            *cells,
            {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": formats.shade(tint)},
        )


def _colour_reason(
    sheet: Worksheet,
    cells: tuple[int, int, int, int],
    column: Column,
    table: SectionTable,
    formats: Formats,
) -> None:
    """A reason that is wanted, because the direction differs from last year's, and not written yet."""
    if column.field is None or column.field.need is not Need.WHEN_CHANGED:
        return
    names = {
        other.id: f"${column_letters(place + 1)}{FIRST_ROW + 1}" for place, other in enumerate(table.columns)
    }
    direction = next((c.id for c in table.columns if c.role is ColumnRole.ANSWER and _is_direction(c)), None)
    if direction is None or f"@last.{direction}" not in names:
        return
    now, then, mine = names[direction], names[f"@last.{direction}"], names[column.id]
    rule = f'=AND({then}<>"",{now}<>"",{now}<>{then},TRIM({mine})="")'
    sheet.conditional_format(*cells, {"type": "formula", "criteria": rule, "format": formats.shade(WANTED)})


def _is_direction(column: Column) -> bool:
    return column.field is not None and column.field.meaning is Meaning.DIRECTION


def _cut(text: str, most: int) -> str:
    plain = storable(text)
    while len(plain.encode("utf-16-le")) // 2 > most:
        plain = plain[:-1]
    return plain
