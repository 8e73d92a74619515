"""What a first pass over a workbook takes note of for the reading after it."""

from dataclasses import dataclass, field

from torikumi.errors import UserError

MAX_AREA = 2_000_000


class FarCellError(UserError):
    """A lone value stands so far away that the sheet would need millions of cells."""

    @classmethod
    def at(cls, name: str, row: int, column: int) -> "FarCellError":
        """Return the error that names the cell."""
        return cls(
            ja=f"「{name}」の{row}行{column}列に、表から遠く離れた値があります。そのセルを消して保存し直してください。",
            en=f"{name} has a value far away from its table, in row {row}, column {column}. "
            "Clear that cell and save again.",
        )


@dataclass(slots=True)
class SheetFacts:
    """What the first pass saw of one sheet; rows and columns count from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
