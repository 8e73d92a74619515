"""The Japanese words for the parts of a round's settings, as shown to people."""

from collections.abc import Mapping
from types import MappingProxyType

from torikumi.review.form import FieldKind, Meaning, Need
from torikumi.review.rating_rule import Against, Formula, Standing
from torikumi.review.round import AskKind, StepRole

ROLE_WORDS: Mapping[StepRole, str] = MappingProxyType(
    {
        StepRole.SECTION: "担当課",
        StepRole.SECTION_HEAD: "課長",
        StepRole.DEPARTMENT_HEAD: "部長",
        StepRole.PLANNING: "企画担当",
        StepRole.STUDY_TEAM: "検討部会",
        StepRole.COMMITTEE: "委員会",
        StepRole.EXECUTIVE: "市長・副市長",
    }
)
ASK_WORDS: Mapping[AskKind, str] = MappingProxyType(
    {
        AskKind.ALL: "すべての事業",
        AskKind.CHOSEN: "選んだ事業",
        AskKind.SECTIONS: "選んだ課の事業",
        AskKind.ROTATING: "何年かに一度ずつ",
    }
)
KIND_WORDS: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.TEXT: "文章",
        FieldKind.LINE: "1行の文",
        FieldKind.DIRECTION: "方針の区分",
        FieldKind.CHOICE: "選択肢",
        FieldKind.NUMBER: "数",
        FieldKind.AMOUNT: "金額",
        FieldKind.INDICATORS: "指標の実績値",
    }
)
MEANING_WORDS: Mapping[Meaning, str] = MappingProxyType(
    {
        Meaning.PROGRESS: "進捗",
        Meaning.RESULT: "実績",
        Meaning.OUTCOME: "成果",
        Meaning.ISSUES: "課題",
        Meaning.EVALUATION: "評価",
        Meaning.EVALUATION_REASON: "評価の理由",
        Meaning.DIRECTION: "今後の方針",
        Meaning.REASON: "方針の理由",
        Meaning.IMPROVEMENT: "改善内容",
        Meaning.BUDGET_DIRECTION: "予算の方向",
        Meaning.INDICATORS: "指標の実績",
        Meaning.BUDGET: "予算額",
        Meaning.SETTLED: "決算額",
        Meaning.WORKLOAD: "人工",
        Meaning.VOICES: "市民・議会の意見",
        Meaning.COMMENT: "評価者の所見",
        Meaning.OTHER: "その他",
    }
)
NEED_WORDS: Mapping[Need, str] = MappingProxyType(
    {
        Need.OPTIONAL: "任意",
        Need.REQUIRED: "必須",
        Need.WHEN_CHANGED: "方針を変えるとき必須",
    }
)
AGAINST_WORDS: Mapping[Against, str] = MappingProxyType(
    {
        Against.YEAR: "その年度の目標値",
        Against.FINAL: "最終目標値",
        Against.PRORATED: "最終目標値を年数で割ったもの",
        Against.PLAN: "その年度の目標値、なければ最終目標値を年数で割ったもの",
    }
)
FORMULA_WORDS: Mapping[Formula, str] = MappingProxyType(
    {
        Formula.RATIO: "実績値÷目標値",
        Formula.PROGRESS: "（実績値－基準値）÷（目標値－基準値）",
    }
)
STANDING_WORDS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.RUNNING: "実施中",
        Standing.NOT_MEASURED: "未集計",
        Standing.NOT_STARTED: "未着手",
        Standing.COMPLETED: "完了",
        Standing.STOPPED: "中止",
    }
)
