"""How sure the reader is: every doubt lowers a number, and none raises it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from torikumi.read.confidence import ProjectConfidence
from torikumi.read.document import Cell, Document, Table
from torikumi.read.evidence import Ground, product
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import recognise_plan

HEAD = ("No.", "事業名", "事業概要", "今後の方向性", "担当課")
ROWS = (
    ("1", "朝市事業", "開く。", "拡充", "商工課"),
    ("2", "夜市事業", "開く。", "継続", "商工課"),
    ("3", "見守り事業", "訪ねる。", "継続", "福祉課"),
    ("4", "灯り事業", "直す。", "縮小", "土木課"),
    ("5", "棚田事業", "守る。", "継続", "農政課"),
    ("6", "移住事業", "招く。", "継続", "企画課"),
)


def table_of(*rows: tuple[str, ...], ruling: str | None = None, confidence: float | None = None) -> Table:
    cells = tuple(
        Cell(text=text, row=r, column=c, page=1, confidence=confidence if r > 1 else None)
        for r, row in enumerate(rows, start=1)
        for c, text in enumerate(row, start=1)
        if text
    )
    return Table(index=0, file="a.pdf", cells=cells, ruling=ruling)


def read(table: Table) -> Reading:
    return recognise_plan([Document(name="a.pdf", sha256="0" * 64, tables=(table,))], given=Given())


def value_of(confidence: ProjectConfidence, field: str) -> float:
    return next(one.value for one in confidence.fields if one.field == field)


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_a_plain_table_is_read_beyond_doubt() -> None:
    reading = read(table_of(HEAD, *ROWS))

    assert {confidence.value for confidence in reading.confidences} == {1.0}
    assert [confidence.project for confidence in reading.confidences] == [p.id for p in reading.plan.projects]
    assert "read-doubtful-project" not in codes(reading)


def test_a_table_without_rules_is_less_sure_than_one_with_rules_in_one_direction() -> None:
    full, partial, none = (read(table_of(HEAD, *ROWS, ruling=kind)) for kind in ("full", "partial", "none"))

    assert full.confidences[0].value > partial.confidences[0].value > none.confidences[0].value


def test_a_heading_that_is_not_known_makes_its_field_doubtful_and_no_other() -> None:
    unknown = ("No.", "事業名", "事業概要", "どうする", "担当課")

    reading = read(table_of(unknown, *ROWS))

    confidence = reading.confidences[0]
    assert value_of(confidence, "direction") == 0.8
    assert value_of(confidence, "name") == 1.0


def test_a_value_unlike_the_others_of_its_column_is_told_with_its_reason() -> None:
    odd = ("6", "移住事業", "招く。", "企画課", "継続")

    reading = read(table_of(HEAD, *ROWS[:5], odd))

    (worst, _) = reading.confidences[5].doubtful
    assert worst.value < 0.8
    assert any("違う" in ground.ja for ground in worst.grounds)
    assert reading.confidences[0].value > reading.confidences[5].value


def test_badly_recognised_characters_are_a_finding_with_a_place() -> None:
    reading = read(table_of(HEAD, *ROWS, confidence=0.5))

    findings = [finding for finding in reading.findings if finding.code == "read-doubtful-project"]
    assert len(findings) == 6
    assert findings[0].place is not None
    assert findings[0].subject == reading.plan.projects[0].id
    assert "0.50" in findings[0].ja


def test_the_word_of_a_heading_as_a_name_is_a_finding() -> None:
    reading = read(table_of(HEAD, *ROWS, ("7", "事業概要", "開く。", "継続", "商工課")))

    (finding,) = [finding for finding in reading.findings if finding.code == "read-doubtful-project"]
    assert finding.field == "name"


def test_a_number_left_out_of_a_count_is_doubtful_at_the_next() -> None:
    reading = read(table_of(HEAD, *ROWS[:5], ("7", "移住事業", "招く。", "継続", "企画課")))

    assert value_of(reading.confidences[5], "number") < 1.0
    assert value_of(reading.confidences[4], "number") == 1.0


def test_a_cell_that_reaches_over_a_page_end_is_a_little_doubtful() -> None:
    table = table_of(("施策", *HEAD), ("1 商業", *ROWS[0]), ("", *ROWS[1]))
    cells = [
        replace(cell, rows=2) if cell.text == "1 商業" else replace(cell, page=2) if cell.row == 3 else cell
        for cell in table.cells
    ]

    reading = read(replace(table, cells=tuple(cells)))

    assert value_of(reading.confidences[0], "node") == 1.0
    assert value_of(reading.confidences[1], "node") == 0.9


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_a_further_ground_never_raises_a_confidence(factors: list[float], further: float) -> None:
    grounds = [Ground(factor, "", "") for factor in factors]

    assert product([*grounds, Ground(further, "", "")]) <= product(grounds)
