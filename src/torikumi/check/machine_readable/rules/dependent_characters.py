"""1-10: no machine-dependent characters are used."""

from collections.abc import Iterator

from torikumi.check.machine_readable.grid import SheetGrid
from torikumi.check.machine_readable.rule import (
    CheckedBook,
    FormRule,
    Judgement,
    Spot,
    Words,
    judge,
    shown,
    spot_at,
)
from torikumi.text.dependent import find_dependent, write_plainly


def _look(book: CheckedBook) -> Judgement:
    return judge(spot for grid in book.grids for spot in _in_sheet(grid))


def _in_sheet(grid: SheetGrid) -> Iterator[Spot]:
    for cell in grid.sheet.cells.cells:
        found = find_dependent(cell.text)
        if found:
            yield spot_at(grid, cell.row, cell.column, _words(found, cell.text))


def _words(found: tuple[str, ...], text: str) -> Words:
    plain = "、".join(f"{character}→{write_plainly(character)}" for character in found[:5])
    return Words(f"「{shown(text)}」（{plain}）", f"“{shown(text)}” ({plain})")


RULE = FormRule(
    code="1-10",
    title=Words("機種依存文字を使っていない", "No machine-dependent characters are used"),
    what=Words(
        "丸数字（①）、ローマ数字の一文字（Ⅳ）、㈱や㎡のような組文字、№、℡、半角カタカナ、外字がないこと。"
        "人名や地名の漢字（髙、﨑）は数えません。",
        "No circled numbers, Roman numerals in one character, squared words (㈱, ㎡), half-width katakana or characters of "
        "one's own. Ideographs of names do not count.",
    ),
    advice=Words(
        "(1)、IV、(株)、m2 のように、ふつうの文字で書いてください。",
        "Write them with common characters: (1), IV, (株), m2.",
    ),
    look=_look,
)
