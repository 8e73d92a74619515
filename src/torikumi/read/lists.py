"""Lists of projects in running text: a line that says 「主な事業」, and below it names, under the measures they serve."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from torikumi.read.document import Cell
from torikumi.read.fields import join_lines
from torikumi.read.grid import Row
from torikumi.read.rows import is_note, is_sentence
from torikumi.text.width import fold_width

_OPENS = re.compile(
    r"(?:.*[^一-龥ァ-ヶー])?(?:主な|主要な?|主たる|関連する?|対象(?:となる)?|該当する?|構成する?|具体的な?|実施する?|位置付ける)"
    r"(?:取組|取り組み|実施|事務|計画)?事業(?:名|等)?(?:の?一覧)?[)）】\]」』〉>＞]*(?:\s*[:：]\s*(?P<rest>\S.*)?)?\Z"
)
_MARK = re.compile(r"[■◆●◇□▼★☆▶►▷▸◎○〇◯➤➢※【\[〔<＜]")
_BULLET = re.compile(r"(?:[・･•‣▪\-－*＊]|[(（]?[0-9０-９]{1,2}[)）.．]|[①-⑳])\s*")
_PAGE = re.compile(r"[-－‐–—―\s]*[0-9０-９]{1,4}[-－‐–—―\s]*")
_CODE = re.compile(
    r"\s*[(（\[〔【]\s*(?P<code>[0-9０-９A-Za-zＡ-Ｚ][0-9０-９A-Za-z.．\-－]{1,7})\s*[)）\]〕】]\s*\Z"
)
_PROJECT = re.compile(
    r"(?:事業|事業費|プロジェクト|プログラム|補助金?|助成金?|給付金?|交付金|講座|教室|フェスティバル)"
    r"(?:[(（【\[][^()（）【】\[\]]*[)）】\]])?\Z"
)
_NONE = frozenset(("なし", "該当なし", "該当事業なし", "－", "-"))
_LONGEST_LINE, _LONGEST_OPENER, _LONGEST_NAME = 300, 50, 60
# So many of the names must end as names of projects do, and so many names make a list.
_SHARE, _LEAST = 0.8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProject:
    """A name of a list, with the measure that it stands under and the code behind that, where there is one."""

    name: str
    cell: Cell
    measure: str | None
    code: str | None
    measure_cell: Cell | None


@dataclass(slots=True)
class ProjectList:
    """A list below its opening line; `cells` are all lines that belong to it."""

    opener: Cell
    projects: list[ListedProject] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Whether there are names enough, and they end as names of projects do."""
        of_projects = sum(_ends_as_project(project.name) for project in self.projects)
        return len(self.projects) >= _LEAST and of_projects >= _SHARE * len(self.projects)


def find_lists(rows: Sequence[Row]) -> list[ProjectList]:
    """Return the lists of projects among the rows of a document that are lines of text."""
    lists: list[ProjectList] = []
    index = 0
    while index < len(rows):
        opener = _opener(rows[index])
        if opener is None:
            index += 1
            continue
        found, index = _read_list(opener, rows, index)
        if found.is_sure:
            lists.append(found)
    return lists


def _opener(row: Row) -> Cell | None:
    cells = row.distinct()
    text = join_lines(cells[0].text)
    if len(cells) != 1 or len(text) > _LONGEST_LINE or is_sentence(text):
        return None
    match = _OPENS.fullmatch(text)
    if match is None or len(text) - len(match["rest"] or "") > _LONGEST_OPENER:
        return None
    return cells[0]


def _read_list(opener: Cell, rows: Sequence[Row], start: int) -> tuple[ProjectList, int]:
    """Return the list below an opening line, and the first row behind it."""
    found = ProjectList(opener=opener, cells=[opener])
    mark = join_lines(opener.text)[:1]
    measure: Cell | None = None
    match = _OPENS.fullmatch(join_lines(opener.text))
    if match is not None and match["rest"]:
        found.projects += _listed(opener, match["rest"], None)
    index = start + 1
    while index < len(rows):
        cells = rows[index].distinct()
        text = join_lines(cells[0].text)
        if len(cells) != 1 or is_sentence(text) or is_note(rows[index]):
            break
        cell = cells[0]
        if _opener(rows[index]) is not None or (_MARK.match(mark) and text.startswith(mark)):
            break
        names = [*_listed(cell, text, measure)]
        if _PAGE.fullmatch(text) or text.strip() in _NONE:
            found.cells.append(cell)
        elif _is_measure(text):
            measure = cell
            found.cells.append(cell)
        elif any(_ends_as_project(name.name) for name in names):
            found.projects += names
            found.cells.append(cell)
        else:
            break
        index += 1
    return found, index


def _is_measure(text: str) -> bool:
    if _ends_as_project(text) or len(text) > _LONGEST_NAME:
        return False
    return _MARK.match(text) is not None or _CODE.search(text) is not None


def _listed(cell: Cell, text: str, measure: Cell | None) -> Iterator[ListedProject]:
    printed = join_lines(measure.text) if measure is not None else None
    name, code = part_code(printed) if printed is not None else (None, None)
    for part in split_names(text):
        yield ListedProject(name=part, cell=cell, measure=name, code=code, measure_cell=measure)


def part_code(text: str) -> tuple[str, str | None]:
    """Part a measure's line into its name and the code behind it: 「▶子育ての支援（111）」."""
    plain = (
        _MARK.sub("", text, count=1).strip()
        if text[:1] not in "【[〔<＜"
        else text.strip("【】[]〔〕<>＜＞ 　")
    )
    found = _CODE.search(plain)
    if found is None or not plain[: found.start()].strip():
        return plain, None
    return plain[: found.start()].strip(), fold_width(found["code"])


def split_names(text: str) -> list[str]:
    """Return the names of projects in a line: a slash always parts them, a comma, a dot or a space only where each
    part ends as a name of a project does.
    """
    line = _BULLET.sub("", text.strip(), count=1) if _BULLET.match(text.strip()) else text.strip()
    parts = [part for part in _split_outside(line, "/／") if part]
    return [name for part in parts for name in _split_softly(part)]


def _split_softly(part: str) -> list[str]:
    for separators in ("、，,", "　", "・･", " "):
        names = [name for name in _split_outside(part, separators) if name]
        if len(names) > 1 and all(map(_ends_as_project, names)):
            return [finer for name in names for finer in _split_softly(name)]
    return [part]


def _split_outside(text: str, separators: str) -> list[str]:
    """Return the parts of a text between separators that stand outside brackets."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character in "(（「『") - (character in ")）」』")
        if depth <= 0 and character in separators:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _ends_as_project(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and _PROJECT.search(name) is not None
