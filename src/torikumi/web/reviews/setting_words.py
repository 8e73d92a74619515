"""Settings in the words of the people who set up a round; the names of ROUND.toml are for those who write the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from torikumi.plan.direction import Outcome
from torikumi.review.mistakes import Mistake

OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.EXPAND: "広げる",
        Outcome.KEEP: "続ける",
        Outcome.IMPROVE: "改める",
        Outcome.SHRINK: "縮める",
        Outcome.MERGE: "統合する",
        Outcome.SUSPEND: "休む",
        Outcome.ABOLISH: "やめる",
        Outcome.COMPLETE: "終える（目的を果たした）",
        Outcome.POSTPONE: "先へ延ばす",
        Outcome.SUNSET: "終わりの時期を決める",
        Outcome.TRANSFER: "ほかへ移す",
        Outcome.REPLACE: "新しい事業に替える",
        Outcome.COORDINATE: "調整する",
        Outcome.UNKNOWN: "決まっていない",
    }
)
_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "title": "名前",
        "year": "年度",
        "contact": "問い合わせ先",
        "scale": "方針の区分",
        "labels": "区分",
        "outcomes": "意味",
        "steps": "段階",
        "id": "記号",
        "label": "呼び名",
        "role": "役割",
        "due": "締切",
        "fields": "欄",
        "key": "記号",
        "kind": "種類",
        "meaning": "意味",
        "step": "書く段階",
        "need": "必要かどうか",
        "limit": "字数の上限",
        "choices": "選択肢",
        "unit": "単位",
        "asks": "対象",
        "projects": "事業",
        "sections": "課",
        "every": "何年に一度か",
        "always": "毎年尋ねる事業",
        "columns": "列の順",
        "internal": "庁内限り",
        "carry": "前回の答え",
        "block": "まとまりの見出し",
        "form": "様式",
        "rating": "指標の判定",
        "grades": "判定",
        "rank": "順位",
        "at_least": "達成率の下限（以上）",
        "above": "達成率の下限（超える）",
        "base_within": "基準値からの悪化の幅",
    }
)
_PLACE = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NAMED = re.compile(r"設定の「.*?」")


def mistake_words(mistake: Mistake, labels: Mapping[str, str]) -> str:
    """Return the sentence of a mistake with the setting called as pages call it; `labels` are those of fields by key."""
    where = _where(mistake.key, labels)
    return _NAMED.sub(lambda _: where, mistake.ja, count=1) if where else mistake.ja


def _where(key: str, labels: Mapping[str, str]) -> str:
    words: list[str] = []
    parts = [match[1] or int(match[2]) for match in _PLACE.finditer(key)]
    for before, part in zip([None, *parts], parts, strict=False):
        if isinstance(part, int):
            words.append(f"{part}番目")
        elif before == "fields":
            words.append(f"「{labels.get(part, part)}」")
        else:
            words.append(_SETTINGS.get(part, part))
    return "の".join(words)
