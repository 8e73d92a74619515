"""Word files (.docx, .docm): the body as a person reads it on paper, its headings with their levels."""

from collections.abc import Iterable, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.archive import broken_archive
from torikumi.read.document import Table
from torikumi.read.flow import tables_of
from torikumi.read.guessed_levels import with_levels
from torikumi.read.nesting import join_continued
from torikumi.read.word.blocks import BlockReader
from torikumi.read.word.numbering import Numbering
from torikumi.read.word.package import child, load_parts
from torikumi.read.word.styles import Styles
from torikumi.read.word.words import Dropped

_SHOWN = 20  # characters of what was left out that a finding quotes


def read_tables(octets: bytes, *, name: str) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Return the tables with the lines above them, and findings about what the file holds but does not show."""
    loaded = load_parts(octets, name=name)
    body = child(loaded.document, "body")
    if body is None:
        raise broken_archive(name)
    reader = BlockReader(name, Styles(loaded.styles), Numbering(loaded.numbering))
    parts, doubts = with_levels(join_continued(reader.parts_of(body)), name=name)
    return tables_of(parts, file=name), (*doubts, *_findings(reader.dropped, name))


def _findings(dropped: Dropped, name: str) -> Iterable[Finding]:
    place = Place(file=name)
    if dropped.deleted:
        yield Finding(
            code="read-tracked-changes",
            severity=Severity.WARNING,
            ja=f"変更履歴で消された文字（{_quoted(dropped.deleted)}）は読まず、加えられた文字は読みました。"
            "Wordで変更を承諾するか元に戻してから読むと確かです。",
            en=f"Words deleted under tracked changes ({_quoted(dropped.deleted)}) were not read, inserted ones were. "
            "Accept or reject the changes in Word to be sure.",
            place=place,
        )
    if dropped.hidden:
        yield Finding(
            code="read-hidden-text",
            severity=Severity.WARNING,
            ja=f"隠し文字（{_quoted(dropped.hidden)}）は読みませんでした。必要なら表示に戻して保存し、読み直してください。",
            en=f"Hidden text ({_quoted(dropped.hidden)}) was not read. If it matters, show it, save, and read again.",
            place=place,
        )
    if dropped.unknown:
        signs = "、".join(sorted(set(dropped.unknown))[:5])
        yield Finding(
            code="read-unknown-sign",
            severity=Severity.WARNING,
            ja=f"記号のフォントの文字（{signs}）は何の印かわからないので読みませんでした。ふつうの文字で書き直してください。",
            en=f"Signs of a symbol font ({signs}) are not known and were left out. Write them as plain characters.",
            place=place,
        )


def _quoted(texts: Sequence[str]) -> str:
    first = " ".join(texts[0].split())
    more = f"、ほか{len(texts) - 1}か所" if len(texts) > 1 else ""
    return f"「{first[:_SHOWN]}{'…' if len(first) > _SHOWN else ''}」{more}"
