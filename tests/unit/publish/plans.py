"""Plans of an invented city, built by hand: what the published files are tested with."""

from dataclasses import replace
from decimal import Decimal

from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Municipality, Node, Note, Period, Plan, SourceFile
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    Project,
    Review,
    ReviewState,
    SectionRef,
    SectionRole,
    SummaryLayer,
)
from torikumi.plan.quantity import Quantity, ValueState

NOTICE = "架空の市の架空の計画です。実在の団体や事業とは関係ありません。"
LABELS = (
    DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
    DirectionLabel(code="B", label="継続", outcomes=(Outcome.KEEP,)),
    DirectionLabel(code="C", label="縮小", outcomes=(Outcome.SHRINK,)),
    DirectionLabel(code="D", label="廃止", outcomes=(Outcome.ABOLISH,)),
)
_BY_CODE = {label.code: label for label in LABELS}


def direction(code: str) -> Direction:
    label = _BY_CODE[code]
    return Direction(printed=f"{code}：{label.label}", code=code, label=label.label, outcomes=label.outcomes)


def number(value: str, unit: str | None = None) -> Quantity:
    return Quantity(raw=f"{value}{unit or ''}", state=ValueState.NUMBER, number=Decimal(value), unit=unit)


def section(name: str, facility: str | None = None, **more: object) -> SectionRef:
    printed = f"{name}（{facility}）" if facility else name
    return SectionRef(printed=printed, name=name, facility=facility, **more)  # type: ignore[arg-type]


def project_id(number_text: str) -> str:
    return f"P-{int(number_text):012x}"


def _goal(number_text: str, name: str, alias: str, **more: object) -> Node:
    printed = f"{number_text} {name} <{alias}>"
    identity = f"N-{number_text}"
    return Node(
        id=identity, level=0, printed=printed, number=number_text, name=name, alias=alias, **more  # type: ignore[arg-type]
    )  # fmt: skip


def _measure(identity: str, name: str, *notes: str) -> Node:
    parent = identity.rpartition("-")[0]
    return Node(
        id=identity, level=1, parent=parent, printed=name, name=name, notes=tuple(Note(text=note) for note in notes)
    )  # fmt: skip


_NEW_OFFICES = Indicator(
    name="市内の新しい事業所の数",
    unit="件",
    good=Good.UP,
    kind=IndicatorKind.OUTCOME,
    base=YearValue(year=2018, value=number("12")),
    final_target=YearValue(year=2023, value=number("40")),
    actuals=(
        YearValue(year=2019, value=number("18")),
        YearValue(year=2020, value=number("15")),
        YearValue(year=2021, value=number("27")),
    ),
)
NODES = (
    _goal("1", "みのりのある仕事をつくる", "しごとプロジェクト", indicators=(_NEW_OFFICES,)),
    _measure("N-1-1", "仕事の場をひらく・仕事さがしを助ける"),
    _measure("N-1-2", "農と商いをそだてる"),
    _goal("2", "帰ってきたくなるまちにする", "ただいまプロジェクト"),
    _measure("N-2-1", "住まいと足を確保する"),
    _measure(
        "N-2-2", "空いた土地をいかす", "この施策は都市計画の見直しの中で進めるため、事業を置いていません。"
    ),
    _goal("3", "子どもと歩む", "そだちプロジェクト"),
    _measure("N-3-1", "学びと遊びの場をふやす・親を支える・地域で見守る"),
    _goal("4", "みのりの魅力をつたえる", "みつけてプロジェクト"),
    _measure("N-4-1", "祭りと食でまねく"),
)

