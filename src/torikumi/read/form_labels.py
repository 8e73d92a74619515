"""Which cells of a form are labels: known words, as they stand beside or above what they ask for."""

import re
from collections.abc import Sequence
from functools import lru_cache

from torikumi.read.document import Cell
from torikumi.read.grid import Row
from torikumi.read.headings import HeadingMatch, Role, match_heading, plain_heading
from torikumi.read.options import is_option
from torikumi.read.values import is_like_quantity
from torikumi.text.era import find_fiscal_years, parse_fiscal_year

_LONGEST = 30
_NUMBERING = re.compile(
    r"\A\s*(?:[■◆●○◎□▼▶★・※]\s*|[(（]?(?:[0-9０-９]{1,2}|[①-⑳]|[ア-オ]|[一二三四五六七八九十]|[ⅠⅡⅢⅣⅤⅥ])"
    r"(?:[)）.．、]\s*|\s+)|[①-⑳]\s*)+"
)
_COLON = re.compile(r"(?P<label>[^:：\n]{2,20}?)\s*[:：]\s*(?P<value>\S.*)", re.DOTALL)
_BRACKETED = re.compile(r"[【\[［〔](?P<label>[^】\]］〕\n]{2,20})[】\]］〕]\s*(?P<value>\S.*)", re.DOTALL)
# Words that head columns, and are as often what somebody wrote.
_VALUES = frozenset(
    ("新規", "継続", "計画", "現状", "重点", "その他", "状況", "効果", "結果", "成果", "部", "課", "章", "節", "項",
     "編", "柱", "事業", "取組", "施策", "主要事業", "重点事業", "重点施策", "主要施策", "分野", "実績", "目標", "当初",
     "補正", "執行", "繰越", "要求", "基準", "なし", "対応", "経費", "ID", "#", "コード")
)  # fmt: skip
# Names of projects end with these: as the end of a longer text they make no label.
_ENDS_OF_NAMES = frozenset((Role.NAME, Role.AMOUNT, Role.LEVEL, Role.TARGET, Role.BASE))
FIGURES = frozenset((Role.INDICATOR, Role.UNIT, Role.BASE, Role.TARGET, Role.ACTUAL, Role.AMOUNT))


@lru_cache(maxsize=8192)
def match_label(text: str) -> HeadingMatch | None:
    """Return what a label says: its numbering (１ 事業名, ■概要) and its colon left out. None where it is none."""
    plain = _NUMBERING.sub("", text).strip().rstrip(":：").strip()
    if not plain or len("".join(plain.split())) > _LONGEST or "。" in plain:
        return None
    match = match_heading(plain)
    if match is None or (match.strength < 1.0 and is_like_quantity(plain)):
        return None
    return match


@lru_cache(maxsize=8192)
def is_strict_label(text: str) -> bool:
    """Tell whether a text is a label wherever it stands: a whole known word that nobody writes as an answer."""
    match = match_label(text)
    if match is None or match.strength < 1.0:
        return False
    plain = _NUMBERING.sub("", text)
    # 「1 目標」 is the first goal; 「① 事業名」 asks for a name.
    is_numbered = plain != text and match.role in _ENDS_OF_NAMES and match.role is not Role.NAME
    # 「継続（拡充）」 is an answer as 「継続」 is; 「実績（人）」 asks for a number.
    is_chosen = plain_heading(plain) in _VALUES and is_option(plain)
    return not is_numbered and not is_chosen and "".join(plain.split()) not in _VALUES


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Tell whether a text is a label where labels stand: at the front of a row, or after a value."""
    match = match_label(text)
    if match is None:
        return is_year(text)
    return match.strength == 1.0 or match.role not in _ENDS_OF_NAMES or _ends_as_question(text, match.role)


def is_year(text: str) -> bool:
    """Tell whether a text is a fiscal year and nothing else, but for what is in brackets (R5（実績）)."""
    if plain_heading(text):
        return False
    return bool(find_fiscal_years(text)) or (
        parse_fiscal_year(text) is not None and not text.strip().isdigit()
    )


def is_figure_label(text: str) -> bool:
    """Tell whether a text heads figures: a year, or a word for money, a target, a result."""
    match = match_label(text)
    return is_year(text) or bool(find_fiscal_years(text)) or (match is not None and match.role in FIGURES)


@lru_cache(maxsize=8192)
def part_label(text: str) -> tuple[str, str] | None:
    """Part a cell that holds a label and its value (担当課：商工課); None for every other cell."""
    found = _COLON.fullmatch(text.strip()) or _BRACKETED.fullmatch(text.strip())
    if found is None:
        return None
    match = match_label(found["label"])
    if match is None or match.strength < 1.0:
        return None
    return found["label"].strip(), found["value"].strip()


def begun(row: Row) -> list[Cell]:
    """Return the cells that begin in a row, from left to right."""
    return [cell for cell in row.distinct() if cell.row == row.number]


def are_quantities(cells: Sequence[Cell]) -> bool:
    """Tell whether at least half of some cells are numbers; a dash stands for one."""
    numbers = [
        cell for cell in cells if is_like_quantity(cell.text) or cell.text.strip() in ("-", "－", "―", "—")
    ]
    return bool(cells) and len(numbers) * 2 >= len(cells)


def _ends_as_question(text: str, role: Role) -> bool:
    """Tell whether a longer text asks for something: 予算事業名, 上位施策名, 令和5年度決算額."""
    plain = "".join(text.split()).rstrip(":：)）")
    if plain.endswith(("名", "名称", "額", "値", "事業費")):
        return True
    # A year dates figures; 「実施計画事業一覧（令和7年度版）」 is a title.
    return role is not Role.NAME and bool(find_fiscal_years(text))
