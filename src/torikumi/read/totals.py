"""Totals that a document prints, held against the projects that were read: what is missing is told at once."""

from collections.abc import Iterator, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan, PrintedTotal
from torikumi.plan.place import Place
from torikumi.plan.totals import count_again, counts_projects
from torikumi.read.document import Table
from torikumi.read.figures import read_amounts
from torikumi.read.grid import Row
from torikumi.read.projects import Draft
from torikumi.read.repetitions import is_repeated
from torikumi.read.roles import Roles
from torikumi.read.row_doubts import total_left_out
from torikumi.read.rows import count_in, count_in_heading
from torikumi.read.sums import unequal_sums
from torikumi.read.tree import Tree


class TotalReader:
    """Reads the rows that sum up others: all before them, those of a heading, of a table, or since the last total.

    `totals` are those that the plan keeps. One that agrees with the rows right above it, and with no heading, is said
    and done: nobody could count it again later.
    """

    def __init__(self, tree: Tree) -> None:
        self.totals: list[PrintedTotal] = []
        self.findings: list[Finding] = []
        self._tree = tree
        self._since_total = 0
        self._since_table = 0

    def begin_table(self, drafts: Sequence[Draft]) -> None:
        """Take note that another table begins."""
        self._since_table = len(drafts)

    def keep(self, total: PrintedTotal) -> None:
        """Keep a total that was read elsewhere, once."""
        if total not in self.totals:
            self.totals.append(total)

    def read_heading(self, printed: str, *, node: str | None, place: Place | None) -> None:
        """Keep the number of projects that a heading or a title ends with: 「しごとをつくる（12事業）」."""
        count = count_in_heading(printed)
        if count is not None:
            self.totals.append(PrintedTotal(label=printed, count=count, node=node, place=place))

    def read_beside(self, row: Row, *, node: str | None, place: Place) -> None:
        """Keep the number of projects that stands beside a heading."""
        counted = count_in(row)
        if counted is not None:
            self.totals.append(PrintedTotal(label=counted[0], count=counted[1], node=node, place=place))

    def read_row(self, row: Row, place: Place, *, node: str | None, drafts: Sequence[Draft]) -> None:
        """Keep the number of projects that a total's row prints, with the heading that it sums up."""
        counted = count_in(row)
        if counted is None:
            self.findings.append(total_left_out(row, place))
            return
        label, count = counted
        is_part = label.startswith("小計")
        near = (drafts[self._since_total :], drafts[self._since_table :])
        owners = [one for one in self._up(node) if count in _counts(self._under(one, drafts))]
        if not is_part and count in _counts(drafts):
            owner = None
        elif owners:
            owner = owners[0]
        elif any(count in _counts(part) for part in near):
            return
        else:
            owner = node if is_part else None
        self.totals.append(PrintedTotal(label=label, count=count, node=owner, place=place))

    def check_money(
        self, row: Row, table: Table, roles: Roles, *, unit: str | None, drafts: Sequence[Draft]
    ) -> None:
        """Hold the money of a total's row against that of the projects; the next total begins here."""
        printed = read_amounts(row, roles, table, unit=unit)
        starts = dict.fromkeys((self._since_table, self._since_total, 0))
        lists = [[draft.amounts for draft in drafts[start:]] for start in starts]
        self.findings.extend(unequal_sums(printed, lists, table.place_of(row.distinct()[0])))
        self._since_total = len(drafts)

    def _up(self, node: str | None) -> Iterator[str]:
        while node is not None:
            yield node
            node = self._tree.nodes[node].parent

    def _under(self, node: str, drafts: Sequence[Draft]) -> list[Draft]:
        return [draft for draft in drafts if node in self._up(draft.node)]


def unequal_counts(plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each printed number of projects that the plan does not hold: a row may be lost."""
    for total in plan.totals:
        once, shown = count_again(plan, total)
        if total.count in (once, shown) or not counts_projects(total):
            continue
        yield Finding(
            code="read-count-unequal",
            severity=Severity.WARNING,
            ja=f"「{total.label}」とありますが、読み取ったのは{once}件です。抜けた行や、事業でない行がないか確かめてください。",
            en=f"The document prints “{total.label}”, but {once} were read. "
            "Look for a row that is missing, or one that is no project.",
            subject=total.node,
            field="totals",
            place=total.place,
        )


def _counts(drafts: Sequence[Draft]) -> tuple[int, int]:
    return len(drafts), sum(1 for draft in drafts if not is_repeated(draft))
