"""What directions come to (方向性の区分), in the one word of Japanese for each, wherever they are compared."""

from collections.abc import Mapping

from torikumi.plan.direction import Outcome

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.EXPAND: "拡充",
    Outcome.KEEP: "継続",
    Outcome.IMPROVE: "改善",
    Outcome.SHRINK: "縮小",
    Outcome.MERGE: "統合",
    Outcome.SUSPEND: "休止",
    Outcome.ABOLISH: "廃止",
    Outcome.COMPLETE: "完了",
    Outcome.POSTPONE: "延期",
    Outcome.SUNSET: "終期設定",
    Outcome.TRANSFER: "移管",
    Outcome.REPLACE: "代替",
    Outcome.COORDINATE: "調整",
    Outcome.UNKNOWN: "不明",
}
