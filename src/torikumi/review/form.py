"""The form of a review sheet (評価シート, 調書): its fields, and what each of them means."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from torikumi.plan.direction import DirectionScale


class FieldKind(StrEnum):
    """What may be written into a field."""

    TEXT = "text"  # several lines
    LINE = "line"  # one line
    DIRECTION = "direction"  # one label of a scale
    CHOICE = "choice"  # one of the field's own choices (評価 4…1, 増・同・減)
    NUMBER = "number"
    AMOUNT = "amount"  # money, a whole number of the field's unit (千円)
    INDICATORS = "indicators"  # the measured value of each of the project's indicators


class Meaning(StrEnum):
    """What a field becomes in the edition; a city's own fields are OTHER and keep their label."""

    PROGRESS = "progress"  # 進捗
    RESULT = "result"  # 実績
    OUTCOME = "outcome"  # 成果
    ISSUES = "issues"  # 課題
    EVALUATION = "evaluation"  # 評価
    EVALUATION_REASON = "evaluation_reason"  # 評価の理由
    DIRECTION = "direction"  # 今後の方針
    REASON = "reason"  # 方針の理由
    IMPROVEMENT = "improvement"  # 改善内容
    BUDGET_DIRECTION = "budget_direction"  # 予算の方向
    INDICATORS = "indicators"  # 指標の実績
    BUDGET = "budget"  # 予算額
    SETTLED = "settled"  # 決算額
    WORKLOAD = "workload"  # 人工
    VOICES = "voices"  # 市民・議会の意見
    COMMENT = "comment"  # a rater's words
    OTHER = "other"


class Need(StrEnum):
    """When a field must be filled in before the sheet goes on."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    WHEN_CHANGED = "when_changed"  # where the direction differs from the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a field, as shown; `rank` orders them, greater is more or better, None where there is no order."""

    label: str
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `step` is the id of the step that fills it in. `limit` counts characters.

    `year` counts from the year under review: the settled amount is 0, next year's budget +1. `carry` fills the field
    with last year's answer at the beginning. `scale` is the field's own where it is not the round's. What is `internal`
    (庁内限り) is kept in the edition, but never published.
    """

    key: str
    label: str
    kind: FieldKind
    meaning: Meaning = Meaning.OTHER
    step: str = "section"
    block: str = ""
    need: Need = Need.OPTIONAL
    limit: int | None = None
    choices: tuple[Choice, ...] = ()
    scale: DirectionScale | None = None
    unit: str | None = None
    year: int = 0
    carry: bool = False
    internal: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with its version; a version that a round has used is never changed."""

    id: str
    version: int = 1
    title: str
    fields: tuple[Field, ...]

    def of_step(self, step: str) -> tuple[Field, ...]:
        """Return the fields that one step fills in, in order."""
        return tuple(field for field in self.fields if field.step == step)

    def meaning(self, meaning: Meaning, *, step: str | None = None) -> Field | None:
        """Return the first field with this meaning (of one step), None where the form has none."""
        return next(
            (f for f in self.fields if f.meaning is meaning and step in (None, f.step)),
            None,
        )

    def for_steps(self, steps: Collection[str]) -> "Form":
        """Return the form without the fields of steps that a chain does not have; itself where it has them all."""
        fields = tuple(field for field in self.fields if field.step in steps)
        return self if fields == self.fields else replace(self, id=f"{self.id}-own", version=1, fields=fields)
