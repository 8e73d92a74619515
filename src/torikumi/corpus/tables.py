"""Tables over all records: each one expression, written once, with what its numbers are counted of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from torikumi.corpus import expressions
from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.engine import Engine
from torikumi.corpus.schema import OUTCOMES, SCHEMA, BodyKind, Fate
from torikumi.corpus.shares import Share, beside
from torikumi.corpus.store import PREFECTURES, read_part
from torikumi.errors import UserError

# By what the records of a table may be told apart, with the words of people.
GROUPS: Mapping[str, str] = {
    "year": "年度",
    "prefecture": "都道府県",
    "peers": "人口の区分",
    "body_kind": "団体の種類",
    "body": "団体",
    "goal_class": "分野",
    "section_kind": "課の種類",
    "band": "予算の区分",
}
# Fewer records or bodies than this are called few: one project more or less would tell another story.
FEW_RECORDS, FEW_BODIES = 10, 5
# So many files are sooner read here than asked for.
_FEW_PARTS = 4


class TableError(UserError):
    """A table, a group or a filter that there is none of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which records are counted; an empty filter lets everything through.

    `outcomes` ("" is no direction) narrow tables. Of directions and transitions they choose rows: what the shares are
    counted of stays.
    """

    years: Collection[int] = ()
    prefectures: Collection[str] = ()
    bodies: Collection[str] = ()
    body_kinds: Collection[str] = ()
    peers: Collection[str] = ()
    goal_classes: Collection[str] = ()
    section_kinds: Collection[str] = ()
    outcomes: Collection[str] = ()


_FILTERS: Mapping[str, str] = {
    "years": "year",
    "prefectures": "prefecture",
    "bodies": "body",
    "body_kinds": "body_kind",
    "peers": "peers",
    "goal_classes": "goal_class",
    "section_kinds": "section_kind",
}
# What a filter can be asked for; of the others any value may stand in a corpus.
_KNOWN: Mapping[str, tuple[str, Collection[str]]] = {
    "prefectures": ("都道府県", PREFECTURES),
    "body_kinds": ("団体の種類", tuple(BodyKind)),
    "goal_classes": ("分野", tuple(GOAL_CLASSES)),
    "section_kinds": ("課の種類", tuple(SECTION_KINDS)),
    "outcomes": ("方向性", ("", *OUTCOMES)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """A table that can be asked for: its titles, what it may be grouped by, and what its numbers are counted of.

    `columns` are those beside the groups, in order, with their headings; `shares` are made of them. A
    table `of_newest` looks at the newest edition of each body, unless years are asked for. `make` takes the
    records that are counted and the groups; `rates` takes the same table of all
    records of the same years, and gives what stands beside.
    """

    key: str
    ja: str
    en: str
    base: str
    groups: tuple[str, ...]
    usual: tuple[str, ...]
    make: Callable[[Any, tuple[str, ...]], Any] = field(repr=False)
    rates: Callable[[Any, tuple[str, ...]], tuple[Any, tuple[str, ...]]] | None = field(
        default=None, repr=False
    )
    columns: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    told_apart_by: tuple[str, ...] = ()
    most_first: bool = False
    of_newest: bool = False

    def order(self, by: Sequence[str]) -> tuple[Any, ...]:
        """Return what the rows are ordered by: all that tells them apart."""
        first = (ibis.desc("bodies"), ibis.desc("records")) if self.most_first else ()
        return (*first, *by, *self.told_apart_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An answered table: groups, then the columns of its kind. `few` marks rows with few `records` or `bodies`,
    of rows that are one body's those with few `records`.

    `notices` are what some of the records say of themselves (架空のデータです).
    """

    kind: TableKind
    groups: tuple[str, ...]
    table: pa.Table
    few: tuple[bool, ...]
    notices: tuple[str, ...] = ()


def count_table(
    engine: Engine, key: str, *, groups: Sequence[str] | None = None, narrowed: Narrowed | None = None
) -> Counted:
    """Return a table. Raises TableError for a table, group or filter that there is none of."""
    kind = table_kind(key)
    by = tuple(dict.fromkeys(groups if groups is not None else kind.usual))
    for group in by:
        if group not in kind.groups:
            raise TableError(
                ja=f"表「{kind.ja}」は「{group}」では分けられません。{'、'.join(kind.groups)} から選んでください。",
                en=f"The table {key} cannot be grouped by {group}. Choose from {', '.join(kind.groups)}.",
            )
    chosen = narrowed or Narrowed()
    # A row of an outcome is chosen by the question itself; all other filters choose what it looks at.
    shown = tuple(chosen.outcomes) if "outcome" in kind.columns else ()
    sources = _sources(engine, kind, by, chosen)
    table = engine.answer_from(
        ("table", key, by, shown, *sources), sources, lambda **tables: _question(kind, by, shown, **tables)
    )
    return Counted(kind=kind, groups=by, table=table, few=_few(table, by), notices=notices_of(engine, chosen))


