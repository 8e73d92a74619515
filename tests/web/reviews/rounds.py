"""Invented rounds: a form with a direction, a reason, a result, indicators and money; a chain of four steps."""

from datetime import UTC, date, datetime

from tests.web.plans.invented import SCALE
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning, Need
from torikumi.review.round import Asks, Round, Step, StepRole

OPENED = datetime(2026, 5, 7, 0, 0, tzinfo=UTC)
IN_TIME = datetime(2026, 6, 30, 14, 59, 59, tzinfo=UTC)  # 23:59:59 in Japan
TOO_LATE = datetime(2026, 6, 30, 15, 0, 0, tzinfo=UTC)  # 0:00 on 1 July in Japan

FORM = Form(
    id="mihon",
    title="評価シート",
    fields=(
        Field(
            key="result",
            label="取組の実績",
            kind=FieldKind.TEXT,
            meaning=Meaning.RESULT,
            need=Need.REQUIRED,
            limit=800,
        ),
        Field(
            key="direction",
            label="今後の方針",
            kind=FieldKind.DIRECTION,
            meaning=Meaning.DIRECTION,
            need=Need.REQUIRED,
            carry=True,
        ),
        Field(
            key="reason",
            label="方針の理由",
            kind=FieldKind.TEXT,
            meaning=Meaning.REASON,
            need=Need.WHEN_CHANGED,
            limit=400,
        ),
        Field(
            key="budget_direction",
            label="予算の方向",
            kind=FieldKind.CHOICE,
            meaning=Meaning.BUDGET_DIRECTION,
            choices=(Choice(label="増", rank=1), Choice(label="同", rank=0), Choice(label="減", rank=-1)),
        ),
        Field(key="measured", label="指標の実績", kind=FieldKind.INDICATORS, meaning=Meaning.INDICATORS),
        Field(key="settled", label="決算額", kind=FieldKind.AMOUNT, meaning=Meaning.SETTLED, unit="千円"),
        Field(
            key="head_comment", label="課長の所見", kind=FieldKind.TEXT, meaning=Meaning.COMMENT, step="head"
        ),
        Field(
            key="planning_direction",
            label="企画課の方針",
            kind=FieldKind.DIRECTION,
            meaning=Meaning.DIRECTION,
            step="planning",
        ),
    ),
)
STEPS = (
    Step(id="section", label="担当課", role=StepRole.SECTION, due=date(2026, 6, 30)),
    Step(id="head", label="課長", role=StepRole.SECTION_HEAD, due=date(2026, 7, 10)),
    Step(id="planning", label="企画課", role=StepRole.PLANNING, due=date(2026, 7, 31)),
    Step(id="committee", label="委員会", role=StepRole.COMMITTEE, due=date(2026, 8, 31)),
)


def make_round(
    *, late: bool = True, asks: Asks | None = None, steps: tuple[Step, ...] = STEPS, form: Form = FORM
) -> Round:
    """Return the rules of a round on the fiscal year 2025."""
    return Round(
        title="令和7年度 年度評価",
        year=2025,
        form=form,
        scale=SCALE,
        steps=steps,
        asks=asks or Asks(),
        opens=date(2026, 5, 7),
        late=late,
        contact="企画課（内線 0000）",
    )
