"""Makes a plan of a case file: the small Japanese form in which a clerk writes down a plan."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from torikumi.plan.direction import DirectionScale
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan, PrintedTotal
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.outcomes import parse_direction, scale_from
from torikumi.plan.project import Merge, MergeKind, Project, Review, ReviewState, SectionRef
from torikumi.plan.quantity import parse_quantity
from torikumi.text.names import is_provisional, second_name

PLAN_KEYS = {"事業", "施策", "期間", "年度", "区分", "団体コード", "合計", "段の名前"}
ROW_KEYS = {"番号", "事業名", "概要", "方針", "担当課", "施策", "再掲", "統合", "指標", "金額", "評価"}
INDICATOR_KEYS = {"名前", "単位", "種類", "向き", "数え方", "基準", "目標", "最終目標", "最終年度", "実績"}
REVIEW_KEYS = {"年度", "評価者", "進捗", "評価", "方針", "成果", "課題", "状態"}
NODE_KEYS = {"見出し", "番号", "上", "段", "説明", "指標"}
MERGE_KINDS = {"を統合": MergeKind.ABSORBED, "に統合": MergeKind.INTO, "と統合": MergeKind.WITH}
PHASES = {
    "要求": Phase.REQUEST,
    "当初": Phase.INITIAL,
    "補正": Phase.SUPPLEMENT,
    "繰越": Phase.CARRIED,
    "現額": Phase.CURRENT,
    "決算": Phase.SETTLED,
}
KINDS = {"投入": IndicatorKind.INPUT, "活動": IndicatorKind.OUTPUT, "成果": IndicatorKind.OUTCOME}
GOODS = {"増": Good.UP, "減": Good.DOWN, "維持": Good.KEEP}
COUNTINGS = {"単年度": Counting.YEARLY, "累計": Counting.CUMULATIVE}
STATES = {
    "未着手": ReviewState.NOT_STARTED,
    "入力中": ReviewState.DRAFT,
    "承認待ち": ReviewState.SUBMITTED,
    "差戻し": ReviewState.RETURNED,
    "確定": ReviewState.APPROVED,
}
FUNDS = {
    "事業費": Fund.TOTAL,
    "国庫": Fund.NATIONAL,
    "県": Fund.PREFECTURE,
    "地方債": Fund.BOND,
    "その他": Fund.OTHER,
    "一般財源": Fund.GENERAL,
}
type_of_case = Mapping[str, Any]


def plan_of(case: type_of_case, *, mark: str = "P") -> Plan:
    """Return the plan that a case writes down; the ids of its projects begin with `mark`."""
    rows = case.get("事業", [])
    headings = _headings(case.get("施策", []), rows)
    scale = scale_from(tuple(case["区分"])) if "区分" in case else None
    used = scale or scale_from(tuple(row["方針"] for row in rows if row.get("方針")))
    nodes = tuple(_node(heading, headings) for heading in headings)
    period = case.get("期間")
    return Plan(
        title="例の計画",
        municipality=Municipality(code=str(case["団体コード"]), name="例の市")
        if "団体コード" in case
        else None,
        year=case.get("年度"),
        period=Period(first=period[0], last=period[1]) if period else None,
        levels=tuple(case.get("段の名前", ())),
        scale=scale,
        nodes=nodes,
        projects=tuple(
            _project(row, f"{mark}-{position:012x}", used) for position, row in enumerate(rows, start=1)
        ),
        totals=tuple(
            PrintedTotal(label=total["表示"], count=total["数"], node=total.get("施策"))
            for total in case.get("合計", [])
        ),
    )


def refuse_unknown_keys(case: type_of_case, known: Iterable[str]) -> None:
    """Raise for a key that nobody reads: a mistyped one would make a case that tests nothing."""
    unknown = set(case) - set(known)
    if unknown:
        raise ValueError(f"unknown keys in a case: {sorted(unknown)}")


def _headings(written: Sequence[type_of_case], rows: Sequence[type_of_case]) -> list[type_of_case]:
    known = {heading["見出し"] for heading in written}
    named = dict.fromkeys(row["施策"] for row in rows if "施策" in row)
    return [*written, *({"見出し": name} for name in named if name not in known)]


def _node(heading: type_of_case, headings: Sequence[type_of_case]) -> Node:
    refuse_unknown_keys(heading, NODE_KEYS)
    by_name = {each["見出し"]: each for each in headings}
    level, parent = 0, heading.get("上")
    above = parent
    while above is not None:
        level, above = level + 1, by_name[above].get("上")
    return Node(
        id=heading["見出し"],
        level=heading.get("段", level),
        parent=parent,
        number=heading.get("番号"),
        printed=heading["見出し"],
        name=heading["見出し"],
        notes=(Note(text=heading["説明"]),) if "説明" in heading else (),
        indicators=tuple(_indicator(each) for each in heading.get("指標", [])),
    )


def _project(row: type_of_case, project_id: str, scale: DirectionScale | None) -> Project:
    refuse_unknown_keys(row, ROW_KEYS)
    name = str(row.get("事業名", ""))
    number = row.get("番号")
    return Project(
        id=project_id,
        number=None if number is None else str(number),
        name=name,
        second_name=second_name(name),
        provisional=is_provisional(name),
        node=row.get("施策"),
        also_under=tuple(row.get("再掲", ())),
        summary=row.get("概要"),
        direction=parse_direction(row["方針"], scale) if "方針" in row else None,
        sections=tuple(_section(text) for text in row.get("担当課", "").split("、") if text),
        merges=tuple(
            Merge(kind=MERGE_KINDS[kind], partner=partner)
            for kind, partner in (pair for merge in row.get("統合", []) for pair in merge.items())
        ),
        indicators=tuple(_indicator(each) for each in row.get("指標", [])),
        amounts=tuple(_amount(each) for each in row.get("金額", [])),
        reviews=tuple(_review(each, scale) for each in row.get("評価", [])),
    )


def _section(printed: str) -> SectionRef:
    plain = printed.removesuffix("ほか").strip()
    name, _, rest = plain.replace("(", "（").replace(")", "）").partition("（")
    return SectionRef(
        printed=printed,
        name=name.strip(),
        facility=rest.removesuffix("）") or None,
        others=plain != printed.strip(),
    )


def _indicator(written: type_of_case) -> Indicator:
    refuse_unknown_keys(written, INDICATOR_KEYS)
    base, final = written.get("基準"), written.get("最終目標")
    final_year = written.get("最終年度")
    return Indicator(
        name=written["名前"],
        unit=written.get("単位"),
        kind=KINDS[written["種類"]] if "種類" in written else None,
        good=GOODS[written["向き"]] if "向き" in written else None,
        counting=COUNTINGS[written["数え方"]] if "数え方" in written else None,
        base=None if base is None else YearValue(year=None, value=parse_quantity(base)),
        final_target=None if final is None else YearValue(year=final_year, value=parse_quantity(final)),
        targets=_values(written.get("目標", {})),
        actuals=_values(written.get("実績", {})),
    )


def _review(written: type_of_case, scale: DirectionScale | None) -> Review:
    refuse_unknown_keys(written, REVIEW_KEYS)
    return Review(
        year=written["年度"],
        rater=written.get("評価者", "担当課"),
        state=STATES[written.get("状態", "確定")],
        progress=written.get("進捗"),
        evaluation=written.get("評価"),
        direction=parse_direction(written["方針"], scale) if "方針" in written else None,
        result=written.get("成果"),
        reason=written.get("課題"),
    )


def _values(written: Mapping[int, str]) -> tuple[YearValue, ...]:
    return tuple(YearValue(year=year, value=parse_quantity(raw)) for year, raw in written.items())


def _amount(written: type_of_case) -> Amount:
    refuse_unknown_keys(written, {"表示", "年度", "段階", "財源", "値"})
    return Amount(
        label=written["表示"],
        year=written.get("年度"),
        phase=PHASES[written["段階"]] if "段階" in written else None,
        fund=FUNDS[written.get("財源", "事業費")],
        value=parse_quantity(written["値"]),
    )