def notices_of(engine: Engine, narrowed: Narrowed) -> tuple[str, ...]:
    """Return what the records that are counted say of themselves."""
    check_filters(narrowed)
    parts = engine.corpus.files(years=narrowed.years or None, prefectures=narrowed.prefectures or None)
    if len(parts) <= _FEW_PARTS:
        return _notices_in(parts, narrowed)
    records = narrow(engine, narrowed)
    # Counted, not made distinct: where another column is filtered, Spark 4.3 makes `SELECT DISTINCT` distinct by both.
    said = records.group_by("notice").agg(times=records.count())
    said = said.filter(said.notice.notnull()).select("notice").order_by("notice")
    return tuple(engine.answer(said)["notice"].to_pylist())


def _notices_in(parts: Sequence[Path], narrowed: Narrowed) -> tuple[str, ...]:
    """The same, read from a few files without asking an engine, which takes longer than reading them."""
    keep = pc.field("notice").is_valid()
    for name, column in _FILTERS.items():
        if values := getattr(narrowed, name):
            keep &= pc.field(column).isin(pa.array([*values], SCHEMA.field(column).type))
    tables = [read_part(part, columns=["notice"], keep=keep) for part in parts]
    return tuple(sorted({notice for table in tables for notice in table["notice"].unique().to_pylist()}))


def _sources(engine: Engine, kind: TableKind, by: tuple[str, ...], narrowed: Narrowed) -> dict[str, Any]:
    """Return the records that are asked about, and what is counted of all where that stands beside."""
    records = narrow(engine, narrowed)
    if kind.of_newest and not narrowed.years and "year" not in by:
        records = records.filter(records.fate == str(Fate.OPEN))
    if narrowed.outcomes and "outcome" not in kind.columns:
        records = records.filter(records.outcome.fill_null("").isin([*narrowed.outcomes]))
    sources = {"asked": records}
    everywhere = Narrowed(years=narrowed.years)
    if kind.rates is not None and replace(narrowed, outcomes=()) != everywhere:
        # The same for every body and prefecture: counted once.
        among = expressions.years_of(by)
        key = ("everywhere", kind.key, among, tuple(sorted(everywhere.years)))
        sources["everywhere"] = engine.kept(key, lambda: kind.make(narrow(engine, everywhere), among))
    return sources


def _question(
    kind: TableKind, by: tuple[str, ...], shown: tuple[str, ...], asked: Any, everywhere: Any = None
) -> Any:
    """Return the question as an Ibis expression, ordered by its groups; `everywhere` are the counts of all, or these."""
    table = kind.make(asked, by)
    if kind.rates is not None:
        table = beside(table, *kind.rates(table if everywhere is None else everywhere, by))
    if shown:
        table = table.filter(table.outcome.isin([*shown]))
    names = [name for group in by for name in ((group, "body_name") if group == "body" else (group,))]
    # The order is said last: engines need not keep that of what they select from.
    table, order = table.select(*names, *kind.columns), kind.order(by)
    return table.order_by([*order]) if order else table


def check_filters(narrowed: Narrowed) -> None:
    """Raise TableError for a value that a filter cannot have, with those that it can."""
    for name, (word, known) in _KNOWN.items():
        for value in getattr(narrowed, name):
            if value not in known:
                choices = [one for one in known if one]
                raise TableError(
                    ja=f"{word}「{value}」はありません。{'、'.join(choices)} から選んでください。",
                    en=f"There is no {_FILTERS.get(name, 'outcome')} {value!r}. Choose from {', '.join(choices)}.",
                )


def narrow(engine: Engine, narrowed: Narrowed) -> Any:
    """Return the records that filters let through, whatever their direction. Raises TableError for a value that is none."""
    check_filters(narrowed)
    # A body stands in the files of its own prefecture.
    homes = {home for body in narrowed.bodies for home in engine.corpus.homes.get(body, ())}
    prefectures = narrowed.prefectures or (homes if narrowed.bodies else None)
    return narrow_by(engine.records(years=narrowed.years or None, prefectures=prefectures), narrowed)


def narrow_by(records: Any, narrowed: Narrowed) -> Any:
    """Return those of some records that filters let through, whatever their direction."""
    for name, column in _FILTERS.items():
        values = getattr(narrowed, name)
        if values:
            records = records.filter(records[column].isin([*values]))
    return records


def table_kind(key: str) -> TableKind:
    """Return the table of a key. Raises TableError with the keys that there are."""
    for kind in TABLES:
        if kind.key == key:
            return kind
    keys = "、".join(kind.key for kind in TABLES)
    raise TableError(
        ja=f"表「{key}」はありません。{keys} から選んでください。",
        en=f"There is no table {key}. Choose from {', '.join(kind.key for kind in TABLES)}.",
    )


