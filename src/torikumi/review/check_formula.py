"""The check column (確認): a formula that says in each row what is still missing, and what it says at the beginning."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from torikumi.plan.quantity import parse_quantity
from torikumi.review.answers import is_direction_changed
from torikumi.review.columns import KEY, Column
from torikumi.review.form import FieldKind, Meaning, Need
from torikumi.review.questions import Question
from torikumi.review.round import Round
from torikumi.review.section_table import TableRow
from torikumi.text.cells import cell_name

BLANK, REASON, LONG, MONEY, DONE = "未入力", "理由が必要", "字数超過", "金額を確認", "OK"
FREE = "任意"  # a section that only helps need not write anything
# The hidden copy of the answers as they went out, with the keys of the rows in its first column.
BASE_SHEET = "_sent"


def check_formula(columns: Sequence[Column], row: TableRow, *, number: int) -> str:
    """Return the formula of the row that is the workbook's `number`th; it asks in the order of what matters most."""
    names = {column.id: cell_name(number, place + 1) for place, column in enumerate(columns)}
    asked = [row.questions[column.id] for column in columns if row.asks(column)]
    result = f'"{DONE}"'
    for word, test in reversed(_tests(asked, row, names)):
        if test:
            result = f'IF({test},"{word}",{result})'
    return f"={result}"


def check_words(row: TableRow, round_: Round) -> str:
    """Return what the formula says of the row as it is written."""
    if not row.lead:
        return FREE
    asked = [*row.questions.values()]
    texts = {question.key: row.texts.get(question.key, "").strip() for question in asked}
    if any(not texts[question.key] for question in _required(asked)):
        return BLANK
    if _reasons(asked) and any(not texts[question.key] for question in _reasons(asked)):
        direction = _direction(asked)
        if direction and is_direction_changed(direction, texts, round_.scale_of(direction.key)):
            return REASON
    if any(len(texts[question.key]) > (question.field.limit or 0) for question in _limited(asked)):
        return LONG
    money = [question for question in asked if question.kind is FieldKind.AMOUNT]
    is_odd = any(texts[q.key] and parse_quantity(texts[q.key]).number is None for q in money)
    return MONEY if is_odd else DONE


def _tests(asked: Sequence[Question], row: TableRow, names: Mapping[str, str]) -> list[tuple[str, str]]:
    def any_of(questions: Sequence[Question], test: Callable[[str, Question], str]) -> str:
        tests = [test(names[question.key], question) for question in questions]
        return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)

    def blank(cell: str, _: Question) -> str:
        return f'TRIM({cell})=""'

    tests = [_first_test(asked, row, names)]
    if row.lead:
        tests.append((BLANK, any_of(_required(asked), blank)))
    direction = _direction(asked)
    reasons = any_of(_reasons(asked), blank)
    if direction and reasons and f"@last.{direction.key}" in row.texts:
        now, then = names[direction.key], names[f"@last.{direction.key}"]
        changed = f'TRIM({then})<>"",TRIM({now})<>"",TRIM({now})<>TRIM({then})'
        tests.append((REASON, f"AND({changed},{reasons})"))
    tests.append((LONG, any_of(_limited(asked), lambda cell, q: f"LEN({cell})>{q.field.limit}")))
    money = [question for question in asked if question.kind is FieldKind.AMOUNT]
    tests.append((MONEY, any_of(money, lambda cell, _: f'AND(TRIM({cell})<>"",NOT(ISNUMBER({cell})))')))
    return tests


def _first_test(asked: Sequence[Question], row: TableRow, names: Mapping[str, str]) -> tuple[str, str]:
    """Whether nothing is written yet: nothing at all by the lead section, nothing but what went out by one that helps."""
    if row.lead:
        return BLANK, _all_of(f'TRIM({names[q.key]})=""' for q in asked)
    # By the key, so that a row that was moved is held against its own copy; a blank there is no zero.
    place = f"MATCH(${names[KEY]},{BASE_SHEET}!$A:$A,0)"
    return FREE, _all_of(
        f"TRIM({cell})=TRIM({_copy_of(cell, place)})" for q in asked if (cell := names[q.key])
    )


def _copy_of(cell: str, place: str) -> str:
    column = cell.rstrip("0123456789")
    return f'INDEX({BASE_SHEET}!${column}:${column},{place})&""'


def _all_of(tests: Iterable[str]) -> str:
    listed = ",".join(tests)
    return f"AND({listed})" if listed else ""


def _required(asked: Sequence[Question]) -> list[Question]:
    return [question for question in asked if question.field.need is Need.REQUIRED]


def _reasons(asked: Sequence[Question]) -> list[Question]:
    return [question for question in asked if question.field.need is Need.WHEN_CHANGED]


def _limited(asked: Sequence[Question]) -> list[Question]:
    return [question for question in asked if question.field.limit is not None]


def _direction(asked: Sequence[Question]) -> Question | None:
    return next((question for question in asked if question.field.meaning is Meaning.DIRECTION), None)
