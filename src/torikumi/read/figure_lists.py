"""Lists of the indicators of projects that another table of the document lists already."""

from collections.abc import Sequence

from torikumi.read.headings import Role
from torikumi.read.roles import Roles
from torikumi.read.side import Block
from torikumi.text.names import project_key

_OWN = frozenset({Role.SUMMARY, Role.DIRECTION, Role.CHOICE, Role.SECTION, Role.AMOUNT, Role.LEVEL})
_KNOWN = 0.8  # so many of the names must be known for a table to say more about the same projects

Plans = Sequence[tuple[Block, Roles]]


def without_figure_lists(plans: Plans) -> list[tuple[Block, Roles]]:
    """Return the blocks without those that only give figures to projects of another sheet or table."""
    names = {id(block): _names(block, roles) for block, roles in plans}
    kept: list[tuple[Block, Roles]] = []
    for block, roles in plans:
        others = {
            name
            for other, other_roles in plans
            if other.grid is not block.grid and not _gives_figures(other_roles)
            for name in names[id(other)]
        }
        own = names[id(block)]
        if not _gives_figures(roles) or not own or len(own & others) < _KNOWN * len(own):
            kept.append((block, roles))
    return kept


def _gives_figures(roles: Roles) -> bool:
    own = {column.role for column in roles.columns if column.values}
    return roles.is_plan and Role.INDICATOR in own and not own & _OWN


def _names(block: Block, roles: Roles) -> set[str]:
    position = roles.position(Role.NAME)
    if position is None or not roles.is_plan:
        return set()
    return {project_key(row.text(position)) for row in block.rows if row.cells[position] is not None}
