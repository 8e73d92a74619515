"""How projects fared, in plain sentences and as JSON; what stands beside is always how all of them fared."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict

from torikumi.corpus.fare import COMMON, MONEY_WORDS, STATE_WORDS, After, Fared, Interval, Trait, wilson
from torikumi.corpus.table_output import in_words
from torikumi.corpus.words import RESULT_WORDS
from torikumi.text.storable import defuse

_FEWEST_ENDED = 5
_HEADS = (
    "見たこと", "年数", "項目", "件数", "もとの件数", "割合（％）", "下限（％）", "上限（％）",
    "全体の件数", "全体のもとの件数", "全体の割合（％）", "全体の下限（％）", "全体の上限（％）",
)  # fmt: skip


def fare_json(fared: Fared, base: Fared) -> str:
    """Return both as JSON."""
    content = {"these": asdict(fared), "all": asdict(base)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def fare_csv(fared: Fared, base: Fared) -> bytes:
    """Return a row a figure as CSV (UTF-8 with BOM): shares in per cent with their range (95 %), those of all beside."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for row in _rows(fared, base):
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _rows(fared: Fared, base: Fared) -> Iterator[tuple[str | int, ...]]:
    for after, other in zip(fared.after, base.after, strict=True):
        for state, word in STATE_WORDS.items():
            yield (
                *("どうなったか", after.years, word),
                *(after.states[state], after.known, *_figures(wilson(after.states[state], after.known))),
                *(other.states[state], other.known, *_figures(wilson(other.states[state], other.known))),
            )
        yield ("まだその年に達していない", after.years, "", after.unknown, fared.projects, *_EMPTY, other.unknown,
               base.projects, *_EMPTY)  # fmt: skip
    beside = {step.years: step for step in base.steps}
    for step in fared.steps:
        other_step = beside.get(step.years)
        yield (
            *("続いている割合", step.years, "", "", step.at_risk, *_figures(step.going_on), ""),
            *((other_step.at_risk, *_figures(other_step.going_on)) if other_step else ("",) * 4),
        )
    for trait in fared.traits:
        word = f"{COMMON[trait.column]}：{trait_word(trait)}"
        yield ("なくなった・統合された事業", "", word, trait.ended, trait.of, *_figures(trait.of_ended),
               trait.records, trait.of_records, *_figures(trait.of_all))  # fmt: skip


_EMPTY = ("", "", "")


def _figures(interval: Interval) -> tuple[str, str, str]:
    return (f"{100 * interval.share:.1f}", f"{100 * interval.low:.1f}", f"{100 * interval.high:.1f}")


def fare_text(fared: Fared, base: Fared) -> str:
    """Return how the projects fared beside all projects."""
    return "".join(f"{line}\n" for line in _lines(fared, base))


def _lines(fared: Fared, base: Fared) -> Iterator[str]:
    yield f"始まりの年度が分かる事業: {fared.projects:,}件（{fared.bodies:,}団体）"
    yield f"比べる全体: {base.projects:,}件（{base.bodies:,}団体）"
    yield f"計画の最初の版にすでにあった{fared.left_out:,}件は、始まりが分からないので除きました。"
    if not fared.projects:
        return
    if fared.is_few:
        yield "件数が少ないので、割合を一般の傾向とは見ないでください。"
    for after, other in zip(fared.after, base.after, strict=True):
        yield ""
        yield f"{after.years}年後（{after.known:,}件。{left_out_words(after)}は除く）"
        for state, word in STATE_WORDS.items():
            count, among = after.states[state], other.states[state]
            if count or among:
                yield f"  {word} {count:,}件 {_percent(count, after.known)}（全体 {_percent(among, other.known)}）"
    if fared.steps:
        yield ""
        yield "続いている割合（95％の幅）"
        beside = {step.years: step for step in base.steps}
        for step in fared.steps:
            told = f"  {step.years}年 {_range(step.going_on)}"
            if step.years in beside:
                told += f"　全体 {_range(beside[step.years].going_on)}"
            yield told + f"　（見られた{step.at_risk:,}件）"
    yield from _trait_lines(fared)


def _trait_lines(fared: Fared) -> Iterator[str]:
    apart = [trait for trait in fared.traits if trait.is_apart and trait.ended >= _FEWEST_ENDED]
    yield ""
    if not apart:
        yield "なくなった・統合された事業に、ほかの事業とはっきり違う点は見られません。"
        return
    yield "なくなった・統合された事業に多い、または少ないもの（原因を示すものではありません）"
    for trait in apart:
        word = "多い" if trait.of_ended.share > trait.of_all.share else "少ない"
        yield (
            f"  {COMMON[trait.column]}「{trait_word(trait)}」が{word}: {_range(trait.of_ended)}（全体 {_range(trait.of_all)}）"
        )


def trait_word(trait: Trait) -> str:
    """Return the value of a trait in words."""
    if trait.column == "money":
        return MONEY_WORDS[str(trait.value)]
    if trait.column == "result":
        return RESULT_WORDS.get(str(trait.value), str(trait.value))
    return str(in_words(trait.column, trait.value))


def left_out_words(after: After) -> str:
    """Return which projects are not counted after some years, with their number."""
    told = f"まだその年に達していない{after.unknown:,}件"
    return told + (f"と、その年度の版がない{after.without_edition:,}件" if after.without_edition else "")


def _percent(count: int, whole: int) -> str:
    return f"{100 * count / whole:.0f}％" if whole else "－"


def _range(interval: Interval) -> str:
    return f"{100 * interval.share:.0f}％（{100 * interval.low:.0f}～{100 * interval.high:.0f}％）"
