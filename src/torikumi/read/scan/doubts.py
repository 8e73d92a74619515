"""The sentences about what was recognised in a picture, and how sure that is."""

from collections.abc import Iterable, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Cell, Table
from torikumi.read.scan.context import Change

DOUBTFUL = 0.9  # a cell that holds a less sure character than this is to be looked at
MOST_DOUBTS = 50  # cells that are named one by one
_POOR_JA = "字が小さいか、かすれています。300dpi以上で読み取り直すと、確かになります。"
_POOR_EN = " The type is small or faint: a scan with 300 dpi or more will be surer."
_SHOWN = 6  # changes that a sentence names
_LENGTH = 30  # characters of a cell that a sentence quotes


def recognised_findings(
    tables: Sequence[Table], changes: Sequence[Change], *, file: str, pages: int
) -> tuple[Finding, ...]:
    """Return that text was recognised, where it is doubtful, and what was put right by its context.

    `pages` is how many pages were recognised.
    """
    cells = [
        (table, cell) for table in tables for cell in table.cells if cell.confidence is not None and cell.text
    ]
    doubtful = [(table, cell) for table, cell in cells if _is_doubtful(cell)]
    findings = [_recognised(file, pages, len(cells), len(doubtful))]
    findings.extend(_doubtful(table, cell) for table, cell in doubtful[:MOST_DOUBTS])
    if len(doubtful) > MOST_DOUBTS:
        findings.append(_more(doubtful[MOST_DOUBTS:]))
    findings.extend(
        _unruled(table) for table in tables if table.ruling in ("partial", "none") and _is_recognised(table)
    )
    if changes:
        findings.append(_changed(file, changes))
    return tuple(findings)


def _is_doubtful(cell: Cell) -> bool:
    return cell.confidence is not None and cell.confidence < DOUBTFUL


def _recognised(file: str, pages: int, cells: int, doubtful: int) -> Finding:
    is_poor = doubtful > 0.5 * cells
    return Finding(
        code="read-ocr",
        severity=Severity.WARNING,
        ja=f"「{file}」の{pages}ページは画像なので、文字を認識して読みました（{cells:,}か所、うち確かでないもの{doubtful:,}か所）。"
        "公表する前に、数字と方針を原本と照らしてください。" + _POOR_JA * is_poor,
        en=f"{pages} pages of {file} are pictures: their text was recognised ({cells:,} places, {doubtful:,} of them unsure). "
        "Hold numbers and directions against the original before you publish." + _POOR_EN * is_poor,
        place=Place(file=file),
    )


def _doubtful(table: Table, cell: Cell) -> Finding:
    text = _quoted(cell.text)
    return Finding(
        code="read-ocr-doubtful",
        severity=Severity.WARNING,
        ja=f"「{text}」は、画像からの読み取りが確かではありません（確かさ{cell.confidence:.0%}）。原本と照らしてください。",
        en=f"“{text}” was recognised from a picture, and is not sure ({cell.confidence:.0%}). Hold it against the original.",
        place=table.place_of(cell),
    )


def _more(doubtful: Sequence[tuple[Table, Cell]]) -> Finding:
    pages = sorted({cell.page for _, cell in doubtful if cell.page is not None})
    named = "、".join(map(str, pages[:10])) + ("…" if len(pages) > 10 else "")
    table, cell = doubtful[0]
    return Finding(
        code="read-ocr-doubtful",
        severity=Severity.WARNING,
        ja=f"このほか{len(doubtful):,}か所の読み取りが確かではありません（{named}ページ）。原本と照らしてください。",
        en=f"{len(doubtful):,} more places are not sure (pages {named}). Hold them against the original.",
        place=table.place_of(cell),
    )


def _is_recognised(table: Table) -> bool:
    return any(cell.confidence is not None for cell in table.cells)


def _unruled(table: Table) -> Finding:
    first = next(cell for cell in table.cells if cell.confidence is not None)
    return Finding(
        code="read-ocr-unruled",
        severity=Severity.WARNING,
        ja=f"{first.page}ページの表は、縦横の罫線がそろっていないので、列を空白で分けました。"
        "隣の列の文がつながっていないか、原本と照らしてください。",
        en=f"The table on page {first.page} has no rules around its cells: its columns were parted by white space. "
        "See that no text runs on into the next column.",
        place=table.place_of(first),
    )


def _changed(file: str, changes: Sequence[Change]) -> Finding:
    shown = "、".join(dict.fromkeys(_difference(change) for change in changes[:_SHOWN]))
    more = "ほか" if len(changes) > _SHOWN else ""
    return Finding(
        code="read-ocr-mended",
        severity=Severity.INFO,
        ja=f"形の似た文字を、前後や同じ文書の中の言葉に合わせて{len(changes):,}か所で直しました（{shown}{more}）。",
        en=f"In {len(changes):,} places a character was put right by its neighbours or by words of the same document ({shown}).",
        place=Place(file=file, page=changes[0].page),
    )


def _difference(change: Change) -> str:
    pairs: Iterable[tuple[int, tuple[str, str]]] = enumerate(zip(change.before, change.after, strict=False))
    index = next((index for index, (one, other) in pairs if one != other), 0)
    start, end = max(0, index - 3), index + 4
    return f"{_quoted(change.before[start:end])}→{_quoted(change.after[start:end])}"


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LENGTH else plain[:_LENGTH] + "…"
