"""How the cell of an answer is read: as it stands, or as what it plainly means with a note; never guessed."""

from collections.abc import Callable
from dataclasses import dataclass

from torikumi.plan.quantity import Quantity, parse_quantity
from torikumi.review.answers import read_choice, read_direction, write_direction
from torikumi.review.came import Note
from torikumi.review.cell_texts import NUMERIC, comes_back_as, text_of_number
from torikumi.review.form import FieldKind
from torikumi.review.merge import plain_text
from torikumi.review.questions import Question
from torikumi.review.round import Round
from torikumi.text.cells import CellKind, SheetCell
from torikumi.text.width import search_key

_UNLIKELY_DIGITS = 12  # from here on Excel shows a number as 1.23E+11
_LOST_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a cell that a person must know: `refused` keeps its value out."""

    code: str
    ja: str
    en: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """An answer as read; `text` is None where the cell has none that can be used."""

    text: str | None
    note: Note | None = None
    remark: Remark | None = None


def read_answer(
    cell: SheetCell | None, question: Question, round_: Round, *, known: tuple[str, ...]
) -> ReadCell:
    """Return what a cell answers. `known` are texts (sent, stored) that stay as they are where the cell means the same."""
    if cell is None:
        return ReadCell(text="")
    refusal = _refuse(cell)
    if refusal is not None:
        return ReadCell(text=None, remark=refusal)
    typed = plain_text(cell.text)
    reading = _READERS.get(question.kind, _read_text)(typed, question, round_)
    for text in known:
        if _is_same(question, typed, reading.text or "", text, round_):
            return ReadCell(text=text)
    return ReadCell(text=reading.text, note=reading.note, remark=_remark(cell, question))


def _is_same(question: Question, typed: str, read: str, known: str, round_: Round) -> bool:
    untouched = comes_back_as(question.kind, known)
    if untouched in (typed, read):
        return True
    return (
        bool(known.strip()) and _READERS.get(question.kind, _read_text)(known, question, round_).text == read
    )


def _refuse(cell: SheetCell) -> Remark | None:
    if cell.formula and not cell.text:
        return Remark(
            code="formula-without-value",
            ja="数式の結果が入っていません。結果の値を入れ直してください。",
            en="holds a formula without its value; type the value instead.",
            refused=True,
        )
    shown = cell.text[:30]
    match cell.kind:
        case CellKind.ERROR:
            return Remark(
                code="error-value",
                ja=f"エラー（{shown}）になっています。正しい値を入れ直してください。",
                en=f"shows the error {shown}; type the right value.",
                refused=True,
            )
        case CellKind.DATE | CellKind.TIME:
            what = "日付" if cell.kind is CellKind.DATE else "時刻"
            return Remark(
                code="date-for-text",
                ja=f"{what}（{shown}）に変わっています。「4-1」のような文字がExcelで変わったものかもしれないので、読みません。"
                "文字として入れ直してください（先頭に ' を付けると文字になります）。",
                en=f"became a date ({shown}), perhaps from a text like 4-1; type it again as text.",
                refused=True,
            )
        case CellKind.TRUTH:
            return Remark(
                code="truth-for-text",
                ja=f"{shown}（論理値）になっています。言葉で入れ直してください。",
                en=f"holds {shown}; answer in words.",
                refused=True,
            )
        case CellKind.NUMBER if len(cell.text.strip("-").partition(".")[0]) > _LOST_DIGITS:
            return Remark(
                code="digits-lost",
                ja=f"桁の多い数（{shown}）で、Excelが15桁より後を失っています。文字として入れ直してください。",
                en=f"holds a number of too many digits ({shown}); the last ones are lost. Type it as text.",
                refused=True,
            )
        case _:
            return None


def _remark(cell: SheetCell, question: Question) -> Remark | None:
    if cell.kind is CellKind.NUMBER and question.kind in NUMERIC:
        return _remark_on_percent(cell, question)
    if cell.kind is CellKind.NUMBER and question.kind in (FieldKind.TEXT, FieldKind.LINE):
        digits = len(cell.text.strip("-").partition(".")[0])
        shown = (
            f"{cell.text[:30]}（Excelでは指数で表示されます）"
            if digits >= _UNLIKELY_DIGITS
            else cell.text[:30]
        )
        return Remark(
            code="number-for-text",
            ja=f"文字の欄ですが、数（{shown}）として入っています。先頭の0などが消えていないか確かめてください。",
            en=f"is a field for text and holds the number {cell.text[:30]}; check that no leading zero was lost.",
        )
    if cell.formula:
        return Remark(
            code="formula",
            ja=f"数式です。結果の「{cell.text[:30]}」を読みました。",
            en=f"holds a formula; its value {cell.text[:30]!r} was read.",
        )
    return None


def _remark_on_percent(cell: SheetCell, question: Question) -> Remark | None:
    is_percent = question.unit is not None and search_key(question.unit) == search_key("%")
    if cell.text.endswith("%") and not is_percent:
        return Remark(
            code="percent",
            ja=f"パーセント表示の数（{cell.text}）になっています。表示形式のせいではないか確かめてください。",
            en=f"is shown as per cent ({cell.text}); check whether that is meant.",
        )
    if is_percent and not cell.text.endswith("%") and _is_fraction(cell.text, question):
        return Remark(
            code="fraction-for-percent",
            ja=f"単位は％ですが、{cell.text}と入っています。{cell.text}％でよいか確かめてください。",
            en=f"is in per cent and holds {cell.text}; check that {cell.text}% is meant.",
        )
    return None


def _is_fraction(text: str, question: Question) -> bool:
    number = parse_quantity(text).number
    beside = [parse_quantity(other).number for other in (question.target, question.last) if other]
    return (
        number is not None
        and 0 < abs(number) <= 1
        and any(other is not None and abs(other) > 1 for other in beside)
    )


def _read_text(typed: str, question: Question, _: Round) -> ReadCell:
    if question.kind is FieldKind.LINE and "\n" in typed:
        joined = " ".join(typed.split("\n"))
        note = Note(
            "1行の欄なので、改行を空白にして読みました。",
            "The field has one line: line breaks were read as spaces.",
        )
        return ReadCell(text=joined, note=note)
    return ReadCell(text=typed)


def _read_direction(typed: str, question: Question, round_: Round) -> ReadCell:
    label = read_direction(typed, round_.scale_of(question.key)) if typed else None
    return _as(typed, write_direction(label)) if label else ReadCell(text=typed)


def _read_choice(typed: str, question: Question, _: Round) -> ReadCell:
    choice = read_choice(typed, question.field) if typed else None
    return _as(typed, choice) if choice else ReadCell(text=typed)


def _read_number(typed: str, question: Question, _: Round) -> ReadCell:
    quantity = parse_quantity(typed)
    if quantity.number is None or quantity.approximate or not _is_in_unit(quantity, question):
        return ReadCell(text=typed)
    digits = text_of_number(quantity.number)
    return ReadCell(text=digits) if typed.replace(",", "") == digits else _as(typed, digits)


def _is_in_unit(quantity: Quantity, question: Question) -> bool:
    if quantity.unit is None:
        return True
    return question.unit is not None and search_key(quantity.unit) == search_key(question.unit)


def _as(typed: str, read: str) -> ReadCell:
    if typed == read:
        return ReadCell(text=read)
    return ReadCell(
        text=read,
        note=Note(f"「{typed[:30]}」を「{read}」と読みました。", f"{typed[:30]!r} was read as {read!r}."),
    )


_READERS: dict[FieldKind, Callable[[str, Question, Round], ReadCell]] = {
    FieldKind.DIRECTION: _read_direction,
    FieldKind.CHOICE: _read_choice,
    FieldKind.NUMBER: _read_number,
    FieldKind.AMOUNT: _read_number,
}
