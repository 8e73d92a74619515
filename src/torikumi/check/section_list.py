"""The city's own list of its sections (課の名簿): how they are written, what they were called, which are gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from torikumi.errors import UserError
from torikumi.text.era import parse_fiscal_year
from torikumi.text.names import section_key
from torikumi.text.organisation_heads import LEVEL_HEADS, WHOLE_HEADS, plain_head

_NAME = frozenset((*LEVEL_HEADS, *WHOLE_HEADS))
_FORMER = frozenset(("旧名", "旧名称", "前の名前", "旧課名", "旧称", "former"))
_GONE = frozenset(("廃止", "廃止年度", "なくなった年度", "gone"))
_HEIR = frozenset(("引継ぎ先", "引き継ぎ先", "引き継いだ課", "引継先", "後継", "heir"))
_BETWEEN = "、,;；\n／/"
# The header stands near the top; further down 課 is a word of the table.
_HEAD_WITHIN = 5


class SectionListError(UserError):
    """A list of sections that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSection:
    """A section of the list. `gone` is the first fiscal year without it; `heir` is who took its work over."""

    name: str
    former: tuple[str, ...] = ()
    gone: int | None = None
    heir: str | None = None


@dataclass(frozen=True, kw_only=True)
class SectionList:
    """All sections that the city names, in the order of its list."""

    sections: tuple[ListedSection, ...]

    @cached_property
    def by_key(self) -> Mapping[str, ListedSection]:
        """The sections by the key of their name; one that is there goes before one that is gone."""
        found: dict[str, ListedSection] = {}
        for section in sorted(self.sections, key=lambda each: each.gone is not None):
            found.setdefault(section_key(section.name), section)
        return found

    @cached_property
    def by_former(self) -> Mapping[str, ListedSection]:
        """The sections by the keys of what they were called before."""
        return {section_key(name): section for section in self.sections for name in section.former}


def read_section_list(rows: Iterable[Sequence[str]]) -> SectionList:
    """Return the list that the rows of a table hold.

    The header names 課名, and where there are any 旧名, 廃止 (the fiscal year), 引き継ぎ先; several former names stand
    with 、. A list of the whole organisation may have a column a level (局, 部, 課, 係) and one of full names (所属名称);
    one column without a header is a list of names. Raises SectionListError where no column of names is found or a year
    cannot be read.
    """
    table = [[cell.strip() for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    head = next(
        (
            number
            for number, row in enumerate(table[:_HEAD_WITHIN])
            if _NAME & {plain_head(cell) for cell in row}
        ),
        None,
    )
    if head is None:
        return _list_of_names(table)
    columns = [plain_head(cell) for cell in table[head]]
    own: dict[ListedSection, None] = {}
    above: dict[str, None] = {}
    for row in table[head + 1 :]:
        names = _names(columns, row)
        if names:
            own[_section(columns, row, names[-1])] = None
            above.update(dict.fromkeys(names[:-1]))
    # A department stands in the rows of all of its sections; what is said of it stands in its own, if it has one.
    told = {section.name for section in own}
    return SectionList(sections=(*own, *(ListedSection(name=name) for name in above if name not in told)))


def _list_of_names(table: Sequence[Sequence[str]]) -> SectionList:
    if not table or any(len([cell for cell in row if cell]) > 1 for row in table):
        raise SectionListError(
            ja="課の名簿に「課名」の列がありません。一行目に、課名・旧名・廃止・引き継ぎ先 の見出しを付けてください。",
            en="The list of sections has no column 課名. Give it a header: 課名, 旧名, 廃止, 引き継ぎ先.",
        )
    names = dict.fromkeys(cell for row in table for cell in row if cell)
    return SectionList(sections=tuple(ListedSection(name=name) for name in names))


def _names(columns: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return the names that a row holds, its own last; its name in full and the levels above it come before."""
    cells = dict(zip(columns, row, strict=False))
    levels = [cells[level] for level in LEVEL_HEADS if cells.get(level)]
    whole = [cells[name] for name in WHOLE_HEADS if cells.get(name)]
    return list(dict.fromkeys((*whole, *levels)))


def _section(columns: Sequence[str], row: Sequence[str], name: str) -> ListedSection:
    former = _cell(columns, row, _FORMER)
    for mark in _BETWEEN:
        former = former.replace(mark, "、")
    gone = _cell(columns, row, _GONE)
    year = parse_fiscal_year(gone) if gone else None
    if gone and year is None:
        raise SectionListError(
            ja=f"課の名簿の「{name}」の廃止「{gone}」を年度として読めません。令和6年度 のように書いてください。",
            en=f"“{gone}” of {name} in the list of sections is no fiscal year. Write it as 令和6年度 or 2024.",
        )
    return ListedSection(
        name=name,
        former=tuple(each.strip() for each in former.split("、") if each.strip()),
        gone=year,
        heir=_cell(columns, row, _HEIR) or None,
    )


def _cell(columns: Sequence[str], row: Sequence[str], names: frozenset[str]) -> str:
    return next((cell for column, cell in zip(columns, row, strict=False) if column in names and cell), "")
