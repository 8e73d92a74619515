"""A damaged file ends in a plan or in a sentence with the next step, and in nothing else."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
import xlwt

from torikumi.errors import UserError
from torikumi.read.reading import Given
from torikumi.read.recognise import recognise_plan
from torikumi.read.run import read_document
from unit.read import open_files
from unit.read.word_files import HEADINGS, cell, heading, paragraph, row, table, word_octets

ROWS = [
    ("No.", "事業名", "事業概要", "担当課"),
    *((str(n), f"朝市{n}", "市を開く。", "商工課") for n in range(1, 9)),
]
NUMBERED = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)


def word() -> bytes:
    merged = [
        row(cell("商業", '<w:vMerge w:val="restart"/>'), cell("朝", '<w:gridSpan w:val="2"/>')),
        row(cell("", "<w:vMerge/>"), "夜", "昼"),
    ]
    return word_octets(
        heading(1, "港町市総合計画"),
        heading(2, "産業"),
        paragraph("一", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'),
        table(*ROWS),
        table(*merged),
        numbering=NUMBERED,
        styles=HEADINGS,
    )


def page() -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td rowspan=1 colspan=1>{text}</td>" for text in line) + "</tr>" for line in ROWS
    )
    style = "<meta charset=utf-8><style>.a{display:none}</style>"
    return f"<!DOCTYPE html>{style}<h1>計画</h1><h2>産業<b>8件</b></h2><table>{lines}</table><p>※ 注".encode()


def open_sheet() -> bytes:
    return open_files.ods_octets(open_files.sheet(*[open_files.row(*line) for line in ROWS]))


def old_workbook() -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("一覧")
    for number, line in enumerate(ROWS):
        for column, text in enumerate(line):
            sheet.write(number, column, text)
    sheet.write_merge(12, 13, 0, 3, "注")
    packed = BytesIO()
    made.save(packed)
    return packed.getvalue()


MADE = {"計画.docx": word, "計画.html": page, "計画.ods": open_sheet, "計画.xls": old_workbook}


def damaged(octets: bytes, chance: random.Random, times: int) -> Iterator[bytes]:
    """Yield the file cut off at many lengths, and with bits turned or pieces lost."""
    for part in range(times):
        yield octets[: len(octets) * part // times]
    for _ in range(times):
        spoilt = bytearray(octets)
        for _ in range(chance.randint(1, 20)):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.3:
            start = chance.randrange(len(spoilt))
            del spoilt[start : start + chance.randrange(1, 200)]
        yield bytes(spoilt)


def inside_damaged(octets: bytes, chance: random.Random, times: int) -> Iterator[bytes]:
    """Yield the container whole, with one of its members damaged: its checksum hides nothing then."""
    with zipfile.ZipFile(BytesIO(octets)) as container:
        members = {name: container.read(name) for name in container.namelist()}
    for _ in range(times):
        chosen = chance.choice([name for name, content in members.items() if len(content) > 40])
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as container:
            for name, content in members.items():
                spoilt = next(iter(reversed([*damaged(content, chance, 1)]))) if name == chosen else content
                container.writestr(name, spoilt)
        yield packed.getvalue()


def outcome(octets: bytes, name: str, folder) -> str:
    path = folder / name
    path.write_bytes(octets)
    try:
        recognise_plan([read_document(path)], given=Given())
    except UserError as error:
        assert error.ja.endswith(("。", "）"))
        assert error.en.endswith(".")
        return type(error).__name__
    return "plan"


@pytest.mark.parametrize("name", MADE)
def test_a_damaged_file_ends_in_a_sentence_or_a_plan(name: str, tmp_path) -> None:
    octets = MADE[name]()
    assert outcome(octets, name, tmp_path) == "plan"

    ended = {outcome(spoilt, name, tmp_path) for spoilt in damaged(octets, random.Random(20260401), 100)}

    assert len(ended) > 1


@pytest.mark.parametrize("name", ["計画.docx", "計画.ods"])
def test_a_damaged_member_ends_in_a_sentence_or_a_plan(name: str, tmp_path) -> None:
    ended = {
        outcome(spoilt, name, tmp_path)
        for spoilt in inside_damaged(MADE[name](), random.Random(20260402), 150)
    }

    assert {"plan", "BrokenArchiveError"} <= ended


def test_values_without_sense_in_a_word_file_are_survived(tmp_path) -> None:
    chance = random.Random(20260403)
    with zipfile.ZipFile(BytesIO(word())) as container:
        members = {name: container.read(name).decode() for name in container.namelist()}
    senseless = ("", "-1", "x", "99999999999", "0", "２", "restart", "5")
    for _ in range(150):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as container:
            for name, content in members.items():
                pieces = content.split('w:val="')
                for index in range(1, len(pieces)):
                    if chance.random() < 0.2:
                        pieces[index] = f'{chance.choice(senseless)}"{pieces[index].partition(chr(34))[2]}'
                container.writestr(name, 'w:val="'.join(pieces))

        assert outcome(packed.getvalue(), "計画.docx", tmp_path)
