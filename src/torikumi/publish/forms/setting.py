"""A filled form as PDF: set anew from the Word file, so that a city's template decides both."""

from dataclasses import dataclass

from torikumi.errors import UserError
from torikumi.publish.forms.blocks import Block, BlockMaker
from torikumi.publish.typeset.engine import (
    Paper,
    TemplateError,
    TypesettingStoppedError,
    template_text,
    typeset,
)
from torikumi.read.archive import open_archive, read_member
from torikumi.read.word.package import Element, child, load_parts, number, parse_part, tag_of, value

_TWIPS = 1440 / 25.4
_A4 = (11906, 16838)
_LEAST_MARGIN, _MOST_MARGIN = 5.0, 60.0
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class SetForm:
    """The PDF, the characters that no font has (〓 in it), and what of the Word file it does not show (図), how often."""

    octets: bytes
    replaced: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]


class UnsettableFormError(UserError):
    """A Word file that the typesetter cannot set, such as tables deep inside tables."""


def set_form(octets: bytes, *, title: str, file_name: str) -> SetForm:
    """Return a Word file as PDF: its words, tables, headings, lists, alignment, sizes, page and footer.

    Pictures, notes at the foot and the fonts of the file are not carried over. Raises a UserError for a file that
    cannot be opened, and where the typesetter is not installed or reaches its limits.
    """
    parts = load_parts(octets, name=file_name)
    body = child(parts.document, "body")
    maker = BlockMaker(parts)
    blocks = [*maker.blocks_of(body)] if body is not None else []
    if not any(block.get("level") for block in blocks):
        _promote(blocks, title)
    header, footer = (_edge(octets, kind, parts_name=file_name) for kind in ("header", "footer"))
    paper = Paper(
        template=template_text("form.typ"),
        data={
            "title": title[:_LONGEST_NAME],
            "page": _page(body),
            "blocks": blocks,
            "header": header,
            "footer": footer,
        },
    )
    try:
        done = typeset(paper)
    except TypesettingStoppedError as error:
        raise TypesettingStoppedError(
            ja=f"「{file_name}」は大きすぎて、PDFを作る途中で止まりました。Wordだけを作るか、担当課でしぼってください。",
            en=f"{file_name} is too large to be set as PDF. Make the Word file alone, or only one section's projects.",
        ) from error
    except TemplateError as error:
        raise UnsettableFormError(
            ja=f"「{file_name}」の形（表の中の表の深さなど）は、PDFにできません。Wordだけを作るか、ひな形の表を浅くしてください。",
            en=f"The shape of {file_name} (such as tables deep inside tables) cannot be set as PDF. "
            "Make the Word file alone, or a template with flatter tables.",
        ) from error
    return SetForm(octets=done.octets, replaced=done.replaced, left_out=tuple(sorted(maker.left_out.items())))


def _promote(blocks: list[Block], title: str) -> None:
    """Make the first line of words a heading: a document without one has no beginning for those who hear it."""
    first = next(
        (
            one
            for one in blocks
            if one["kind"] == "paragraph" and any(p["text"].strip() for p in one["pieces"])
        ),
        None,
    )
    if first is not None:
        first["level"] = 1
    else:
        blocks.insert(
            0,
            {
                "kind": "paragraph", "level": 1, "align": "left", "indent": 0, "first": 0, "new-page": False,
                "keep": False, "line": 0, "break-after": False,
                "pieces": [{"text": title, "bold": False, "underlined": False, "size": 10.5}],
            },
        )  # fmt: skip


def _edge(octets: bytes, kind: str, *, parts_name: str) -> dict[str, object]:
    """Return the words of the first header or footer, and whether the page's number stands in it."""
    with open_archive(octets, name=parts_name) as archive:
        members = sorted(m for m in archive.NameToInfo if m.startswith(f"word/{kind}") and m.endswith(".xml"))
        trees = [parse_part(read_member(archive, m, name=parts_name), name=parts_name) for m in members]
    for tree in trees:
        words = "".join(each.text or "" for each in tree.iter() if tag_of(each) == "t").strip()
        has_number = any(
            "PAGE" in (each.text or "") for each in tree.iter() if tag_of(each) == "instrText"
        ) or any(
            "PAGE" in (value(each, "instr") or "") for each in tree.iter() if tag_of(each) == "fldSimple"
        )
        if words or has_number:
            return {"words": words, "number": has_number}
    return {"words": "", "number": False}


def _page(body: Element | None) -> dict[str, float]:
    section = child(body, "sectPr")
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    width, height = (
        number(value(size, name)) or standard for name, standard in zip(("w", "h"), _A4, strict=True)
    )
    inside = {
        name: min(max((number(value(margins, name)) or 1134) / _TWIPS, _LEAST_MARGIN), _MOST_MARGIN)
        for name in ("left", "right", "top", "bottom")
    }
    return {"width": width / _TWIPS, "height": height / _TWIPS, **inside}
