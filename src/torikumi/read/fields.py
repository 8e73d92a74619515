"""What the text of one cell says: sections, merges, joined lines."""

import re
from collections.abc import Iterator

from torikumi.plan.project import MergeKind, SectionRef, SectionRole
from torikumi.read.values import is_like_section
from torikumi.text.width import fold_width

_BULLET = re.compile(r"[・●○◎◆◇■□※▼★☆►•⇒→]|[①-⑳]|[(（]?[0-9０-９]{1,2}[)）.．、]|[-‐–—]\s")
_ASCII_EDGES = re.compile(r"[A-Za-z0-9,.;:!?)]\Z"), re.compile(r"[A-Za-z0-9(]")
_MARK = re.compile(r"[◎○●・※◯〇□■▲△]\s*")
_OTHERS = re.compile(
    r"\s*[(（]?(?:ほか|外|他)\s*(?:[0-9０-９]*\s*(?:課|部|室|所属|関係課|部署|団体))?[)）]?\Z|\s*(?:関係課)?等\Z"
)
_OTHERS_ALONE = re.compile(r"[(（]?(?:ほか|外|他|など|等)(?:[0-9０-９]*(?:課|部|室|関係課))?[)）]?\Z")
_FACILITY = re.compile(r"(?P<name>[^()（）]+?)\s*[(（](?P<inside>.+)[)）]\Z", re.DOTALL)
_ROLES = {
    "主": SectionRole.LEAD, "主管": SectionRole.LEAD, "主担当": SectionRole.LEAD, "主管課": SectionRole.LEAD,
    "副": SectionRole.CONTRIBUTOR, "関係": SectionRole.CONTRIBUTOR, "関係課": SectionRole.CONTRIBUTOR,
    "協力": SectionRole.CONTRIBUTOR, "連携": SectionRole.CONTRIBUTOR, "副担当": SectionRole.CONTRIBUTOR,
}  # fmt: skip
_HARD, _SOFT = "、，,／/;；", " \t\u3000\n\r"
_RANKS = (
    (1, re.compile(r"局\Z")),
    (2, re.compile(r"部\Z")),
    (4, re.compile(r"(?:係|班|グループ|チーム|担当)\Z")),
)
DITTO = frozenset({"〃", "”", "同上", "同左", "々", '"', "''", "″", "仝"})

_NO_SECTION = frozenset(
    {"-", "－", "―", "ー", "—", "なし", "該当なし", "未定", "未確認", "調整中", "検討中", "不明"}
)
_BRACKET_MERGE = re.compile(r"(?P<how>を|と|に|へ)統合(?:し\w*|済み?)?\Z")
_MERGE = re.compile(r"(?P<how>を|と|に|へ)統合")
_HOW = {"を": MergeKind.ABSORBED, "と": MergeKind.WITH, "に": MergeKind.INTO, "へ": MergeKind.INTO}
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]\Z")
_PROJECT_END = re.compile(r"(?:事業|プロジェクト|プラン|計画|講座|助成|補助金?)\Z")
_BEGIN = re.compile(r"[。、\n「」『』]|(?<!と)は、?|また|なお|より|から(?=[^\s])")


def join_lines(text: str) -> str:
    """Return a text that was broken over lines to fit its cell in one line."""
    joined = ""
    for line in text.replace("\r", "\n").split("\n"):
        part = line.strip()
        if joined and part and _ASCII_EDGES[0].search(joined) and _ASCII_EDGES[1].match(part):
            joined += " "
        joined += part
    return joined


def join_prose(text: str) -> str:
    """Return prose with the breaks inside its sentences joined; a list keeps one item a line."""
    joined = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        part = line.strip()
        if joined and part and _BULLET.match(part):
            joined += "\n"
        elif joined and part and _ASCII_EDGES[0].search(joined) and _ASCII_EDGES[1].match(part):
            joined += " "
        joined += part
    return joined


def read_sections(text: str, *, role: SectionRole = SectionRole.LEAD) -> tuple[SectionRef, ...]:
    """Return the sections that a cell names, in order; () for an empty cell or a dash.

    White space parts two sections of one rank; a section and the 班 or 係 inside it stay together.
    """
    plain = text.strip()
    if not plain or plain in _NO_SECTION:
        return ()
    return tuple(_section(piece, role) for piece in _joined_pieces(plain))


