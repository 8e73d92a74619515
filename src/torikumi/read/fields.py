"""What the text of one cell says: sections, merges, joined lines."""

import re
from collections.abc import Iterator
from dataclasses import replace

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
_BROKEN_OTHERS = re.compile(
    r"ほ[ \t\u3000]*[\r\n]+[ \t\u3000]*か(?![^\s、，,)）0-9０-９])"
)  # a line ends inside of the word
_FACILITY = re.compile(r"(?P<name>[^()（）]+?)\s*[(（](?P<inside>.+)[)）]\Z", re.DOTALL)
# 「保険課（介護保険事業計画）」: what of it the section does. That is no facility of the section.
_SHARE = re.compile(r"(?:計画|部門|事業|業務|分野)\Z")
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

_PHONE = re.compile(
    r"[\s　]*[(（]?(?:(?:内線|電話|TEL|Tel|℡)[番号]*[\s　:：]*[0-9０-９]{2,}|[0-9０-９]{2,5}[-－‐])[0-9０-９\-－‐]*[)）]?"
)
_LABELLED_SECTION = re.compile(
    r"(?:担当|所管|主管)?(?:部署|部局|部課|所属|部|課|室)?名?\s*[:：]\s*(?P<name>\S.*)"
)
_SECTION_WORD = r"[^\s0-9０-９（(。、]"
# What else ends so (公園, 会館 …) may well be a measure.
_STRICT_SECTION = re.compile(
    rf"{_SECTION_WORD}{{1,12}}(?:部|局)(?:[\s　・]+{_SECTION_WORD}{{1,14}}[課室局])?|{_SECTION_WORD}{{1,14}}課"
)
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
    plain = _BROKEN_OTHERS.sub("ほか", _PHONE.sub("", text)).strip()
    if not plain or plain in _NO_SECTION:
        return ()
    return tuple(section for piece in _joined_pieces(plain) for section in _with_helpers(piece, role))


def section_in_heading(text: str) -> str | None:
    """Return the section that a heading in a row of its own is, None where it is another heading: 「【市民部 市民課】」."""
    plain = text.strip().lstrip("■◆●○◎□◇・").strip(" 　【】[]［］〔〕<>＜＞")
    found = _LABELLED_SECTION.fullmatch(plain)
    plain = found["name"].strip() if found else plain
    return plain if _STRICT_SECTION.fullmatch(plain) else None


def within_department(before: str, section: str) -> str:
    """Return a section with the department that stood in the heading before it, where it needs one."""
    department = before.split()[0]
    if len(section.split()) > 1:
        return section
    return f"{department} {section}" if _rank(department) <= 2 < _rank(section) else section


def with_departments(sections: tuple[SectionRef, ...], departments: str) -> tuple[SectionRef, ...] | None:
    """Return leading sections with the department that another column prints, None where it is not clear whose it is."""
    names = [piece for piece, _ in _pieces(departments)]
    leading = [section for section in sections if section.role is SectionRole.LEAD]
    if not leading:
        return (*read_sections(departments), *sections)
    if len(names) not in (1, len(leading)):
        return None
    of_section = dict(zip(leading, names * len(leading) if len(names) == 1 else names, strict=False))
    return tuple(_in_department(section, of_section.get(section)) for section in sections)


def _in_department(section: SectionRef, department: str | None) -> SectionRef:
    if department is None or section.printed.startswith(department):
        return section
    return replace(section, printed=f"{department} {section.printed}")


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
            piece += (
                "" if character in "\n\r" else character
            )  # a line that is broken inside of brackets goes on
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
    if len(parts) < 2 or not all(len(part) > 1 and is_like_section(part) for part in parts):
        return [piece]
    # 「福祉部・高齢課」 is one section in its department.
    joined: list[str] = []
    for part in parts:
        if joined and _rank(joined[-1]) <= 2 < _rank(part):
            joined[-1] += f"・{part}"
        else:
            joined.append(part)
    return joined


def _rank(piece: str) -> int:
    name = re.sub(r"\s*[(（].*\Z", "", piece, flags=re.DOTALL)
    return next((rank for rank, end in _RANKS if end.search(name)), 3)


def _with_helpers(piece: str, role: SectionRole) -> Iterator[SectionRef]:
    """Yield a section, and the sections in the brackets behind it: 「建築課（税務課、環境課）」."""
    found = _FACILITY.fullmatch(piece)
    inside = [part for part, _ in _pieces(found["inside"])] if found else []
    helpers = [part.removeprefix("関係課：").removeprefix("関係課:") for part in inside]
    if found is None or len(helpers) < 2 or not all(_STRICT_SECTION.fullmatch(part) for part in helpers):
        yield _section(piece, role)
        return
    yield _section(found["name"].strip(), role)
    for part in helpers:
        yield _section(part, SectionRole.CONTRIBUTOR)


def _section(piece: str, role: SectionRole) -> SectionRef:
    name = _MARK.sub("", piece, count=1) if _MARK.match(piece) else piece
    others = _OTHERS.search(name) is not None
    name = _OTHERS.sub("", name).strip()
    found = _FACILITY.fullmatch(name)
    facility = None
    if found:
        inside = found["inside"].strip()
        role = _ROLES.get(inside, role)
        # （旧都市計画課） is what the section was called before, and no part of it.
        is_part = inside not in _ROLES and not inside.startswith("旧")
        if is_part and _SHARE.search(inside):
            return SectionRef(printed=piece, name=name, facility=None, others=others, role=role)
        name, facility = found["name"].strip(), inside if is_part else None
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
