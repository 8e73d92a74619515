"""The kinds of document that are made here from the real ones: what their producers do to text, done on purpose.

All is seeded: the same source gives the same document.
"""

import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf

from .gold import OFFICE, TABLE, Case

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_DOUBLED_BY = Decimal("0.3")  # points between the two prints of a fake bold
_HIDDEN_SHARE = 0.4
_SHOWING = ("Tj", "TJ")
_BROKEN_STYLE = re.compile(rb' textRotation="&lt;[^"]*"')
_PAGE_HEIGHT = re.compile(rb'(<w:pgSz\b[^>]*w:h=")\d+')
_KEPT_WHOLE = re.compile(rb"<w:cantSplit[^>]*/>")


def made_cases(cases: Sequence[Case], folder: Path) -> list[Case]:
    """Return the cases with those that are made of them; what cannot be made on this machine is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = [_mended(case, folder) if case.format == "xlsx" else case for case in cases]
    made = [
        case
        for case in (
            _edited(cases, folder, name="doubled.pdf", edit=_double),
            _edited(cases, folder, name="hidden.pdf", edit=_hide),
            _word_break(cases, folder),
        )
        if case is not None
    ]
    refused = [
        replace(case, name="broken_style.xlsx", group=OFFICE) for case in cases if case.name == "band_a3.xlsx"
    ]
    return [*kept, *made, *refused]


def _mended(case: Case, folder: Path) -> Case:
    """Return a workbook whose styles every reader accepts: one bad attribute would hide how the others read."""
    path = folder / case.path.name
    with zipfile.ZipFile(case.path) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            octets = source.read(item)
            if item.filename == "xl/styles.xml":
                octets = _BROKEN_STYLE.sub(b"", octets)
            target.writestr(item, octets)
    return replace(case, path=path)


def _edited(
    cases: Sequence[Case],
    folder: Path,
    *,
    name: str,
    edit: Callable[[Sequence[Instruction], random.Random], Iterator[Instruction]],
) -> Case | None:
    source = next((case for case in cases if case.name == "band_a3.pdf"), None)
    if source is None:
        return None
    path = folder / name
    with pikepdf.open(source.path) as document:
        seed = random.Random(name)
        for page in document.pages:
            instructions = list(pikepdf.parse_content_stream(page))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream([*edit(instructions, seed)]))
        document.save(path, deterministic_id=True)
    return replace(source, name=name, path=path, group=TABLE)


def _double(instructions: Sequence[Instruction], seed: random.Random) -> Iterator[Instruction]:  # noqa: ARG001
    """Print each text twice, a little apart, as programs without a bold face do."""
    for piece in _pieces(instructions):
        yield from piece
        if _operator(piece[0]) == "BT":
            yield _instruction([], "q")
            yield _instruction([1, 0, 0, 1, _DOUBLED_BY, 0], "cm")
            yield from piece
            yield _instruction([], "Q")


def _hide(instructions: Sequence[Instruction], seed: random.Random) -> Iterator[Instruction]:
    """Put invisible text of other cells over some of the text, as left by layers, templates and recognisers."""
    pieces = list(_pieces(instructions))
    texts = [piece for piece in pieces if any(_operator(one) in _SHOWING for one in piece)]
    for piece in pieces:
        yield from piece
        place = next((one for one in piece if _operator(one) in ("Td", "Tm")), None)
        if place is not None and seed.random() < _HIDDEN_SHARE:
            other = [one for one in seed.choice(texts) if _operator(one) in ("Tf", *_SHOWING)]
            yield _instruction([], "q")
            yield _instruction([], "BT")
            yield _instruction([3], "Tr")
            yield place
            yield from other
            yield _instruction([], "ET")
            yield _instruction([], "Q")


def _pieces(instructions: Sequence[Instruction]) -> Iterator[list[Instruction]]:
    """Yield each BT … ET as one piece, and everything else one by one."""
    text: list[Instruction] = []
    for instruction in instructions:
        if text or _operator(instruction) == "BT":
            text.append(instruction)
            if _operator(instruction) == "ET":
                yield text
                text = []
        else:
            yield [instruction]


def _operator(instruction: Instruction) -> str:
    return str(instruction.operator)


def _instruction(operands: Sequence[int | Decimal], operator: str) -> Instruction:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))


def _word_break(cases: Sequence[Case], folder: Path) -> Case | None:
    """Return the document of a word processor on low pages, whose rows break where a page ends."""
    source = next((case for case in cases if case.name == "word.docx"), None)
    office = shutil.which("soffice")
    if source is None or office is None:
        return None
    document = folder / "word_break.docx"
    with zipfile.ZipFile(source.path) as old, zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            octets = old.read(item)
            if item.filename == "word/document.xml":
                octets = _KEPT_WHOLE.sub(b"", _PAGE_HEIGHT.sub(rb"\g<1>7700", octets))
            new.writestr(item, octets)
    with tempfile.TemporaryDirectory() as profile:  # its own: one that is open elsewhere refuses
        own = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = [office, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return replace(source, name="word_break.pdf", path=folder / "word_break.pdf", group=TABLE)
