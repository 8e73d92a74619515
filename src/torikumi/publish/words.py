"""The Japanese words that pages and sheets use for what the plan keeps as a value."""

from collections.abc import Mapping, Sequence

from torikumi.plan.direction import Outcome
from torikumi.plan.indicator import Counting, Good, IndicatorKind
from torikumi.plan.model import Municipality, Node, Plan, SourceFile
from torikumi.plan.money import Fund, Phase
from torikumi.plan.outcome_words import OUTCOME_WORDS
from torikumi.plan.place import Place, describe_place
from torikumi.plan.project import LayerKind, MergeKind, Project, ReviewState, SectionRef, SectionRole
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish.line_chart import format_number
from torikumi.text.era import format_fiscal_year

MEANINGS: Mapping[Outcome, str] = {
    Outcome.EXPAND: "内容や規模を広げる",
    Outcome.KEEP: "今の内容と規模で続ける",
    Outcome.IMPROVE: "やり方や内容を見直して続ける",
    Outcome.SHRINK: "内容や規模を小さくする",
    Outcome.MERGE: "ほかの事業と一つにする",
    Outcome.SUSPEND: "しばらく止め、続けるかどうかは後で決める",
    Outcome.ABOLISH: "やめる",
    Outcome.COMPLETE: "目的を果たした、または期間が終わったため終える",
    Outcome.POSTPONE: "時期を遅らせて行う",
    Outcome.SUNSET: "終える時期を決めて続ける",
    Outcome.TRANSFER: "国、都道府県、民間など、ほかの担い手に移す",
    Outcome.REPLACE: "やめて、代わりの新しい事業を始める",
    Outcome.COORDINATE: "続けるかどうかや進め方を、これから話し合って決める",
    Outcome.UNKNOWN: "どうするかは示されていない",
}
LAYERS: Mapping[LayerKind, str] = {
    LayerKind.ORIGINAL: "当初の計画",
    LayerKind.PROPOSAL: "検討部会などの提案",
    LayerKind.CHANGE: "担当課による変更",
    LayerKind.CANCELLATION: "担当課による取りやめ",
}
MERGES: Mapping[MergeKind, str] = {
    MergeKind.ABSORBED: "統合して引き継いだ事業",
    MergeKind.INTO: "統合された先の事業",
    MergeKind.WITH: "統合して実施する事業",
}
PHASES: Mapping[Phase, str] = {
    Phase.REQUEST: "要求額",
    Phase.INITIAL: "当初予算",
    Phase.SUPPLEMENT: "補正予算",
    Phase.CARRIED: "繰越",
    Phase.CURRENT: "予算現額",
    Phase.SETTLED: "決算額",
}
FUNDS: Mapping[Fund, str] = {
    Fund.TOTAL: "事業費",
    Fund.NATIONAL: "国庫支出金",
    Fund.PREFECTURE: "都道府県支出金",
    Fund.BOND: "地方債",
    Fund.OTHER: "その他",
    Fund.GENERAL: "一般財源",
}
STATES: Mapping[ReviewState, str] = {
    ReviewState.NOT_STARTED: "未着手",
    ReviewState.DRAFT: "入力中",
    ReviewState.SUBMITTED: "承認待ち",
    ReviewState.RETURNED: "差戻し",
    ReviewState.APPROVED: "確定",
}
ROLES: Mapping[SectionRole, str] = {SectionRole.LEAD: "主管", SectionRole.CONTRIBUTOR: "関係"}
KINDS: Mapping[IndicatorKind, str] = {
    IndicatorKind.INPUT: "投入指標",
    IndicatorKind.OUTPUT: "活動指標",
    IndicatorKind.OUTCOME: "成果指標",
}
GOODS: Mapping[Good, str] = {
    Good.UP: "増えるとよい",
    Good.DOWN: "減るとよい",
    Good.KEEP: "保つとよい",
}
COUNTINGS: Mapping[Counting, str] = {Counting.YEARLY: "単年度の値", Counting.CUMULATIVE: "累計の値"}


def meaning_words(outcomes: Sequence[Outcome]) -> str:
    """Return what a direction means in a sentence; every possible meaning where it may be one of several."""
    if not outcomes:
        return "この区分の意味は、計画の文書からは分かりません。"
    if len(outcomes) == 1:
        return f"{OUTCOME_WORDS[outcomes[0]]}：{MEANINGS[outcomes[0]]}。"
    each = "か、".join(f"{OUTCOME_WORDS[outcome]}（{MEANINGS[outcome]}）" for outcome in outcomes)
    which = "どちらか" if len(outcomes) == 2 else "どれか"
    return f"{each}の{which}。この区分だけでは決まりません。"


def year_words(year: int | None) -> str:
    """Return a fiscal year in both calendars: 「令和元年度（2019年度）」; 「年度不明」 where it is not known."""
    return f"{format_fiscal_year(year)}（{year}年度）" if year is not None else "年度不明"


def count_words(count: int) -> str:
    """Return a count as it stands before 「の」: 「4つ」, 「12」."""
    return f"{count}つ" if 0 < count < 10 else str(count)


def quantity_words(value: Quantity, *, unit: str | None = None) -> str:
    """Return a value as people read it; what is no number stands as printed, a blank as 「（空欄）」."""
    if value.number is None:
        blank = value.state is ValueState.BLANK or not value.raw.strip()
        return "（空欄）" if blank else value.raw
    about = "約" if value.approximate else ""
    return f"{about}{format_number(value.number)}{value.unit or unit or ''}"


def section_words(section: SectionRef) -> str:
    """Return the section as printed."""
    return section.printed or section.name


def municipality_words(municipality: Municipality | None) -> str:
    """Return the prefecture and the name, or "" where the plan does not say whose it is."""
    if municipality is None:
        return ""
    return f"{municipality.prefecture or ''}{municipality.name}"


def title_words(plan: Plan) -> str:
    """Return the plan's title; a document that prints none still needs a name on its pages."""
    return plan.title.strip() or "題名の記載がない計画"


def heading_words(node: Node) -> str:
    """Return a heading of the tree as printed."""
    return node.printed.strip() or node.name.strip() or "見出しの記載がない項目"


def name_words(project: Project) -> str:
    """Return a project's name as printed."""
    return project.name.strip() or "名前の記載がない事業"


def level_word(plan: Plan, level: int) -> str:
    """Return what the plan calls a level of its tree (基本目標); 「区分」 where it has no name for it."""
    return plan.levels[level] if 0 <= level < len(plan.levels) and plan.levels[level] else "区分"


def period_words(plan: Plan) -> str:
    """Return the years that the plan runs through, or ""."""
    if plan.period is None:
        return ""
    return f"{year_words(plan.period.first)}から{year_words(plan.period.last)}まで"


def place_words(place: Place | None) -> str:
    """Return where something was read: the file, then the spot in it; "" where nothing is known."""
    if place is None:
        return ""
    return " ".join(part for part in (place.file or "", describe_place(place, language="ja")) if part)


def source_words(source: SourceFile) -> str:
    """Return a document's name with the start of its fingerprint."""
    return f"{source.name}（SHA-256 {source.sha256[:12]}…）" if source.sha256 else source.name
