"""A Word file's parts as trees of XML: through the gate, bounded, and with nothing fetched or expanded."""

from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from torikumi.read.archive import broken_archive, open_archive, oversized, read_member
from torikumi.read.xml_scan import XmlScan

MAX_TOTAL = 64 * 1024 * 1024
MAX_ELEMENTS = 1_500_000
MAX_DEPTH = 150  # a table in a table in a text box takes some thirty
_MAIN = "word/document"
Element: TypeAlias = etree._Element  # the only name that lxml gives the type of its elements


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParts:
    """The trees of the parts that say what stands in the document and how it is numbered."""

    document: Element
    styles: Element | None
    numbering: Element | None


def load_parts(octets: bytes, *, name: str) -> WordParts:
    """Return the parts. Raises a UserError for a file that may not or cannot be opened."""
    with open_archive(octets, name=name) as archive:
        members = set(archive.NameToInfo)
        main = main_part(members)
        if main is None:
            raise broken_archive(name)
        wanted = [member for member in (main, "word/styles.xml", "word/numbering.xml") if member in members]
        if sum(archive.NameToInfo[member].file_size for member in wanted) > MAX_TOTAL:
            raise oversized(name, "中身が大きすぎる", "it holds too much")
        contents = {member: read_member(archive, member, name=name) for member in wanted}
    trees = {member: parse_part(content, name=name) for member, content in contents.items()}
    return WordParts(
        document=trees[main],
        styles=trees.get("word/styles.xml"),
        numbering=trees.get("word/numbering.xml"),
    )


def main_part(members: set[str]) -> str | None:
    """Return the member that holds the text; some programs number it (document2.xml)."""
    found = sorted(member for member in members if member.startswith(_MAIN) and member.endswith(".xml"))
    return found[0] if found else None


def parse_part(content: bytes, *, name: str) -> Element:
    """Return the tree of a part that was scanned first. Raises a UserError."""
    XmlScan(name, elements=MAX_ELEMENTS, depth=MAX_DEPTH).run(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken_archive(name) from error


def tag_of(element: Element) -> str:
    """Return the name of an element without its namespace: both dialects of the format have the same names."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the element below that the names lead to, None where there is none."""
    for wanted in names:
        if element is None:
            return None
        element = next((below for below in element if tag_of(below) == wanted), None)
    return element


def value(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute of the element's own namespace."""
    if element is None:
        return None
    namespace, _, _ = str(element.tag).rpartition("}")
    found = element.get(f"{namespace}}}{attribute}" if namespace else attribute)
    return None if found is None else str(found)


def is_on(element: Element | None) -> bool:
    """Tell whether a property that can be switched is there and on: <w:vanish/>, <w:vanish w:val="1"/>."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """Return a short whole number, None for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None
