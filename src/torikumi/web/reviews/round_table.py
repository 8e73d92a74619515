"""A round as one table: a sheet a row, with all that its reader may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from torikumi.plan.project import ReviewState
from torikumi.plan.quantity import parse_quantity
from torikumi.publish.data_table import Cell, Column, DataTable
from torikumi.review.answers import write_direction
from torikumi.review.form import Field, FieldKind
from torikumi.review.questions import indicator_key
from torikumi.review.round import Round
from torikumi.review.states import STATE_WORDS
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import search_key
from torikumi.web.plans.edition_headings import headings_of
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.days import in_japan
from torikumi.web.reviews.derived import label_key
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.deadlines import later_dues
from torikumi.web.reviews.queries.people import names_by_login
from torikumi.web.reviews.queries.table import TableSheets
from torikumi.web.reviews.rows import main_labels
from torikumi.web.reviews.standing import SheetFacts, Standing, visible_steps
from torikumi.web.reviews.wording import before_word, direction_words

_FIRST = (
    Column("シート", "この評価でのシートの番号"),
    Column("事業ID", "版が変わっても同じ事業の番号"),
    Column("事業番号", "計画での番号。文字として扱う"),
    Column("事業名", "事業の名前"),
    Column("体系", "事業の上にある目標や施策"),
    Column("主管課", "回答する課"),
    Column("関係課", "ほかに書ける課。「、」で区切る"),
    Column("状況", "未着手、入力中、承認待ち、差戻し、確定"),
    Column("待っている段階", "承認待ちのとき、だれの番か"),
    Column("締切", "課の締切の日。延ばしたときは延ばした日"),
    Column("締切後の提出", "締切の後に提出したら1、そうでなければ0"),
)
_LAST = (
    Column("確かめたい点", "回答どうしが合わない点などの数"),
    Column("訂正の回", "初めの回答は1。確定の後に訂正するたびに1増える"),
    Column("版", "シートが書かれた回数"),
    Column("提出日時", "日本時間"),
    Column("確定日時", "日本時間"),
    Column("最後の変更日時", "日本時間"),
    Column("最後に変えた人", "氏名"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What every row is written with."""

    rules: Round
    standing: Standing
    sheets: TableSheets
    places: Mapping[str, str]
    last: Mapping[str, str]
    dues: Mapping[str, date]
    due: date | None
    names: Mapping[str, str]
    widths: Mapping[str, int]


def round_table(round_: ReviewRound, rules: Round, standing: Standing, sheets: TableSheets) -> DataTable:
    """Return the sheets as a table: of each, only the fields of the steps that the reader may read."""
    widths = _widths(rules, sheets.sheets)
    book = _Book(
        rules=rules,
        standing=standing,
        sheets=sheets,
        places=headings_of(round_.base),
        last={label_key(label): write_direction(label) for label in main_labels(rules)},
        dues=later_dues(round_),
        due=round_.due,
        names=names_by_login(round_, (sheet.changed_by for sheet in sheets.sheets)),
        widths=widths,
    )
    fixed = (*_FIRST, *_directions(rules, before_word(round_)), *_LAST)
    columns = (*fixed, *(column for field in rules.form.fields for column in _columns(rules, field, widths)))
    rows = tuple((*_fixed(book, sheet), *_answers(book, sheet)) for sheet in sheets.sheets)
    return DataTable(name="評価シート", file="sheets", columns=columns, rows=rows)


def _directions(rules: Round, before: str) -> tuple[Column, ...]:
    whole, short = direction_words(rules)
    return (
        Column(f"{before}の{short}", f"{before}の{whole}"),
        Column(whole, f"今の{whole}。次の段階へ渡していない評価は含まない"),
        Column(f"{short}の変更", f"{before}と違えば1、同じなら0、どちらかが無ければ空"),
    )


def _widths(rules: Round, sheets: Sequence[Sheet]) -> dict[str, int]:
    """How many indicators a field of indicators has where it has the most."""
    widths = {}
    for field in rules.form.fields:
        if field.kind is FieldKind.INDICATORS:
            places = [
                int(key.rpartition(".")[2])
                for sheet in sheets
                for key in sheet.values
                if key.startswith(f"{field.key}.") and key.rpartition(".")[2].isdecimal()
            ]
            widths[field.key] = max(places, default=0)
    return widths