# number, node, direction, name, sections, summary
_LINES = (
    ("1", "N-1-1", "B", "はじめての起業講座", ("産業課",),
     "これから店や会社を始める人に、帳簿、資金、許可の取り方を五回の講座で伝える。"),
    ("2", "N-1-1", "B", "しごと相談窓口", ("産業課", "福祉課"),
     "ハローワークと一緒に、市役所の一階で週三日の相談を受ける。"),
    ("3", "N-1-1", "D", "合同就職面接会", ("産業課",),
     "近隣三市と共催で年二回の面接会を開く。"),
    ("4", "N-1-2", "A", "みのり茶屋（直売所の開設）", ("農政課",),
     "駅前に直売所を開き、朝どりの野菜を売る。\n加工品の開発は農政課が生産者と進める。"),
    ("5", "N-1-2", "C", "空き店舗チャレンジ補助", ("産業課",),
     "空き店舗を借りて商いを始める人に、家賃の半分を一年間補助する。"),
    ("6", "N-2-1", "B", "空き家バンク", ("建築課",),
     "空き家の持ち主と住みたい人を引き合わせる。"),
    ("7", "N-2-1", "B", "（仮称）おかえり住宅補助", ("企画課", "建築課"),
     "市外に出た人が親の近くに住むとき、引っ越しの費用を補助する。"),
    ("8", "N-2-1", "A", "デマンドバス「みのり号」", ("交通政策課",),
     "電話とアプリで呼べる小さなバスを、日曜も走らせる。"),
    ("9", "N-3-1", "B", "放課後の学び場", ("学校教育課", "生涯学習課"),
     "中学校の図書室を夕方も開け、地域の人が宿題を見る。"),
    ("10", "N-3-1", "B", "こども食堂のたすけ", ("こども課",),
     "こども食堂の食材と保険の費用を助ける。"),
    ("11", "N-3-1", "D", "親子ふれあいコンサート", ("こども課",),
     "年一回のコンサート。秋の音楽祭と統合して実施。"),
    ("12", "N-3-1", "B", "赤ちゃん訪問", ("健康づくり課",),
     "生まれて四か月までの赤ちゃんの家を保健師がたずねる。"),
    ("13", "N-3-1", "B", "児童センター夜間開放（（仮称）よるの居場所を統合）", ("青少年課",),
     "中高生のために、金曜の夜に児童センターを開ける。"),
    ("14", "N-4-1", "B", "みのり秋まつり", ("観光課",),
     "稲刈りのあとの三日間、市内の全部の神社で行う。"),
    ("15", "N-4-1", "B", "ふるさと納税のお礼の品", ("企画課", "農政課"),
     "米、茶、木工品をお礼の品とする。"),
    ("16", "N-4-1", "B", "ｶﾞｲﾄﾞ養成講座", ("観光課",),
     "まち歩きのガイドを毎年十人育てる。"),
)  # fmt: skip