def _joined_pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece, hard in _pieces(text):
        if not pieces or (hard and not _OTHERS_ALONE.match(piece)):
            pieces.append(piece)
        elif _OTHERS_ALONE.match(piece) or piece.startswith(("(", "（")):
            pieces[-1] += f" {piece}"
        elif not is_like_section(pieces[-1]):
            pieces[-1] += piece
        elif _rank(pieces[-1]) < _rank(piece):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return [part for piece in pieces for part in _split_dots(piece)]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts between separators outside brackets, and whether a comma or slash stood before each."""
    depth, piece, hard = 0, "", False
    for character in text:
        depth += (character in "(（") - (character in ")）")
        if depth > 0 or character not in _HARD + _SOFT:
            piece += character
            continue
        if piece.strip():
            yield piece.strip(), hard
            hard = False
        piece = ""
        hard = hard or character in _HARD
    if piece.strip():
        yield piece.strip(), hard


def _split_dots(piece: str) -> list[str]:
    # 「企画・財政課」 is one section, 「総務課・財政課」 are two: each part must end as a section does.
    parts = re.split(r"[・･](?![^(（]*[)）])", _MARK.sub("", piece, count=1) if _MARK.match(piece) else piece)
    parts = [part.strip() for part in parts if part.strip()]
    return parts if len(parts) > 1 and all(len(p) > 1 and is_like_section(p) for p in parts) else [piece]


def _rank(piece: str) -> int:
    name = re.sub(r"\s*[(（].*\Z", "", piece, flags=re.DOTALL)
    return next((rank for rank, end in _RANKS if end.search(name)), 3)


def _section(piece: str, role: SectionRole) -> SectionRef:
    name = _MARK.sub("", piece, count=1) if _MARK.match(piece) else piece
    others = _OTHERS.search(name) is not None
    name = _OTHERS.sub("", name).strip()
    found = _FACILITY.fullmatch(name)
    facility = None
    if found:
        inside = found["inside"].strip()
        role = _ROLES.get(inside, role)
        name, facility = found["name"].strip(), None if inside in _ROLES else inside
    return SectionRef(printed=piece, name=name or piece, facility=facility, others=others, role=role)


def find_merges(name: str, summary: str | None) -> tuple[tuple[MergeKind, str, str], ...]:
    """Return the merges (統合) that a name's brackets or a summary tell of: kind, partner, and the field.

    In a summary only what is quoted or called a project counts: 「データを統合し」 merges no projects.
    """
    if "統合" not in name and "統合" not in (summary or ""):
        return ()
    found = [(kind, partner, "name") for kind, partner in _merges_in_name(name)]
    found += [(kind, partner, "summary") for kind, partner in _merges_in_prose(summary or "")]
    return tuple(dict.fromkeys(found))


def _merges_in_name(name: str) -> Iterator[tuple[MergeKind, str]]:
    for inside in _brackets(name):
        match = _BRACKET_MERGE.search(inside)
        if match:
            for partner in _partners(inside[: match.start()].rpartition("。")[2]):
                yield _HOW[match["how"]], partner


def _brackets(text: str) -> Iterator[str]:
    """Yield what stands in each outermost pair of brackets."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        if character in "(（":
            depth += 1
            start = index + 1 if depth == 1 else start
        elif character in ")）" and depth:
            depth -= 1
            if depth == 0:
                yield text[start:index]


def _merges_in_prose(text: str) -> Iterator[tuple[MergeKind, str]]:
    for match in _MERGE.finditer(text):
        before = text[: match.start()]
        quoted = _QUOTED.search(before)
        if quoted:
            yield _HOW[match["how"]], quoted[1]
            continue
        starts = [begin.end() for begin in _BEGIN.finditer(before)]
        partner = before[starts[-1] if starts else 0 :].strip()
        if partner and len(partner) <= 40 and _PROJECT_END.search(partner):
            for one in _partners(partner):
                yield _HOW[match["how"]], one


def _partners(text: str) -> list[str]:
    whole = text.strip(" 　、「」『』")
    parts = [part.strip(" 　「」『』") for part in re.split(r"[、,]|及び|と(?=[^、]*事業\Z)", whole)]
    if len(parts) > 1 and all(_PROJECT_END.search(part) for part in parts):
        return parts
    return [whole] if whole else []


def is_ditto(text: str) -> bool:
    """Tell whether a cell says "as above"."""
    return fold_width(text).strip() in DITTO or text.strip() in DITTO