def _columns(rules: Round, field: Field, widths: Mapping[str, int]) -> Iterator[Column]:
    step = next((step.label for step in rules.steps if step.id == field.step), field.step)
    inside = "（庁内限り）" if field.internal else ""
    name, meaning = f"{step}：{field.label}{inside}", f"{step}が書く「{field.label}」{inside}"
    if field.kind is FieldKind.INDICATORS:
        for place in range(1, widths[field.key] + 1):
            yield Column(f"{name}{place}の指標", f"{place}番目の指標の名前と単位")
            yield Column(f"{name}{place}", f"{place}番目の指標の値")
        return
    if field.kind is FieldKind.AMOUNT:
        name = f"{name}（{format_fiscal_year(rules.year + field.year)}）"
    unit = f"。単位は{field.unit}" if field.unit else ""
    yield Column(name, meaning + unit)


def _fixed(book: _Book, sheet: Sheet) -> tuple[Cell, ...]:
    sections = book.sheets.sections.get(sheet.pk, ())
    others = [name for key, name in sections if key != sheet.lead_key]
    due = book.dues.get(sheet.lead_key, book.due)
    has_both = bool(sheet.direction_key and sheet.last_direction_key)
    code, label = sheet.direction_code, sheet.direction_label
    return (
        sheet.pk,
        sheet.project_key,
        sheet.number,
        sheet.name,
        book.places.get(sheet.path, ""),
        sheet.lead_name,
        "、".join(others),
        STATE_WORDS[ReviewState(sheet.state)],
        _turn(book.rules, sheet),
        due.isoformat() if due else None,
        int(sheet.is_late),
        book.last.get(sheet.last_direction_key, sheet.last_direction_key),
        f"{code}：{label}" if code else label,
        int(sheet.is_changed) if has_both else None,
        sheet.warning_count,
        sheet.revision,
        sheet.version,
        _moment(sheet.handed_in_at),
        _moment(sheet.approved_at),
        _moment(sheet.changed_at),
        book.names.get(sheet.changed_by, sheet.changed_by),
    )


def _turn(rules: Round, sheet: Sheet) -> str:
    is_waiting = sheet.state == ReviewState.SUBMITTED and sheet.step < len(rules.steps)
    return rules.steps[sheet.step].label if is_waiting else ""


def _answers(book: _Book, sheet: Sheet) -> Iterator[Cell]:
    keys = frozenset(key for key, _ in book.sheets.sections.get(sheet.pk, ()))
    facts = SheetFacts(lead=sheet.lead_key, sections=keys, step=sheet.step)
    seen = visible_steps(book.standing, facts, book.rules.steps)
    for field in book.rules.form.fields:
        if field.kind is FieldKind.INDICATORS:
            yield from _indicators(book, sheet, field, is_seen=field.step in seen)
        elif field.step in seen:
            yield _cell(sheet.values.get(field.key), field.kind, field.unit)
        else:
            yield None


def _indicators(book: _Book, sheet: Sheet, field: Field, *, is_seen: bool) -> Iterator[Cell]:
    width = book.widths[field.key]
    indicators = load_project(sheet.project).indicators if width else ()
    for place in range(width):
        if place >= len(indicators) or not is_seen:
            yield from (None, None)
            continue
        one = indicators[place]
        yield f"{one.name}（{one.unit}）" if one.unit else one.name
        yield _cell(sheet.values.get(indicator_key(field, place)), FieldKind.NUMBER, one.unit)


def _cell(text: str | None, kind: FieldKind, unit: str | None) -> Cell:
    """A number where the answer is one and nothing else; the answer as it was typed otherwise."""
    if text is None:
        return None
    if kind in (FieldKind.NUMBER, FieldKind.AMOUNT):
        found = parse_quantity(text)
        is_plain = not found.approximate and (
            not found.unit or search_key(found.unit) == search_key(unit or "")
        )
        if found.number is not None and is_plain:
            return found.number
    return text


def _moment(at: datetime | None) -> str | None:
    return f"{in_japan(at):%Y-%m-%d %H:%M:%S}" if at else None
