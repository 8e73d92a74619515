"""What stands above the first table: the plan's title, its years, the unit of its money."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from torikumi.plan.model import Period
from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.grid import Row
from torikumi.read.headings import match_heading, unit_in
from torikumi.text.era import find_fiscal_years
from torikumi.text.width import fold_width

_PLAN_WORDS = (
    "総合計画",
    "総合戦略",
    "計画",
    "戦略",
    "プラン",
    "ビジョン",
    "構想",
    "事業",
    "施策",
    "評価",
    "一覧",
    "取組",
    "行革",
    "大綱",
)
_FORM = re.compile(
    r"[(（【\[]?\s*(?:様式|別紙|別表|資料|参考|単位|第?\s*[0-9０-９]+\s*号様式)[^。]*[)）】\]]?\Z|[(（].*現在[)）]?\Z"
)
_EDITION = re.compile(
    r"\s*[(（【〔\[](?P<edition>[^()（）【】〔〕\[\]]*(?:版|改訂|改定|第[0-9０-９]+回変更))[)）】〕\]]\s*\Z"
)
_LIST = re.compile(
    r"[\s　]+(?:関連|登載|掲載|登録|計画|対象|主要|実施)?"
    r"(?:事業|施策|取組|事務事業|取組項目|KPI|ＫＰＩ)(?:の|等)?(?:進捗)?一覧表?\Z"
)
_PLAN_NAME = re.compile(r"(?:計画|戦略|プラン|ビジョン|構想|大綱|プログラム)(?:[(（][^()（）]*[)）])?\Z")
_UNIT = re.compile(r"単位\s*[:：]?\s*(?:百万|千|万|億)?円")
_SECTION = re.compile(
    r"(?:担当|所管|主管|回答)(?:部署|部課|所属|課|部|室)?名?\s*[:：]?\s*(?P<name>(?<=[:：\s])\S.*)?"
)
_RANGE = re.compile(r"[~〜～\-－‐–—から]")
_PREFECTURE = r"(?:北海道|東京都|(?:京都|大阪)府|\S{2,3}県)?"
_PLACE = re.compile(rf"{_PREFECTURE}(?P<name>\S{{1,8}}?(?:市|町|村|区|県|都|府))(?![市町村区民場立長内役])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What the lines above a table say; None where they do not."""

    title: str | None = None
    edition: str | None = None
    year: int | None = None
    period: Period | None = None
    unit: str | None = None


def read_titles(rows: Sequence[Row]) -> Titles:
    """Return what the rows above the first header say."""
    # A row of three cells and more belongs to a table that is not the plan.
    lines = [row for row in rows if len(row.distinct()) <= 2]
    texts = [join_lines(cell.text) for row in lines for cell in row.distinct()]
    title = next((text for text in texts if _is_title(text)), None)
    period, years = _years(texts)
    unit = next((unit for text in texts if (unit := _unit(text)) is not None), None)
    title, edition = (None, None) if title is None else part_edition(title)
    return Titles(
        title=title, edition=edition, year=years[0] if len(years) == 1 else None, period=period, unit=unit
    )


def part_edition(title: str) -> tuple[str, str | None]:
    """Part a title into the plan's name and the edition: 「…総合計画 事業一覧（令和7年度版）」 is a 総合計画 of 令和7年度版.

    What kind of table it is (事業一覧) is no part of the name, where the name of a plan stands before it.
    """
    edition = None
    found = _EDITION.search(title)
    if found and found.start() > 0:
        title, edition = title[: found.start()].rstrip(), found["edition"].strip()
    listed = _LIST.search(title)
    if listed and _PLAN_NAME.search(title[: listed.start()].rstrip()):
        title = title[: listed.start()].rstrip()
    return title, edition


def section_above(rows: Sequence[Row]) -> tuple[Cell, str] | None:
    """Return the section that a line above a table names for all its rows (担当課：商工課), with its cell."""
    for row in rows:
        cells = row.distinct()
        found = _SECTION.fullmatch(join_lines(cells[0].text))
        if found and found["name"] and len(cells) == 1:
            return cells[0], found["name"]
        if found and not found["name"] and len(cells) == 2:
            return cells[1], cells[1].text
    return None


def place_name(title: str | None) -> str | None:
    """Return the name of the municipality that a title begins with, None where it begins otherwise."""
    found = _PLACE.match(title or "")
    return found["name"] if found else None


def _is_title(text: str) -> bool:
    known = match_heading(text)
    return (
        any(word in text for word in _PLAN_WORDS)
        and _FORM.match(text) is None
        and "。" not in text
        and 4 <= len(text) <= 80
        and (known is None or known.strength < 1.0)
    )


def _unit(text: str) -> str | None:
    folded = fold_width(text)
    if not _UNIT.search(folded):
        return None
    return unit_in(folded if folded.startswith(("(", "[", "【")) else f"({folded})")


def _years(texts: Iterable[str]) -> tuple[Period | None, list[int]]:
    period: Period | None = None
    years: list[int] = []
    for text in texts:
        found = find_fiscal_years(text)
        if len(found) == 2 and _RANGE.search(fold_width(text)) and found[0] < found[1]:
            period = period or Period(first=found[0], last=found[1])
        elif len(found) == 1:
            years.extend(year for year in found if year not in years)
    return period, years
