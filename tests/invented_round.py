"""A round and plans to try the workbooks with; all of it is invented."""

from datetime import date
from pathlib import Path

from shared import REPOSITORY
from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.review.form import Choice, Field, FieldKind, Form, Meaning, Need
from torikumi.review.round import Round, Step, StepRole

SCALE = DirectionScale(
    id="abcd",
    labels=(
        DirectionLabel(code="A", label="充実", outcomes=(Outcome.EXPAND,)),
        DirectionLabel(code="B", label="継続", outcomes=(Outcome.KEEP,)),
        DirectionLabel(code="C", label="縮小", outcomes=(Outcome.SHRINK,)),
        DirectionLabel(code="D", label="廃止", outcomes=(Outcome.ABOLISH,)),
    ),
)
FIELDS = (
    Field(
        key="result",
        label="取組の実績",
        kind=FieldKind.TEXT,
        meaning=Meaning.RESULT,
        need=Need.REQUIRED,
        limit=400,
    ),
    Field(key="indicators", label="指標の実績", kind=FieldKind.INDICATORS, meaning=Meaning.INDICATORS),
    Field(
        key="evaluation",
        label="評価",
        kind=FieldKind.CHOICE,
        meaning=Meaning.EVALUATION,
        choices=tuple(
            Choice(label=label, rank=5 - n)
            for n, label in enumerate(("順調", "おおむね順調", "やや遅れ", "遅れ"), 1)
        ),
    ),
    Field(
        key="direction",
        label="今後の方針",
        kind=FieldKind.DIRECTION,
        meaning=Meaning.DIRECTION,
        need=Need.REQUIRED,
        hint="来年度の方針を選んでください。",
    ),
    Field(
        key="reason",
        label="方針の理由・改善の内容",
        kind=FieldKind.TEXT,
        meaning=Meaning.REASON,
        need=Need.WHEN_CHANGED,
        limit=300,
    ),
    Field(
        key="settled",
        label="決算額",
        kind=FieldKind.AMOUNT,
        meaning=Meaning.SETTLED,
        unit="千円",
        block="予算・決算",
    ),
    Field(
        key="budget",
        label="予算要求額",
        kind=FieldKind.AMOUNT,
        meaning=Meaning.BUDGET,
        unit="千円",
        year=1,
        block="予算・決算",
    ),
    Field(key="memo", label="担当者", kind=FieldKind.LINE, limit=20),
    Field(key="head_comment", label="課長の所見", kind=FieldKind.TEXT, meaning=Meaning.COMMENT, step="head"),
)
ROUND = Round(
    title="令和7年度 みほん市総合戦略 年度評価",
    year=2025,
    form=Form(id="form", title="評価シート", fields=FIELDS),
    scale=SCALE,
    steps=(
        Step(id="section", label="担当課", role=StepRole.SECTION, due=date(2026, 6, 30)),
        Step(id="head", label="課長", role=StepRole.SECTION_HEAD),
    ),
    contact="企画課 企画係（内線 2210）",
)
ROUND_ID = "みほん市 総合戦略 2025"


def sample_plan() -> Plan:
    """Return the plan of the invented city."""
    return read_plan(Path(REPOSITORY) / "samples" / "mihon" / "plan-2025.json")
