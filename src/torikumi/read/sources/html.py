"""Web pages (.html): headings with their levels, tables with their spans; what a script would put in is said."""

from collections.abc import Iterator, Sequence

from torikumi.errors import UserError
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.document import Table
from torikumi.read.flow import Line, tables_of
from torikumi.read.guessed_levels import with_levels
from torikumi.read.html.characters import decode_page
from torikumi.read.html.lines import PageReader
from torikumi.read.html.page import PageTree
from torikumi.read.nesting import Piece

_MUCH_DATA = 1_000  # Japanese characters in scripts: more than the messages of a page have
_SOME_DATA = 200
_LITTLE_TEXT = 400
_SHOWN = 20


class ScriptedPageError(UserError):
    """The page has no table; a script would put it in."""


def read_tables(
    octets: bytes, *, name: str, encoding: str | None = None
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the tables with the lines above them, and findings about what the page hides."""
    text, findings = decode_page(octets, name=name, encoding=encoding)
    tree = PageTree(text, name=name)
    parts, doubts = with_levels(PageReader(tree, name=name).parts(), name=name)
    if not any(_is_table(part) for part in parts) and _is_scripted(tree, parts):
        raise ScriptedPageError(
            ja=f"「{name}」には表がなく、スクリプトが後から描くようです。ブラウザで表を表示し、"
            "表をExcelに貼り付けて保存するか、PDFに印刷したものを指定してください。",
            en=f"{name} has no table: a script seems to put it in later. Show the page in a browser, and paste its table "
            "into a workbook, or print it to PDF.",
        )
    return tables_of(parts, file=name), (*findings, *doubts, *_findings(tree, name))


def _is_table(part: Piece) -> bool:
    return not isinstance(part, Line) and max(cell.row for cell in part) > 1


def _is_scripted(tree: PageTree, parts: Sequence[Piece]) -> bool:
    shown = sum(len(part.text) for part in parts if isinstance(part, Line))
    return tree.japanese_in_scripts() > _SOME_DATA or (tree.has_outside_scripts() and shown < _LITTLE_TEXT)


def _findings(tree: PageTree, name: str) -> Iterator[Finding]:
    if tree.hidden:
        first = tree.hidden[0]
        quoted = f"「{first[:_SHOWN]}{'…' if len(first) > _SHOWN else ''}」"
        more = f"ほか{len(tree.hidden) - 1}か所" if len(tree.hidden) > 1 else ""
        yield Finding(
            code="read-hidden-text",
            severity=Severity.WARNING if tree.hides_table else Severity.INFO,
            ja=f"画面に出ない部分（{quoted}{more}）は読みませんでした。必要なら、表示した状態でページを保存して読み直してください。",
            en=f"Parts that the page does not show ({quoted}, {len(tree.hidden)} in all) were not read. "
            "If they matter, save the page while they are shown, and read again.",
            place=Place(file=name),
        )
    if tree.badges:
        marks = "、".join(dict.fromkeys(tree.badges))
        yield Finding(
            code="read-mark-left-out",
            severity=Severity.INFO,
            ja=f"セルの終わりに札のように付いた印（{marks}、{len(tree.badges)}か所）は、名前などの一部とせず、読みませんでした。",
            en=f"Marks drawn like labels at the end of cells ({marks}, {len(tree.badges)} in all) are no part of the text "
            "and were not read.",
            place=Place(file=name),
        )
    if tree.japanese_in_scripts() > _MUCH_DATA:
        yield Finding(
            code="read-script-data",
            severity=Severity.WARNING,
            ja="ページのスクリプトにもデータがあり、読んでいません。画面の表が読み取った表より多ければ、"
            "ブラウザで表示した表をExcelに貼り付けて読み直してください。",
            en="Scripts of the page hold data, too, which were not read. If the page shows more than was read, paste its "
            "tables from the browser into a workbook.",
            place=Place(file=name),
        )
