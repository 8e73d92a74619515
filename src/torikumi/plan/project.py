"""A project (事業, 事務事業, 取組): what a plan is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from torikumi.plan.comment import Comment
from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Indicator
from torikumi.plan.money import Amount
from torikumi.plan.place import FieldPlace, Place


class LayerKind(StrEnum):
    """How a part of a summary came to stand there."""

    ORIGINAL = "original"  # 当初: planned at the start
    PROPOSAL = "proposal"  # 提案: a study team (検討部会) proposed it
    CHANGE = "change"  # 変更: the responsible section changed it on the way
    CANCELLATION = "cancellation"  # 取りやめ: the responsible section dropped it


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLayer:
    """One layer of a summary (事業概要), with its fiscal year and author where they are known."""

    kind: LayerKind
    text: str
    year: int | None = None
    author: str | None = None
    place: Place | None = None


class SectionRole(StrEnum):
    """Whether a section leads a project or helps (主管課・関係課)."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRef:
    """A responsible section (担当課) as printed, its name, and its facility in brackets.

    「みほん課（見本センター）」 has the name みほん課 and the facility 見本センター; 「みほん部 ほか」 has the
    name みほん部 and `others`.
    """

    printed: str
    name: str
    facility: str | None = None
    others: bool = False
    role: SectionRole = SectionRole.LEAD


class MergeKind(StrEnum):
    """Which side of a merge (統合) a project is."""

    ABSORBED = "absorbed"  # this project took the partner in: （…を統合）
    INTO = "into"  # this project went into the partner: …に統合
    WITH = "with"  # carried out together, the text does not say which remains: …と統合して実施


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge that a name or a summary tells of; `partner_id` is None while no row of the plan is the partner."""

    kind: MergeKind
    partner: str
    partner_id: str | None = None
    field: str = "name"


class ReviewState(StrEnum):
    """How far the answer of one round is."""

    NOT_STARTED = "not_started"  # 未着手
    DRAFT = "draft"  # 入力中
    SUBMITTED = "submitted"  # 承認待ち
    RETURNED = "returned"  # 差戻し
    APPROVED = "approved"  # 確定


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAnswer:
    """An answer that a city asks for under a name of its own (成果, 課題, 改善内容 …); `key` is the form's field.

    What is `internal` (庁内限り) is never published.
    """

    key: str
    label: str
    text: str
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The answer for one fiscal year by one rater (年度評価).

    Progress, evaluation and direction are three fields of their own: a project can be on time, rated low and kept.
    `others` are all further answers, in the order of the form. `approved_by` is the step that approved the whole
    (委員会), never a person's name. `places` are the cells of a workbook, by attribute or by the key of an answer.
    """

    year: int
    rater: str
    state: ReviewState = ReviewState.APPROVED
    progress: str | None = None
    evaluation: str | None = None
    direction: Direction | None = None
    result: str | None = None
    reason: str | None = None
    others: tuple[NamedAnswer, ...] = ()
    approved_by: str | None = None
    approved_at: date | None = None
    places: tuple[FieldPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project of one edition.

    `id` is permanent; `number` belongs to the edition and is text ("1-2", "3①"). `name` is as printed, whole;
    `second_name` is what stands in its last brackets, `provisional` the mark （仮称）. `summary` is as printed;
    `layers` are its parts where they are known apart. `node` is the one place that numbers it, `also_under` the
    others (再掲). None is "not known", "" is "the cell is empty".
    """

    id: str
    number: str | None = None
    name: str
    second_name: str | None = None
    provisional: bool = False
    node: str | None = None
    also_under: tuple[str, ...] = ()
    summary: str | None = None
    layers: tuple[SummaryLayer, ...] = ()
    direction: Direction | None = None
    sections: tuple[SectionRef, ...] = ()
    merges: tuple[Merge, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    amounts: tuple[Amount, ...] = ()
    reviews: tuple[Review, ...] = ()
    notes: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    places: tuple[FieldPlace, ...] = ()
