"""From a city's words for a direction (方向性・方針) to outcomes that compare between cities.

The vocabulary is a table: whole labels first, then the words that labels are made of. Letters mean nothing alone.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from torikumi.plan.direction import Direction, DirectionLabel, DirectionScale, Outcome
from torikumi.text.width import fold_width, search_key

# Labels whose parts would say something else, or nothing.
_WHOLE: dict[str, tuple[Outcome, ...]] = {
    "廃止→新規": (Outcome.REPLACE,),
    "統廃合": (Outcome.MERGE, Outcome.ABOLISH),
    "終了予定": (Outcome.SUNSET,),
    "不要": (Outcome.ABOLISH,),
    "事業不要": (Outcome.ABOLISH,),
    "民間": (Outcome.TRANSFER,),
    "国・県": (Outcome.TRANSFER,),
    "国・県・広域": (Outcome.TRANSFER,),
    "事業・期間の終了": (Outcome.COMPLETE,),
    "未定": (Outcome.UNKNOWN,),
    "不明": (Outcome.UNKNOWN,),
}
# The longest word wins where two start at one place (終期設定 before 終期, 再検討 before 検討).
_WORDS: dict[str, Outcome] = {
    **dict.fromkeys(
        ("充実", "拡充", "拡大", "強化", "重点化", "発展", "増額", "レベルアップ", "前倒し"), Outcome.EXPAND
    ),
    **dict.fromkeys(("継続", "維持", "現状", "現行", "今のまま", "このまま", "引き続き", "引続き"), Outcome.KEEP),
    **dict.fromkeys(("従来どおり", "従来通り", "計画どおり", "計画通り"), Outcome.KEEP),
    **dict.fromkeys(("改善", "見直", "改良", "改正", "変更", "コスト削減", "効率化", "再構築"), Outcome.IMPROVE),
    **dict.fromkeys(("縮小", "縮減", "削減", "減額"), Outcome.SHRINK),
    **dict.fromkeys(("統合", "集約", "一本化", "一元化"), Outcome.MERGE),
    **dict.fromkeys(("休止", "凍結", "一時停止", "中断"), Outcome.SUSPEND),
    **dict.fromkeys(("廃止", "中止", "取りやめ", "取止め", "撤退"), Outcome.ABOLISH),
    **dict.fromkeys(("終了", "完了", "完成", "達成"), Outcome.COMPLETE),
    **dict.fromkeys(("延伸", "延期", "先送り", "繰延", "繰り延べ", "見送り"), Outcome.POSTPONE),
    **dict.fromkeys(("終期設定", "終期を設定", "期限設定", "終了予定", "終了を予定"), Outcome.SUNSET),
    **dict.fromkeys(("移管", "移譲", "民営化", "民間委託", "民間へ", "民間に", "国へ", "県へ", "都へ"), Outcome.TRANSFER),
    **dict.fromkeys(("要調整", "再検討", "要検討", "調整"), Outcome.COORDINATE),
}  # fmt: skip
_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
# 統合・縮小 is either; 拡充して継続 is one thing.
_EITHER = re.compile(r"[・/、,()（）{}｛｝]|又は|または|及び|および|もしくは|若しくは")
_ARROWS = str.maketrans(dict.fromkeys("⇒➡➔⟶＞>", "→"))
# 見直しの必要なし is the contrary of 見直し: left to a person.
_DENIED = re.compile(r"(?:しない|せず|なし|無し|ない|不要|不可|困難)$")
# 継続{拡充} and 改善して継続 say more than 継続.
_MORE_THAN_KEEP = frozenset(
    (Outcome.EXPAND, Outcome.IMPROVE, Outcome.SHRINK, Outcome.MERGE, Outcome.SUNSET, Outcome.TRANSFER)
)
_SIGNS = "①-⑳㋐-㋾◎○〇△▲×✕☆★●◆"
_CODED = re.compile(
    rf"(?P<code>[A-Za-zＡ-Ｚａ-ｚ]{{1,2}}|[0-9０-９]{{1,2}}|[{_SIGNS}]|[ア-オ])"
    r"(?:(?:\s*[:：.．。、)）\-－‐–―ー]\s*|\s+)(?P<marked>\S.*)|(?P<close>[^A-Za-z0-9Ａ-Ｚａ-ｚ０-９\s].*))?",
    re.DOTALL,
)
# 2次評価, 3年後: the digit counts, it is no code.
_COUNTED = tuple("次年回期月度号日か")
# From doing more to ending, for scales whose labels bear no codes.
_BY_MEANING = (
    Outcome.EXPAND,
    Outcome.IMPROVE,
    Outcome.KEEP,
    Outcome.SHRINK,
    Outcome.MERGE,
    Outcome.SUSPEND,
    Outcome.ABOLISH,
    Outcome.COMPLETE,
    Outcome.SUNSET,
    Outcome.POSTPONE,
    Outcome.TRANSFER,
    Outcome.REPLACE,
    Outcome.COORDINATE,
    Outcome.UNKNOWN,
)
_NOTHING = frozenset("-－‐‑–—−―─ー")


def outcomes_of(label: str) -> tuple[Outcome, ...]:
    """Return what a label comes to; two outcomes where the label says "either" (休止・廃止), () where it says none."""
    text = "".join(fold_width(label).split()).translate(_ARROWS)
    if text in _WHOLE:
        return _WHOLE[text]
    found: list[Outcome] = []
    for part in _EITHER.split(text):
        found.extend(_outcomes_of_part(part))
    return tuple(dict.fromkeys(_without_plain_keep(found, text)))


def parse_direction(printed: str, scale: DirectionScale | None = None) -> Direction:
    """Return a direction as printed and as understood.

    With a scale, its labels decide: a bare code or a bare label is resolved, and what the scale does not know stays
    without outcomes, code and label as printed. Without one, the words of the label decide.
    """
    code, label = _split(printed, scale)
    if scale is None:
        return Direction(printed=printed, code=code, label=label, outcomes=outcomes_of(label or ""))
    step = _find_step(scale, code=code, label=label)
    if step is None:
        return Direction(printed=printed, code=code, label=label)
    return Direction(printed=printed, code=step.code, label=step.label, outcomes=step.outcomes)


def scale_from(printed: Iterable[str]) -> DirectionScale:
    """Return the scale that printed directions are steps of, in the order of their codes, else of their meaning.

    Meaning goes from doing more to ending (拡充, 改善, 継続, 縮小 …); what nobody understands comes last.
    Where one code bears two labels the commoner one is its label.
    """
    seen: dict[tuple[str | None, str], tuple[str | None, Counter[str]]] = {}
    for text in printed:
        code, label = _split(text, None)
        if code is not None or label is not None:
            # B, b and Ｂ are one code; without a code the label itself tells the steps apart.
            key = (None, search_key(label or "")) if code is None else (search_key(code), "")
            _, labels = seen.setdefault(key, (code, Counter()))
            labels.update([label] if label else [])
    steps = [_step(code, labels) for code, labels in seen.values()]
    if all(step.code is not None for step in steps):
        steps.sort(key=_order)
    elif all(step.code is None for step in steps):
        steps.sort(key=lambda step: _meaning(step.outcomes))
    name = "\n".join(f"{step.code or ''}:{step.label}" for step in steps)
    return DirectionScale(id=f"S-{hashlib.sha256(name.encode()).hexdigest()[:8]}", labels=tuple(steps))


def _outcomes_of_part(part: str) -> list[Outcome]:
    if part in _WHOLE:
        return [*_WHOLE[part]]
    if _DENIED.search(part):
        return []
    return _without_plain_keep([_WORDS[match[0]] for match in _WORD.finditer(part)], "{")


def _without_plain_keep(found: list[Outcome], text: str) -> list[Outcome]:
    # In brackets behind 継続 stands what kind of 継続 it is; 拡充・継続 on one line leaves the choice open.
    says_more = any(mark in text for mark in "({｛") and not _MORE_THAN_KEEP.isdisjoint(found)
    return [outcome for outcome in found if outcome is not Outcome.KEEP] if says_more else found


def _split(printed: str, scale: DirectionScale | None) -> tuple[str | None, str | None]:
    text = printed.strip()
    if set(text) <= _NOTHING:
        return None, None
    match = _CODED.fullmatch(text)
    if match is None:
        return None, text
    code = fold_width(match["code"])
    if match["marked"]:
        return code, match["marked"].strip()
    if not match["close"]:
        return code, None
    # a拡充 is a code and a label; PR強化 is not, and ア in アクション is not.
    rest = match["close"].strip()
    is_coded = len(code) == 1 and not rest.startswith(_COUNTED) and _is_label(rest, scale)
    return (code, rest) if is_coded else (None, text)


def _is_label(text: str, scale: DirectionScale | None) -> bool:
    return bool(outcomes_of(text)) or (
        scale is not None and _find_step(scale, code=None, label=text) is not None
    )


def _find_step(scale: DirectionScale, *, code: str | None, label: str | None) -> DirectionLabel | None:
    """The step that code and label agree on; None where they do not."""
    if code is None and label is None:
        return None
    steps = [step for step in scale.labels if code is None or _same(step.code, code)]
    if label is not None:
        exact = [step for step in steps if _same(step.label, label)]
        # 継続（令和2年度から） is still 継続, where the code says so too.
        noted = [
            step for step in steps if code and search_key(label).startswith(search_key(step.label) + "(")
        ]
        steps = exact or noted
    return steps[0] if len(steps) == 1 else None


def _same(known: str | None, printed: str) -> bool:
    return known is not None and search_key(known) == search_key(printed)


def _step(code: str | None, labels: Counter[str]) -> DirectionLabel:
    label = labels.most_common(1)[0][0] if labels else code or ""
    return DirectionLabel(code=code, label=label, outcomes=outcomes_of(label) if labels else ())


def _meaning(outcomes: tuple[Outcome, ...]) -> int:
    """The place of a label without a code: that of the first thing that it says."""
    return _BY_MEANING.index(outcomes[0] if outcomes else Outcome.UNKNOWN)


def _order(step: DirectionLabel) -> tuple[int, str]:
    code = search_key(step.code or "")
    return (int(code), "") if code.isdecimal() else (0, code)
