"""What is unsure about the rows of a table: headings, totals, repetitions."""

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.grid import Row
from torikumi.read.projects import Draft
from torikumi.read.side import Block


def is_measure(part: str) -> bool:
    """Tell whether a part of a heading is a measure by itself, as its last word says."""
    # 「親子の同居・近居を促進する」 is one measure with a ・ inside; only whole predicates make several.
    return len(part) >= 5 and part.endswith(
        ("する", "る", "す", "く", "む", "ぶ", "推進", "促進", "充実", "支援", "形成", "向上", "強化", "整備")
    )


def joined_heading(subject: str, printed: str, place: Place | None) -> Finding:
    """Return the doubt about a heading that may join several measures."""
    return Finding(
        code="read-joined-heading",
        severity=Severity.INFO,
        ja=f"見出し『{printed}』は複数の施策を「・」でつないだものかもしれません。1つの見出しのまま読みました。",
        en=f"The heading “{printed}” may join several measures by ・. It was kept as one.",
        subject=subject,
        field="name",
        place=place,
    )


def repeated_header(block: Block, table: Table) -> Finding:
    """Return what is said of a header that comes again at a page break."""
    rows = "、".join(map(str, block.repeated[:8])) + ("…" if len(block.repeated) > 8 else "")
    return Finding(
        code="read-duplicate-header",
        severity=Severity.INFO,
        ja=f"{rows}行目は見出しの繰り返しなので読み飛ばしました。",
        en=f"Repeated header rows were left out (rows {rows}).",
        place=Place(file=table.file, sheet=table.sheet, table=table.index, row=block.repeated[0]),
    )


def level_guessed(table: Table) -> Finding:
    """Return the doubt about headings whose levels the order alone tells."""
    return Finding(
        code="read-level-guessed",
        severity=Severity.WARNING,
        ja="見出しの番号だけでは上下の関係がわからず、並び順から階層を決めました。区分の木を確かめてください。",
        en="The numbering of the headings does not tell their levels; they were taken from the order. Check the tree.",
        place=Place(file=table.file, sheet=table.sheet, table=table.index),
    )


def total_left_out(row: Row, place: Place) -> Finding:
    """Return what is said of a row that sums up others."""
    return Finding(
        code="read-total-left-out",
        severity=Severity.INFO,
        ja=f"{row.number}行目は合計の行なので、事業として読みませんでした。",
        en=f"Row {row.number} is a total and was not read as a project.",
        place=place,
    )


def lone_repetition(draft: Draft) -> Finding:
    """Return the doubt about a repetition (再掲) whose first place was not found."""
    return Finding(
        code="read-repetition-without-first",
        severity=Severity.WARNING,
        ja=f"『{draft.name}』は再掲とありますが、元の事業が見つかりません。元の行の事業名を確かめてください。",
        en=f"“{draft.name}” is marked as a repetition (再掲), but its first place was not found. Check the names.",
        field="name",
        place=draft.places.get("name"),
    )


def sheet_as_level(sheet: str, place: Place) -> Finding:
    """Return what is said of a sheet whose name became a heading."""
    return Finding(
        code="read-sheet-as-level",
        severity=Severity.INFO,
        ja=f"表が何枚ものシートに分かれているため、シート名『{sheet}』を施策などの区分として読みました。",
        en=f"The table is spread over several sheets, so the sheet's name “{sheet}” was read as a heading.",
        place=place,
    )


def taken_as_section(printed: str, place: Place) -> Finding:
    """Return what is said of a heading or a sheet's name that is the section of the rows below."""
    return Finding(
        code="read-heading-as-section",
        severity=Severity.INFO,
        ja=f"担当課の列がないため、『{printed}』をその下の事業の担当課として読みました。",
        en=f"As there is no column of sections, “{printed}” was read as the section of the projects below it.",
        place=place,
    )


def years_joined(count: int) -> Finding:
    """Return what is said of projects that blocks of several years list again."""
    return Finding(
        code="read-years-joined",
        severity=Severity.INFO,
        ja=f"年度ごとに同じ一覧が並んでいるため、繰り返しの{count}行は、新しい年度の事業に年度ごとの評価や金額として加えました。",
        en=f"The list comes again for each year: {count} rows were added to the projects of the newest year "
        "as their answers and money of other years.",
    )
