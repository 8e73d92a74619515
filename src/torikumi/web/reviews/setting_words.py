"""Settings in the words of the people who set up a round; the names of ROUND.toml are for those who write the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from torikumi.plan.direction import Outcome
from torikumi.review.mistakes import Mistake
from torikumi.review.words import ASK_WORDS, KIND_WORDS, MEANING_WORDS, NEED_WORDS, ROLE_WORDS

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
        "code": "記号",
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
# What the sentences of a file say in the file's own words, outside of what people wrote themselves.
_QUOTED = re.compile(r"(「[^」]*」)")
# Japanese letters stand beside them without a space: \b would see no end of a word there.
_SET = re.compile(r' ?(?<![a-z_])([a-z_]+) = "([a-z_]+)"(?:（[^）]*）)? ?(に)?')
_VALUE = re.compile(r' ?("?)(?<![a-z_])([a-z_]+)(?![a-z_])\1（([^）]+)）')
_NAME = re.compile(r' ?("?)(?<![a-z_])([a-z_]+)(?![a-z_])\1 ?')
_VALUES: Mapping[str, str] = {
    str(value): word
    for words in (ASK_WORDS, ROLE_WORDS, NEED_WORDS, MEANING_WORDS, KIND_WORDS)
    for value, word in words.items()
}


def mistake_words(mistake: Mistake, labels: Mapping[str, str]) -> str:
    """Return the sentence of a mistake with the setting called as pages call it; `labels` are those of fields by key."""
    where = _where(mistake.key, labels)
    return _spoken(_NAMED.sub(lambda _: where, mistake.ja, count=1) if where else mistake.ja)


def _spoken(sentence: str) -> str:
    """Return a sentence about a file without the file's own names: meaning = "other" is 「意味」を「その他」."""
    pieces = _QUOTED.split(sentence)
    for place in range(0, len(pieces), 2):
        piece = _SET.sub(_set_words, pieces[place])
        piece = _VALUE.sub(lambda found: f"「{found[3]}」" if found[2] in _VALUES else found[0], piece)
        pieces[place] = _NAME.sub(_name_words, piece)
    return "".join(pieces)


def _set_words(found: re.Match[str]) -> str:
    name, value = _SETTINGS.get(found[1]), _VALUES.get(found[2])
    if name is None or value is None:
        return found[0]
    return f"「{name}」を「{value}」に" if found[3] else f"「{name}」が「{value}」"


def _name_words(found: re.Match[str]) -> str:
    word = (_VALUES if found[1] else _SETTINGS).get(found[2])
    return f"「{word}」" if word else found[0]


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
