"""What a word above or beside figures says of them: the year, and whether they are targets or results."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from torikumi.read.measured import year_of_label
from torikumi.text.width import fold_width


class Kind(StrEnum):
    """What figures are."""

    BASE = "base"
    TARGET = "target"
    FINAL = "final"
    ACTUAL = "actual"
    RATE = "rate"  # 達成率, 前年度比, 評価: made of the others, and no part of an indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The parts of a label; `name` is what is left where it is neither a year nor a kind of figures: a name."""

    year: int | None
    kind: Kind | None
    name: str
    years: str = ""  # a range of years (R5〜R9), which is no year of its own

    @property
    def is_of_figures(self) -> bool:
        """Whether the label says no more than the year and the kind of what stands beside it."""
        return not self.name and (self.kind is not None or self.year is not None)


_WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.RATE, "達成率|達成度|達成状況|達成|達成見込み?|進捗率|進捗度|進捗状況|進捗|増減率?|前年度?(?:比較?|差|増減)"
     "|対前年度?(?:比|差)?|前回(?:比|差)|伸び?率|対?計画比|対?目標比|計画対比|比較|差引?|差|比率|評価|判定|ランク|評定|区分|状況|順位|執行率|乖離率?"),
    (Kind.ACTUAL, "実績見込み?|実績|結果|実数|直近|最新|測定|確定|達成(?=値)"),
    (Kind.FINAL, "最終目標|最終年度目標|最終"),
    (Kind.BASE, "計画策定時|策定時|計画策定|基準|現状|現況|当初(?!予算)|初期|スタート|ベースライン|従前"),
    (Kind.TARGET, "中間目標|目標|目安|計画|見込み?|予定|推計|想定"),
)  # fmt: skip
_KIND = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _WORDS))
_FILLERS = re.compile(
    r"値|額|数値|数|量|の|年度別?|年次別?|毎年度?|年間|年|末|時点?|ごと|別|ベース|水準|KPI|指標|設定|等|累計|単年度|月|日|[・/:：、\-－~〜～]|\(|\)"
    r"|[0-9]{1,2}月(?:末|[0-9]{1,2}日)?"
)
_BRACKETS = re.compile(r"[(\[［〔【<][^()\[\]［］〔〕【】<>]*[)\]］〕】>]")
_YEARS = re.compile(
    r"(?:令和|平成|昭和|(?<![A-Za-z])[RHS]\.?)(?:元|[0-9]{1,2})(?:\((?:19|20)[0-9]{2}(?:年度?)?\))?(?:年度?)?末?"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:\([^()]{2,8}\))?(?:年度?)?末?|令元"
)
_RANGE = re.compile(rf"(?:{_YEARS.pattern}|[0-9]{{1,2}})[~〜～\-－―](?:{_YEARS.pattern}|[0-9]{{1,2}}年度?)")
_MARKS = re.compile(r"[※*＊][0-9]*|[①-⑳](?=\Z)")
_SUFFIX = re.compile(
    r"[\s　・_/／:：]*[(（\[［〔【]?\s*(?P<kind>目標|実績|計画|結果|見込み?|推計|達成率)(?P<tail>値|額)?\s*[)）\]］〕】]?\s*\Z"
)


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label:
    """Return what a label says: 「R6目標値」, 「基準値⏎（令和元年度）」, 「実績」, 「利用者数（人）」.

    The last word of a kind decides, as the last noun of a heading does: 「目標達成率」 is a rate.
    """
    plain = _MARKS.sub("", "".join(fold_width(text).split()))
    years = _RANGE.search(plain)
    year = None if years else year_of_label(plain)
    core = _YEARS.sub("", _BRACKETS.sub("", _YEARS.sub("", plain) if year else plain))
    inside = " ".join(_BRACKETS.findall(plain))
    kind, rest = _kind_in(core)
    if core and rest:
        return Label(year=year, kind=None, name="".join(text.split()), years=years[0] if years else "")
    if kind is None:
        kind, rest = _kind_in(_YEARS.sub("", inside))
        kind = None if rest else kind
    if not core and kind is None and year is None:
        return Label(year=None, kind=None, name="".join(text.split()), years=years[0] if years else "")
    return Label(year=year, kind=kind, name="", years=years[0] if years else "")


def part_kind(name: str) -> tuple[str, Kind | None]:
    """Part an indicator's name from the kind of figures behind it: 「認定者数（実績）」 is 認定者数 and what was measured."""
    found = _SUFFIX.search(name)
    if found is None or not name[: found.start()].strip():
        return name, None
    bracketed = name[found.start() :].strip()[:1] in "(（[［〔【"
    spaced = found.start() < found.start("kind")
    if not bracketed and not spaced:
        return name, None
    kind, _ = _kind_in(found["kind"])
    return name[: found.start()].strip(), kind


def _kind_in(core: str) -> tuple[Kind | None, str]:
    """Return the kind that the last word of a kind says, and what is left beside such words."""
    found = [*_KIND.finditer(core)]
    if not found:
        return None, _FILLERS.sub("", core)
    kinds = [Kind(match.lastgroup or "") for match in found]
    kind = kinds[-1]
    if kind is Kind.TARGET and Kind.FINAL in kinds:
        kind = Kind.FINAL
    if Kind.RATE in kinds:
        kind = Kind.RATE
    return kind, _FILLERS.sub("", _KIND.sub("", core))
