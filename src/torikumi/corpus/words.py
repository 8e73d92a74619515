"""The values of the corpus in the words of people."""

from collections.abc import Mapping

from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.schema import BodyKind, Fate, Result
from torikumi.plan.outcome_words import OUTCOME_WORDS as COMPARED

OUTCOME_WORDS: Mapping[str, str] = {
    **{str(outcome): word for outcome, word in COMPARED.items()},
    "": "方向性なし",
}
RESULT_WORDS: Mapping[str, str] = {
    Result.MET: "達成",
    Result.PARTLY: "一部達成",
    Result.MISSED: "未達",
    Result.NONE: "指標なし・判定できない",
}
FATE_WORDS: Mapping[str, str] = {
    Fate.KEPT: "次の版に続く",
    Fate.MERGED: "統合された",
    Fate.SPLIT: "分かれた",
    Fate.REPLACED: "後継に替わった",
    Fate.ENDED: "次の版にない",
    Fate.OPEN: "次の版がまだない",
}
BAND_WORDS: tuple[str, ...] = (
    "額の記載なし",
    "100万円未満",
    "100万円以上300万円未満",
    "300万円以上1000万円未満",
    "1000万円以上3000万円未満",
    "3000万円以上1億円未満",
    "1億円以上3億円未満",
    "3億円以上10億円未満",
    "10億円以上",
)
KIND_WORDS: Mapping[str, str] = {
    BodyKind.PREFECTURE: "都道府県",
    BodyKind.DESIGNATED: "政令指定都市",
    BodyKind.CORE: "中核市",
    BodyKind.CITY: "市",
    BodyKind.WARD: "特別区",
    BodyKind.TOWN: "町",
    BodyKind.VILLAGE: "村",
    BodyKind.ASSOCIATION: "組合・広域連合",
    BodyKind.MINISTRY: "府省庁",
}


def goal_word(key: str) -> str:
    """Return a field of policy in words."""
    return GOAL_CLASSES.get(key, key)


def section_word(key: str) -> str:
    """Return a kind of section in words."""
    return SECTION_KINDS.get(key, key)


def peers_word(key: str) -> str:
    """Return a class of bodies in words: 市（人口10万～15万人）."""
    kind, _, size = key.partition("-")
    if not size:
        return KIND_WORDS.get(key, key or "人口が不明")
    low, _, high = size.partition("-")
    word = "市" if kind == "city" else "町村"
    if low == "0":
        return f"{word}（人口{high}万人未満）"
    return f"{word}（人口{low}万～{high}万人）" if high else f"{word}（人口{low}万人以上）"