def _few(table: pa.Table, by: Sequence[str]) -> tuple[bool, ...]:
    # A row of one body is told as that body's own.
    fewest = 1 if "body" in by else FEW_BODIES
    return tuple(
        records < FEW_RECORDS or bodies < fewest
        for records, bodies in zip(table["records"].to_pylist(), table["bodies"].to_pylist(), strict=True)
    )


_ALL = tuple(GROUPS)
_COUNTS = {"records": "記録の数", "bodies": "団体の数"}
_BESIDE = {
    "of": "割合のもとになる記録",
    "all_records": "全体での記録",
    "all_of": "全体での割合のもとになる記録",
}
_SHARES = (Share("割合", "records", "of"), Share("全体での割合", "all_records", "all_of"))
TABLES: tuple[TableKind, ...] = (
    TableKind(
        key="directions",
        ja="方向性",
        en="Directions",
        base="割合は、同じ区分の、方向性が書かれた記録に対するもの。「方向性なし」の割合は、同じ区分のすべての記録に対する"
        "もの。全体での割合は、同じ年度のすべての団体について同じように数えたもの",
        groups=_ALL,
        usual=("goal_class", "year"),
        make=expressions.directions,
        rates=expressions.direction_rates,
        columns={"outcome": "方向性", **_COUNTS, **_BESIDE},
        shares=_SHARES,
        told_apart_by=("outcome",),
    ),
    TableKind(
        key="indicators",
        ja="指標の結果",
        en="Results of indicators",
        base="同じ区分の記録。目標と実績のない記録は「指標なし・判定できない」で、割合には入らない。"
        "達成の割合は判定できた記録に対するもの。全体での割合は、同じ年度のすべての団体について同じように数えたもの",
        groups=_ALL,
        usual=("peers", "year"),
        make=expressions.indicators,
        rates=expressions.indicator_rates,
        columns={
            "met": "達成",
            "partly": "一部達成",
            "missed": "未達",
            "none": "指標なし・判定できない",
            "judged": "判定できた指標",
            "met_figures": "うち達成した指標",
            **_COUNTS,
            "of": "判定できた記録",
            "all_met": "全体での達成",
            "all_of": "全体での判定できた記録",
        },
        shares=(Share("達成の割合", "met", "of"), Share("全体での達成の割合", "all_met", "all_of")),
    ),
    TableKind(
        key="money",
        ja="予算と決算",
        en="Budgets and settled amounts",
        base="額の記載がある記録の合計（円）。記載のない記録は合計に入らない。決算の割合は、予算と決算の両方が書かれた"
        "記録だけの合計どうしを比べたもの",
        groups=_ALL,
        usual=("goal_class", "year"),
        make=expressions.money,
        columns={
            "budget": "予算（円）",
            "with_budget": "予算の記載がある記録",
            "settled": "決算（円）",
            "with_settled": "決算の記載がある記録",
            "both_budget": "両方が書かれた記録の予算（円）",
            "both_settled": "両方が書かれた記録の決算（円）",
            **_COUNTS,
        },
        shares=(Share("予算に対する決算の割合", "both_settled", "both_budget"),),
    ),
    TableKind(
        key="transitions",
        ja="年度から年度への移り変わり",
        en="From one year to the next",
        base="次の版がある記録。割合は、同じ区分の同じ方向性の記録に対するもの。全体での割合は、同じ年度のすべての団体の、"
        "何かの方向性が書かれた記録に対するもの（「方向性なし」の行では、すべての記録に対するもの）",
        groups=_ALL,
        usual=(),
        make=expressions.transitions,
        rates=expressions.transition_rates,
        columns={"outcome": "方向性", "fate": "次の版で", "next_outcome": "次の方向性", **_COUNTS, **_BESIDE},
        shares=_SHARES,
        told_apart_by=("outcome", "fate", "next_outcome"),
    ),
    TableKind(
        key="names",
        ja="多くの団体に共通する名前",
        en="Names that most bodies share",
        base=f"表記のゆれを除いて同じ名前の記録。年度を選ばなければ、団体ごとにいちばん新しい版を見る。"
        f"多い順に{expressions.MOST_NAMES}件",
        groups=("year", "prefecture", "goal_class"),
        usual=(),
        make=expressions.names,
        columns={"name": "事業名", "name_key": "名前の印", **_COUNTS},
        told_apart_by=("name_key",),
        most_first=True,
        of_newest=True,
    ),
    TableKind(
        key="sizes",
        ja="記録と事業の数",
        en="How many records and projects",
        base="すべての記録。事業は系譜でつながるものを一つと数える",
        groups=_ALL,
        usual=("year",),
        make=expressions.sizes,
        columns={"lines": "事業", **_COUNTS},
    ),
)
