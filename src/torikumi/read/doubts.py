"""What is unsure about the columns of a table, said so that a person can look."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.headings import JAPANESE, Role, match_heading
from torikumi.read.roles import RoleColumn
from torikumi.read.side import Block
from torikumi.read.values import is_like_direction, is_like_section, share

_SHAPES: Mapping[Role, tuple[Callable[[str], bool], str]] = {
    Role.DIRECTION: (is_like_direction, "区分"),
    Role.SECTION: (is_like_section, "課の名前"),
}


def doubts_about(block: Block, columns: Sequence[RoleColumn]) -> Iterator[Finding]:
    """Yield what is unsure about the roles of a block's columns, and which columns are not read."""
    table = block.grid.table
    for column in columns:
        cell = column.column.cell
        place = table.place_of(cell) if cell is not None else None
        printed = column.column.heading
        if column.role is Role.UNREAD:
            if column.values:
                yield Finding(
                    code="read-unread-column",
                    severity=Severity.INFO,
                    ja=f"{_number(column)}列目『{printed}』は計画のどの項目にも当たらないため、読み取りませんでした。",
                    en=f"Column {_number(column)} “{printed}” is no part of a plan and was not read.",
                    place=place,
                )
        elif _is_guess(column) and column.values:
            yield Finding(
                code="read-role-guessed",
                severity=Severity.WARNING if column.is_against_heading else Severity.INFO,
                ja=f"{_number(column)}列目を『{JAPANESE[column.role]}』として読みました。{_reason_ja(column)}",
                en=f"Column {_number(column)} “{printed}” was read as {column.role.value.replace('_', ' ')}"
                f"{_reason_en(column)}.",
                place=place,
            )


def unclear_choice(name: str, printed: str, place: Place) -> Finding:
    """Return the doubt about a direction of which none or several are marked."""
    return Finding(
        code="read-choice-unclear",
        severity=Severity.WARNING,
        ja=f"『{name}』の方針は、選んだ印が1つに決まりません（{' '.join(printed.split())}）。元の表を確かめてください。",
        en=f"The direction of “{name}” has not just one option marked. Look at the document.",
        field="direction",
        place=place,
    )


def department_left_out(name: str, printed: str, place: Place) -> Finding:
    """Return the doubt about departments of which it is not clear whose sections they are."""
    return Finding(
        code="read-department-left-out",
        severity=Severity.WARNING,
        ja=f"『{name}』の部『{printed}』は、どの課の部かわからないため読みませんでした。担当課を確かめてください。",
        en=f"It is not clear which sections of “{name}” the departments ({printed}) belong to; they were left out.",
        field="sections",
        place=place,
    )


def sections_elsewhere(name: str, count: int, place: Place | None) -> Finding:
    """Return the doubt about a project that has more sections than its table prints."""
    return Finding(
        code="read-sections-elsewhere",
        severity=Severity.WARNING,
        ja=f"『{name}』の担当課は{count}つですが、この表には全部が載っていません。担当課の表（sections.csv）も一緒に指定してください。",
        en=f"“{name}” has {count} sections, not all in this table. Name the table of sections (sections.csv) with it.",
        field="sections",
        place=place,
    )


def without_year(columns: Sequence[RoleColumn], block: Block) -> Iterator[Finding]:
    """Yield what was rated or done in a year that the document does not say, and was therefore not read."""
    for column in columns:
        if column.values and column.year is None:
            cell = column.column.cell
            yield Finding(
                code="read-year-unknown",
                severity=Severity.WARNING,
                ja=f"{_number(column)}列目『{column.column.heading}』は、どの年度のことかわからないため読みませんでした。"
                "年度を --year で指定してください。",
                en=f"Column {_number(column)} “{column.column.heading}” was not read, as its fiscal year is unknown. "
                "Name the year with --year.",
                place=None if cell is None else block.grid.table.place_of(cell),
            )


def _number(column: RoleColumn) -> int:
    return column.column.cell.column if column.column.cell is not None else column.position + 1


def _is_guess(column: RoleColumn) -> bool:
    if column.role is Role.CHOICE and len(column.column.parts) > 1:
        group = match_heading(column.column.parts[0])
        return group is None or group.role is not Role.DIRECTION
    if column.role is Role.SECTION_MARK:
        return len(column.column.parts) < 2
    if column.role is Role.FIGURE_KIND:
        return False
    return column.match is None or column.match.strength < 1.0 or column.is_against_heading


def _reason_ja(column: RoleColumn) -> str:
    printed = column.column.heading
    shape = _SHAPES.get(column.role)
    reasons = []
    if column.match is not None and column.match.role is column.role:
        reasons.append(
            f"見出し『{printed}』が『{column.match.word}』で終わり"
            if printed.endswith(column.match.word)
            else f"見出し『{printed}』に『{column.match.word}』があり"
        )
    elif column.match is not None and column.match.role is not Role.UNREAD:
        reasons.append(f"見出し『{printed}』はふつう『{JAPANESE[column.match.role]}』の列ですが")
    else:
        reasons.append(f"見出し『{printed}』だけではわかりませんが")
    if shape is not None:
        reasons.append(f"値の{share(column.values, shape[0]):.0%}が{shape[1]}の形だからです。")
    else:
        reasons.append("ほかの列と合わせてそう見えるからです。")
    return "、".join(reasons)


def _reason_en(column: RoleColumn) -> str:
    shape = _SHAPES.get(column.role)
    if shape is None:
        return ", by its heading and the columns beside it"
    return f": {share(column.values, shape[0]):.0%} of its values have that form"
