"""The sheets of a workbook of any file type: which are shown, and how far their merged cells reach."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.archive import oversized
from torikumi.read.document import Cell, Table
from torikumi.read.sheet_facts import MAX_AREA
from torikumi.text.cells import column_letters


def shown_tables(tables: Iterable[Table]) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the sheets that hold anything and are not hidden, counted from 0, and what the others hide."""
    shown: list[Table] = []
    findings: list[Finding] = []
    for table in tables:
        if not table.cells:
            continue
        if table.hidden:
            findings.append(_hidden_sheet(table.file, table.sheet or ""))
            continue
        shown.append(replace(table, index=len(shown)))
        findings.extend(_hidden_parts(shown[-1]))
    return tuple(shown), tuple(findings)


def within_values(cell: Cell, height: int, width: int) -> Cell:
    """Return a cell whose spans end where the values of its sheet end: a merge may reach to the last column of all."""
    if cell.rows == cell.columns == 1:
        return cell
    return replace(
        cell,
        rows=max(1, min(cell.rows, height - cell.row + 1)),
        columns=max(1, min(cell.columns, width - cell.column + 1)),
    )


def require_bearable(cells: Sequence[Cell], *, name: str) -> None:
    """Raise where merged cells lie over one another so often that reading them would not end."""
    if sum(cell.rows * cell.columns for cell in cells) > 2 * MAX_AREA:
        raise oversized(name, "結合セルが重なり合っている", "its merged cells lie over one another")


def plain_number(number: Decimal) -> str:
    """Return a number as its digits: 14 for 14.0, no powers of ten."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hidden_sheet(name: str, sheet: str) -> Finding:
    return Finding(
        code="read-hidden-sheet",
        severity=Severity.WARNING,
        ja=f"シート「{sheet}」は非表示なので読みませんでした。必要なら再表示して保存し、読み直してください。",
        en=f"The sheet “{sheet}” is hidden and was not read. If it matters, show it, save, and read again.",
        place=Place(file=name, sheet=sheet),
    )


def _hidden_parts(table: Table) -> list[Finding]:
    filled_rows = {cell.row for cell in table.cells} & table.hidden_rows
    filled_columns = {cell.column for cell in table.cells} & table.hidden_columns
    findings = []
    if filled_rows:
        rows = _some([str(row) for row in sorted(filled_rows)])
        findings.append(
            Finding(
                code="read-hidden-rows",
                severity=Severity.WARNING,
                ja=f"シート「{table.sheet}」には非表示の行（{rows}行目）があります。見えている行と同じに扱ったので、要らない行なら消してください。",
                en=f"The sheet “{table.sheet}” has hidden rows ({rows}), taken like the others. Delete them if not wanted.",
                place=Place(file=table.file, sheet=table.sheet, table=table.index, row=min(filled_rows)),
            )
        )
    if filled_columns:
        columns = _some([column_letters(column) for column in sorted(filled_columns)])
        findings.append(
            Finding(
                code="read-hidden-columns",
                severity=Severity.WARNING,
                ja=f"シート「{table.sheet}」には非表示の列（{columns}列）があります。見えている列と同じに扱ったので、要らない列なら消してください。",
                en=f"The sheet “{table.sheet}” has hidden columns ({columns}), taken like the others. "
                "Delete them if not wanted.",
                place=Place(
                    file=table.file, sheet=table.sheet, table=table.index, column=min(filled_columns)
                ),
            )
        )
    return findings


def _some(names: list[str]) -> str:
    return "、".join(names[:8]) + ("…" if len(names) > 8 else "")