def _project(line: tuple[str, str, str, str, tuple[str, ...], str], row: int) -> Project:
    text, node, code, name, sections, summary = line
    place = Place(file="みのり市事業一覧.pdf", page=1 + row // 8, row=row, table=0)
    return Project(
        id=project_id(text),
        number=text,
        name=name,
        node=node,
        summary=summary,
        direction=direction(code),
        sections=tuple(section(one) for one in sections),
        provisional="仮称" in name,
        places=(FieldPlace("name", place), FieldPlace("summary", place)),
    )


def _projects() -> tuple[Project, ...]:
    made = {line[0]: _project(line, row) for row, line in enumerate(_LINES, start=1)}
    made["4"] = replace(
        made["4"],
        second_name="直売所の開設",
        also_under=("N-4-1",),
        layers=(
            SummaryLayer(kind=LayerKind.ORIGINAL, text="駅前に直売所を開き、朝どりの野菜を売る。", year=2019),
            SummaryLayer(
                kind=LayerKind.PROPOSAL, text="茶を使った菓子も開発する。", author="産業部政策検討会"
            ),
            SummaryLayer(kind=LayerKind.CHANGE, text="加工品の開発は農政課が生産者と進める。", author="農政課"),
            SummaryLayer(kind=LayerKind.CANCELLATION, text="二号店は、土地が見つからず取りやめた。"),
        ),
        indicators=(
            Indicator(
                name="直売所の年間の客数", unit="人", good=Good.UP, counting=Counting.YEARLY, kind=IndicatorKind.OUTPUT,
                definition="レジを通った人の数", base=YearValue(year=2018, value=number("0")),
                final_target=YearValue(year=2023, value=number("60000")),
                targets=(YearValue(year=2020, value=number("30000")), YearValue(year=2021, value=number("40000")),
                         YearValue(year=2022, value=number("50000"))),
                actuals=(
                    YearValue(year=2019, value=number("21340")), YearValue(year=2020, value=number("28900")),
                    YearValue(year=2021, value=number("41250")),
                    YearValue(year=2022, value=Quantity(raw="集計中", state=ValueState.NOT_COUNTED)),
                ),
            ),
            Indicator(
                name="生産者の満足",
                actuals=(YearValue(year=2021, value=Quantity(raw="増加", state=ValueState.WORDS)),),
            ),
        ),
        amounts=(
            Amount(label="R3決算", year=2021, phase=Phase.SETTLED, value=number("18250", "千円")),
            Amount(label="R3決算", year=2021, phase=Phase.SETTLED, fund=Fund.NATIONAL, value=number("6000", "千円")),
            Amount(label="R4当初", year=2022, phase=Phase.INITIAL, value=number("19400", "千円")),
            Amount(label="R4補正", year=2022, phase=Phase.SUPPLEMENT, value=number("-320.5", "千円")),
        ),
        reviews=(
            Review(year=2021, rater="農政課", progress="順調", evaluation="S", direction=direction("A"),
                   result="客数が目標を上回った。", reason="日曜の営業を始めるため。"),
            Review(year=2022, rater="農政課", state=ReviewState.DRAFT, result="下書きの秘密の文"),
        ),
        notes=("茶屋の名前は市民の投票で決めた。",),
    )  # fmt: skip
    made["11"] = replace(
        made["11"], merges=(Merge(kind=MergeKind.WITH, partner="秋の音楽祭", field="summary"),)
    )
    made["5"] = replace(
        made["5"],
        merges=(Merge(kind=MergeKind.INTO, partner="はじめての起業講座", partner_id=project_id("1")),),
    )
    made["13"] = replace(
        made["13"],
        merges=(Merge(kind=MergeKind.ABSORBED, partner="（仮称）よるの居場所"),),
        sections=(section("青少年課", "児童センター"), section("こども課", role=SectionRole.CONTRIBUTOR)),
    )
    return tuple(made.values())


def make_plan() -> Plan:
    return Plan(
        title="みのり市まち・ひと・しごと総合戦略",
        municipality=Municipality(code="990019", name="みのり市", prefecture="みほん県"),
        year=2022,
        edition="令和4年度版",
        period=Period(first=2019, last=2023),
        levels=("基本目標", "基本施策"),
        scale=DirectionScale(id="minori", labels=LABELS),
        nodes=NODES,
        projects=_projects(),
        notes=(Note(text="※ 事業の概要には、各部の検討会が提案した内容を含みます。"),),
        sources=(SourceFile(name="みのり市事業一覧.pdf", sha256="ab" * 32),),
        notice=NOTICE,
        credit="みのり市「総合戦略事業一覧」（令和4年度）。クリエイティブ・コモンズ 表示 4.0 国際。",
    )


def make_older_plan() -> Plan:
    plan = make_plan()
    changed = {project_id("4"): "B", project_id("3"): "C"}
    older = tuple(
        replace(p, direction=direction(changed[p.id])) if p.id in changed else p
        for p in plan.projects
        if p.number != "16"
    )
    ended = Project(
        id="P-00000000e4de", number="17", name="婚活バスツアー", node="N-2-1", direction=direction("D"),
        summary="近隣の農園をめぐる。", sections=(section("企画課"),),
    )  # fmt: skip
    closed = _measure("N-2-3", "出会いの場をつくる", "令和3年度で終えた施策です。")
    moved = Project(
        id="P-00000000e4df", number="18", name="出会いの相談員", node="N-2-3", direction=direction("D"),
        sections=(section("企画課"),),
    )  # fmt: skip
    return replace(
        plan,
        year=2021,
        edition="令和3年度版",
        nodes=(*plan.nodes, closed),
        projects=(*older, ended, moved),
    )


HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>{{ 7*7 }}"


def make_hostile_plan() -> Plan:
    """Return a plan in which every text attacks the page, the sheet or the reader."""
    plan = make_plan()
    texts = (
        HOSTILE,
        "=1+2",
        "+cmd|' /C calc'!A0",
        "@SUM(1)",
        "-1+1",
        "\t=1",
        "＝1+2",
        "\x00\x1b\ufffe",
        "長い文、" * 10_000,
    )
    projects = tuple(
        replace(
            project,
            id=f"../../{HOSTILE}{index}" if index == 0 else project.id,
            name=texts[index % len(texts)],
            summary=texts[(index + 3) % len(texts)],
            number=texts[index % 7],
            second_name=HOSTILE,
            notes=(HOSTILE,),
            sections=(section(HOSTILE, "=1"), section("</td></table>")),
            direction=Direction(printed=HOSTILE),
            merges=(Merge(kind=MergeKind.WITH, partner=HOSTILE),),
            layers=(
                SummaryLayer(kind=LayerKind.PROPOSAL, text=HOSTILE, author=HOSTILE),
                SummaryLayer(kind=LayerKind.CHANGE, text=texts[7]),
            ),
            places=(FieldPlace("name", Place(file=HOSTILE, sheet=HOSTILE, cell="=1")),),
            indicators=(
                Indicator(
                    name=HOSTILE, unit=HOSTILE,
                    actuals=(YearValue(year=2020, value=number("1E+400")), YearValue(year=2021, value=number("2"))),
                ),
                Indicator(
                    name=HOSTILE, unit=HOSTILE,
                    actuals=(YearValue(year=2020, value=number("3")), YearValue(year=2021, value=number("2"))),
                ),
            ),
            amounts=(Amount(label=HOSTILE, value=Quantity(raw=HOSTILE, state=ValueState.UNREADABLE)),),
            reviews=(Review(year=2020, rater=HOSTILE, progress=HOSTILE, result=HOSTILE),),
        )
        for index, project in enumerate(plan.projects)
    )  # fmt: skip
    nodes = tuple(
        replace(
            node,
            printed=f"{HOSTILE}{node.id}",
            name=HOSTILE,
            number=None,
            alias=HOSTILE,
            notes=(Note(text=HOSTILE),),
        )
        for node in plan.nodes
    )
    return replace(
        plan, title=HOSTILE, edition="&C&9=1" + HOSTILE, municipality=replace(plan.municipality, name=HOSTILE),
        projects=projects, nodes=nodes, notes=(Note(text=HOSTILE),), notice=HOSTILE, credit=HOSTILE,
        levels=(HOSTILE, HOSTILE), sources=(SourceFile(name=HOSTILE, sha256="0" * 64),),
    )  # fmt: skip


def with_amount(plan: Plan, value: Quantity) -> Plan:
    """Return the plan with one amount on its first project, and no other."""
    first, *rest = plan.projects
    bare = tuple(replace(project, amounts=()) for project in rest)
    return replace(
        plan, projects=(replace(first, amounts=(Amount(label="R4当初", year=2022, value=value),)), *bare)
    )


def make_large_plan(count: int) -> Plan:
    """Return a plan with `count` projects, each a copy of one of the small plan's."""
    plan = make_plan()
    projects = tuple(
        replace(plan.projects[i % len(plan.projects)], id=f"P-{i:012x}", number=str(i + 1), merges=())
        for i in range(count)
    )
    return replace(plan, projects=projects)
