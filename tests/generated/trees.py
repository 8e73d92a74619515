"""Random plans: a tree of headings in one of many numbering styles, and projects under its leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from tests.generated import words
from tests.generated.words import full_width

Numbering = Callable[[tuple[int, ...], str], str]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_ROMAN = "ⅠⅡⅢⅣⅤⅥ"


def _joined(numbers: tuple[int, ...], name: str) -> str:
    return f"{'-'.join(map(str, numbers))} {name}"


# How headings are numbered, a form a level from the top; a reader tells levels apart by nothing else where they are rows.
NUMBERINGS: dict[str, tuple[Numbering, ...]] = {
    "基本目標１": (
        lambda n, name: f"基本目標{full_width(n[-1])} {name}",
        lambda n, name: f"施策{n[-1]} {name}",
        lambda n, name: f"（{n[-1]}）{name}",
        lambda n, name: f"{_CIRCLED[n[-1] - 1]} {name}",
    ),
    "第1章": (
        lambda n, name: f"第{n[-1]}章 {name}",
        lambda n, name: f"第{n[-1]}節 {name}",
        lambda n, name: f"{n[-1]}．{name}",
        lambda n, name: f"({n[-1]}) {name}",
    ),
    "1-1": (_joined, _joined, _joined, _joined),
    "Ⅰ": (
        lambda n, name: f"{_ROMAN[n[-1] - 1]} {name}",
        lambda n, name: f"{full_width(n[-1])}　{name}",
        lambda n, name: f"（{full_width(n[-1])}）{name}",
        lambda n, name: f"{_CIRCLED[n[-1] - 1]}{name}",
    ),
    "【】": (
        lambda n, name: f"【{name}】",
        lambda n, name: f"{n[-1]}．{name}",
        lambda n, name: f"（{n[-1]}）{name}",
        lambda n, name: f"{_CIRCLED[n[-1] - 1]} {name}",
    ),
    "政策1：": (
        lambda n, name: f"政策{n[-1]}：{name}",
        lambda n, name: f"{n[-1]} {name}",
        lambda n, name: f"{_CIRCLED[n[-1] - 1]} {name}",
        lambda n, name: f"（{n[-1]}）{name}",
    ),
}
LEVEL_NAMES = {
    "基本目標１": ("基本目標", "施策", "施策の方向", "取組の柱"),
    "第1章": ("章", "節", "項目分類", "小項目"),
    "政策1：": ("政策", "施策", "基本事業", "小分類"),
}
ANY_LEVEL_NAMES = ("基本目標", "基本施策", "施策の方向", "小分類")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A responsible section as it is printed, and its parts."""

    name: str
    facility: str | None = None
    others: bool = False

    @property
    def printed(self) -> str:
        """What the cell holds."""
        return (
            self.name + (f"（{self.facility}）" if self.facility else "") + (" ほか" if self.others else "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A project as it is printed; `path` are the headings above it, None a column that the plan does not have."""

    path: tuple[str, ...]
    number: str | None
    name: str
    summary: str | None
    direction: str | None
    sections: tuple[Section, ...]
    separator: str
    indicator: tuple[str, str, str] | None = None
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A plan before it is laid out: its title, the names of its levels, the headings of its money, its projects."""

    title: str
    year: int
    numbering: str
    level_names: tuple[str, ...]
    money: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def depth(self) -> int:
        """How many levels of headings stand above the projects."""
        return len(self.level_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What all projects of a plan have in common."""

    depth: int
    numbering: str
    alias: bool
    numbers: str
    scale: tuple[str, ...] | None
    has_summary: bool
    has_indicator: bool
    money: int
    separator: str


_shapes = st.builds(
    _Shape,
    depth=st.sampled_from((1, 2, 2, 3, 3, 4)),
    numbering=st.sampled_from(tuple(NUMBERINGS)),
    alias=st.sampled_from((False, False, True)),
    numbers=st.sampled_from(("none", "running", "running", "padded", "circled", "nested")),
    scale=st.one_of(st.sampled_from(words.SCALES), st.sampled_from(words.SCALES), st.none()),
    has_summary=st.sampled_from((True, True, True, False)),
    has_indicator=st.sampled_from((False, False, True)),
    money=st.sampled_from((0, 0, 1, 2)),
    separator=st.sampled_from(("、", "\n", "、\n")),
)


@st.composite
def written_plans(draw: st.DrawFn, *, max_projects: int = 12) -> Written:
    """A plan of one to `max_projects` projects.

    Its shape is Hypothesis's choice; its words are chosen from one number, for a plan has hundreds of them.
    """
    shape = draw(_shapes)
    year = draw(st.integers(2, 9))
    choice = Random(draw(st.integers(0, 2**31)))
    entries: list[Entry] = []
    names: set[str] = set()

    def grow(path: tuple[str, ...], numbers: tuple[int, ...]) -> None:
        if len(path) == shape.depth:
            for index in range(1, draw(st.integers(1, 4)) + 1):
                if len(entries) < max_projects:
                    entries.append(_entry(choice, shape, path, (*numbers, index), names, len(entries) + 1))
            return
        own: set[str] = set()
        for index in range(1, draw(st.integers(1, 3)) + 1):
            if entries and len(entries) >= max_projects:
                return
            name = _fresh(words.heading_name(choice), own)
            printed = NUMBERINGS[shape.numbering][len(path)]((*numbers, index), name)
            if shape.alias and not path:
                printed += f" <{choice.choice(words.ALIASES)}>"
            grow((*path, printed), (*numbers, index))

    grow((), ())
    level_names = LEVEL_NAMES.get(shape.numbering, ANY_LEVEL_NAMES)[: shape.depth]
    money = (f"令和{year}年度予算額（千円）", f"令和{year - 1}年度決算額（千円）")[: shape.money]
    kind = choice.choice(("総合計画", "総合戦略", "地域福祉計画"))
    return Written(
        title=f"みほん市{kind} 実施計画事業一覧（令和{year}年度版）",
        year=2018 + year,
        numbering=shape.numbering,
        level_names=level_names,
        money=money,
        entries=tuple(entries),
    )


def _entry(
    choice: Random,
    shape: _Shape,
    path: tuple[str, ...],
    numbers: tuple[int, ...],
    names: set[str],
    count: int,
) -> Entry:
    number = {
        "none": None,
        "running": str(count),
        "padded": f"{count:03}",
        "circled": _CIRCLED[numbers[-1] - 1],
        "nested": "-".join(map(str, numbers)),
    }[shape.numbers]
    return Entry(
        path=path,
        number=number,
        name=_fresh(words.project_name(choice), names),
        summary=words.summary(choice) if shape.has_summary else None,
        direction=None if shape.scale is None else choice.choice(shape.scale),
        sections=_sections(choice),
        separator=shape.separator,
        indicator=_indicator(choice) if shape.has_indicator else None,
        amounts=tuple(
            f"{choice.choice((9, 99, 9999, 99999, 0)) + choice.randint(0, 50):,}" for _ in range(shape.money)
        ),
    )


def _fresh(name: str, taken: set[str]) -> str:
    candidates = (name, *(f"{name}その{full_width(count)}" for count in range(2, 99)))
    fresh = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(fresh)
    return fresh


def _sections(choice: Random) -> tuple[Section, ...]:
    made = [Section(name=name) for name in choice.sample(words.SECTIONS, choice.randint(1, 3))]
    kind = choice.choice(("plain", "plain", "plain", "facility", "others"))
    if kind == "facility":
        made[0] = Section(name=made[0].name, facility=choice.choice(words.FACILITIES))
    elif kind == "others":
        made[-1] = Section(name=made[-1].name, others=True)
    return tuple(made)


def _indicator(choice: Random) -> tuple[str, str, str] | None:
    if choice.random() < 0.25:
        return None
    name = f"{choice.choice(words.INDICATORS)}（{choice.choice(words.UNITS)}）"
    return name, f"{choice.randint(0, 9999):,}", f"{choice.randint(0, 9999):,}"
