"""The columns of a block with their roles, once these are decided."""

from dataclasses import dataclass

from torikumi.plan.finding import Finding
from torikumi.read.headings import HeadingMatch, Role
from torikumi.read.side import Column

_RATERS = ("二次", "2次", "２次", "外部", "内部", "一次", "1次", "１次")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleColumn:
    """A column with its role; `year` is the fiscal year that its heading names. `values` are samples of what it holds,
    `unit` is that of its money.
    """

    column: Column
    role: Role
    match: HeadingMatch | None
    values: tuple[str, ...]
    year: int | None = None
    unit: str | None = None

    @property
    def is_against_heading(self) -> bool:
        """Whether the role is another than the words above the column say."""
        return self.match is None or self.match.role is not self.role

    @property
    def rater(self) -> str:
        """Whose rating the heading speaks of, "" where it does not say."""
        return next((word for word in _RATERS if word in self.column.heading), "")

    @property
    def position(self) -> int:
        """Where the column stands in the grid."""
        return self.column.position


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The roles of a block's columns; `is_plan` tells whether they are those of a list of projects.

    `is_sure` where a heading says beyond doubt that the rows are projects.
    """

    columns: tuple[RoleColumn, ...]
    is_plan: bool
    is_sure: bool = False
    findings: tuple[Finding, ...] = ()

    def of(self, *roles: Role) -> tuple[RoleColumn, ...]:
        """Return the columns of these roles, from left to right."""
        return tuple(column for column in self.columns if column.role in roles)

    def position(self, role: Role) -> int | None:
        """Return where the first column of a role stands."""
        return next((column.position for column in self.columns if column.role is role), None)
