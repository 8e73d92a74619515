"""What stands above a table of figures: the indicator's name, its unit, whether all of it is targets."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.indicator import Good
from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.figure_regions import Region
from torikumi.read.labels import Kind
from torikumi.read.measured import good_of
from torikumi.read.rows import is_note, is_sentence
from torikumi.text.width import fold_width

_NAMED = re.compile(
    r"[【\[〔■◆●○◎▼◇□・\s]*(?:成果|活動|目標|評価|代表|数値)?(?:指標|KPI|KGI|数値目標|目標指標)(?:名称?|の名称)?"
    r"\s*[0-9０-９①-⑳]*(?:[-－][0-9]+)?\s*(?:[】\]〕]\s*[:：]?|[:：.．]|\s)\s*(?P<name>\S.*)"
)
_LABELS = (
    ("name", re.compile(r"(?:成果|活動|目標|評価|数値)?(?:指標|KPI|KGI)(?:名称?|の名称)?[0-9①-⑳]*|数値目標|目標項目")),
    ("unit", re.compile(r"(?:指標の?)?単位")),
    ("definition", re.compile(r"(?:指標の?)?(?:定義|算式|算出方法|計算式|算定方法|説明|考え方)")),
    ("source", re.compile(r"(?:データの?)?(?:出典|出所|把握方法|取得方法)")),
    ("good", re.compile(r"(?:望ましい|目指す|めざす|目標の)?(?:方向性?|向き)")),
)  # fmt: skip
_UNIT = re.compile(r"[(\[【〔]?\s*単位\s*[:：]\s*(?P<unit>[^()\[\]【】〔〕、,]{1,10})\s*[)\]】〕]?")
_OF_INDICATORS = re.compile(r"指標|KPI|KGI|数値目標|目標値|目標数値|ベンチマーク")
_OF_TARGETS = re.compile(r"(?<!数値)目標値|年度別目標|年次目標|計画値|見込量|見込値|推計値")
_MEASURED = re.compile(r"実績|結果|達成|現状")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the lines above a table say of all its figures; None where they do not."""

    name: str | None = None
    place: Cell | None = None
    unit: str | None = None
    definition: str | None = None
    source: str | None = None
    good: Good | None = None
    default: Kind = Kind.ACTUAL
    speaks_of_indicators: bool = False


def read_context(region: Region) -> Context:
    """Return what the rows right above a region, and the words of its header, say."""
    context = Context()
    for row in region.before[-8:]:
        context = _with_pairs(context, row.distinct())
        texts = [fold_width(join_lines(cell.text)) for cell in row.distinct()]
        for text, cell in zip(texts, row.distinct(), strict=True):
            context = _with_line(context, text, cell)
    lines = [join_lines(row.distinct()[0].text) for row in region.before[-2:]]
    return replace(
        context,
        default=_default(lines),
        speaks_of_indicators=context.speaks_of_indicators
        or any(_OF_INDICATORS.search(line) for line in lines),
    )


def name_above(region: Region) -> Cell | None:
    """Return the line right above a table that can only be the name of its figures.

    Where the file type says which lines are headings, a line that is none may be anything.
    """
    headings = [row for row in region.before if row.distinct()[0].heading is not None]
    for row in reversed(headings or region.before):
        cells = row.distinct()
        if (
            len(cells) != 1
            or is_note(row)
            or is_sentence(cells[0].text)
            or _UNIT.search(fold_width(cells[0].text))
        ):
            continue
        return cells[0]
    return None


def _with_pairs(context: Context, cells: Sequence[Cell]) -> Context:
    """Take 「指標名 ｜ 空き家の数 ｜ 単位 ｜ 戸」, a label and what it says beside it."""
    for name, cell in _pairs(cells):
        text = join_lines(cell.text)
        if name == "name":
            context = replace(context, name=text, place=cell, speaks_of_indicators=True)
        elif name == "unit":
            context = replace(context, unit=text)
        elif name == "definition":
            context = replace(context, definition=text)
        elif name == "source":
            context = replace(context, source=text)
        elif name == "good":
            context = replace(context, good=good_of(text))
    return context


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    for label, cell in itertools.pairwise(cells):
        plain = "".join(fold_width(label.text).split()).strip("()【】:")
        for name, words in _LABELS:
            if words.fullmatch(plain):
                yield name, cell


def _with_line(context: Context, text: str, cell: Cell) -> Context:
    unit = _UNIT.search(text)
    if unit is not None:
        context = replace(context, unit=unit["unit"].strip())
    named = _NAMED.fullmatch(text)
    if named is not None and not is_sentence(text) and len(text) <= 60:
        context = replace(context, name=join_lines(cell.text)[named.start("name") :], place=cell)
        context = replace(context, speaks_of_indicators=True)
    return context


def _default(lines: Sequence[str]) -> Kind:
    for line in reversed(lines):
        if is_sentence(line):
            continue
        if _MEASURED.search(line):
            return Kind.ACTUAL
        if _OF_TARGETS.search(line):
            return Kind.TARGET
    return Kind.ACTUAL
