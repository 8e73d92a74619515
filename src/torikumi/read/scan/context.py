"""Characters that look alike, put right by what stands around them; only where one reading alone makes sense.

No list of words is asked: the script of the neighbours decides, or a word that the same document holds elsewhere.
How sure the recogniser was is left as it is, so that a change never hides a doubt.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line, Part
from torikumi.read.scan.character import Character
from torikumi.read.scan.scripts import Script, script_of

_TWIN_PAIRS = "二ニ力カ一ー工エ口ロ夕タ八ハ卜ト才オへヘべベぺペりリ"
_FORM_PAIRS = "舖舗產産會会德徳黑黒增増靑青淸清內内說説稅税敎教橫横"
# Drawn alike in print. Each stands for the other where the neighbours leave no choice.
_TWINS = dict(zip(_TWIN_PAIRS[::2] + _TWIN_PAIRS[1::2], _TWIN_PAIRS[1::2] + _TWIN_PAIRS[::2], strict=True))
# The same character in an older form; the form that the document writes elsewhere is taken.
_FORMS = dict(zip(_FORM_PAIRS[::2] + _FORM_PAIRS[1::2], _FORM_PAIRS[1::2] + _FORM_PAIRS[::2], strict=True))
_POINTS = ".·．‧"  # read where ・ stands between Japanese words
_OPENING = "<〈＜"
# What opens a bracket that closes, and what may be read in its place.
_BRACKETS = ((">", "<", "く〈＜"), ("〉", "〈", "く<＜"), ("＞", "＜", "く<〈"))
_THOUGHT_OF = 0.001  # how likely the recogniser must have found a bracket itself
_ENDINGS = "二工口夕八"
_BETWEEN_KANJI = "ノツヶケガカー"
_REPEATED = 3  # a text that stands so often in a column is one of its usual values
_LOOK = 0.5  # how sure a text is at most that is nearly one of them: somebody should look
_COUNTERS = "所国年月村条町品科目"  # what カ counts: 3カ所
_NUMERALS = "0123456789０１２３４５６７８９数何一二三四五六七八九十百千"


@dataclass(frozen=True, slots=True)
class Change:
    """A text as the recogniser gave it, and as it was put right; where it stands is that of the part."""

    before: str
    after: str
    page: int | None = None


def mend_parts(parts: Sequence[Part]) -> tuple[list[Part], tuple[Change, ...]]:
    """Return the parts of a document with recognised characters put right, and what was changed.

    Only text with a confidence, which a recogniser gave, is changed; all other text tells which words there are.
    """
    mended = iter(mend_texts([text for part in parts for text in _texts_of(part)]))
    changes: list[Change] = []
    result: list[Part] = []
    for part in parts:
        texts = [next(mended) for _ in _texts_of(part)]
        if isinstance(part, Line):
            result.append(_changed(part, texts[0], changes))
            continue
        body = part if isinstance(part, Body) else Body(part)
        texts = _mend_columns(body.cells, texts)
        cells = tuple(_changed(cell, text, changes) for cell, text in zip(body.cells, texts, strict=True))
        cells = _with_near_misses(cells)
        result.append(replace(body, cells=cells))
    return result, tuple(changes)


def mend_brackets(line: Sequence[Character]) -> str:
    """Return the text of a line; a closing bracket without its opening one gets it where く or 〈 was read for it."""
    characters = [character.text for character in line]
    for closing, opening, like in _BRACKETS:
        if characters.count(closing) != 1 or opening in characters:
            continue
        end = characters.index(closing)
        likely = [
            (max(dict(line[index].others).get(opening, 0.0), 1.0 if character in _OPENING else 0.0), index)
            for index, character in enumerate(characters[:end])
            if character in like
        ]
        if likely and max(likely)[0] >= _THOUGHT_OF:
            characters[max(likely)[1]] = opening
    return "".join(characters)


def mend_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts of a document with characters put right by their neighbours and by words found elsewhere."""
    mended = [_by_neighbours(text) for text in texts]
    words = Counter(word for text in mended for word in _words(text))
    pairs = Counter(pair for text in mended for pair in pairwise(text))
    return [_by_words(_by_forms(text, pairs), words) for text in mended]


def mend_column(texts: Sequence[str]) -> list[str]:
    """Return the texts of a column; one that differs from a repeated one by the case of a letter is that one."""
    counts = Counter(texts)
    repeated = {text.upper(): text for text, count in counts.items() if count >= 2 and text.upper() == text}
    return [repeated.get(text.upper(), text) if counts[text] < 2 else text for text in texts]


def _texts_of(part: Part) -> list[str]:
    if isinstance(part, Line):
        return [part.text]
    return [cell.text for cell in (part.cells if isinstance(part, Body) else part)]


def _mend_columns(cells: Sequence[Cell], texts: list[str]) -> list[str]:
    for column in {cell.column for cell in cells}:
        indices = [index for index, cell in enumerate(cells) if cell.column == column]
        for index, text in zip(indices, mend_column([texts[index] for index in indices]), strict=True):
            texts[index] = text
    return texts


def _with_near_misses(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the cells, less sure where one differs by a single character from what its column repeats: 維続."""
    counts = Counter((cell.column, cell.text) for cell in cells)
    repeated = [(column, text) for (column, text), count in counts.items() if count >= _REPEATED]
    return tuple(
        replace(cell, confidence=min(cell.confidence, _LOOK))
        if cell.confidence is not None
        and counts[cell.column, cell.text] < _REPEATED
        and any(column == cell.column and _is_near(cell.text, text) for column, text in repeated)
        else cell
        for cell in cells
    )


def _is_near(text: str, other: str) -> bool:
    differing = [pair for pair in zip(text, other, strict=False) if pair[0] != pair[1]]
    # Another number or letter is another value, as 1課 and 2課 are.
    return len(text) == len(other) >= 3 and len(differing) == 1 and not any(c.isascii() for c in differing[0])


_Piece = TypeVar("_Piece", Line, Cell)


def _changed(piece: _Piece, text: str, changes: list[Change]) -> _Piece:
    if piece.confidence is None or piece.text == text:
        return piece
    changes.append(Change(before=piece.text, after=text, page=piece.page))
    return replace(piece, text=text)


def _by_neighbours(text: str) -> str:
    characters = [*text]
    for index, character in enumerate(characters):
        before = _letter(characters, index, -1)
        after = _letter(characters, index, 1)
        if character in _POINTS and _is_japanese(before) and _is_japanese(after):
            characters[index] = "・"
        elif character in _TWINS and (
            not _is_sure(character, before, after) or _ends_short_word(characters, index, before, after)
        ):
            characters[index] = _TWINS[character]
    return "".join(characters)


def _letter(characters: Sequence[str], index: int, step: int) -> str:
    """Return the letter beside a position, over a line break; "" at the end of the text."""
    index += step
    if 0 <= index < len(characters) and characters[index] == "\n":
        index += step
    return characters[index] if 0 <= index < len(characters) else ""


def _is_japanese(character: str) -> bool:
    return script_of(character) in (Script.HIRAGANA, Script.KATAKANA, Script.KANJI)


def _is_sure(character: str, before: str, after: str) -> bool:
    """Tell whether a character may stay between its neighbours: False where only its twin makes sense."""
    other = _TWINS[character]
    own, wanted = script_of(character), _wanted(before, after)
    if {character, other} == {"一", "ー"}:
        return _is_sure_stroke(character, before, after)
    if character == "カ" and after in _COUNTERS and before and before in _NUMERALS:
        return True
    if character == "力" and after and after in _COUNTERS and before and before in _NUMERALS:
        return False
    if character == "ヘ" and script_of(after) in (Script.HIRAGANA, Script.KANJI):
        return False  # no word of katakana ends in ヘ
    if {character, other} in ({"へ", "ヘ"}, {"力", "カ"}) and wanted is Script.KATAKANA:
        return True  # センターへバスで, サービス力アップ
    if other == "卜":
        return True
    return wanted is None or wanted is own or wanted is not script_of(other)


def _ends_short_word(characters: Sequence[str], index: int, before: str, after: str) -> bool:
    """Tell whether a lone katakana before a character would be a word without it: ミ二商談会, but 三ツ口町."""
    return (
        characters[index] in _ENDINGS
        and script_of(before) is Script.KATAKANA
        and before not in _BETWEEN_KANJI
        and script_of(_letter(characters, index - 1, -1)) is not Script.KATAKANA
        and script_of(after) is Script.KANJI
    )


def _wanted(before: str, after: str) -> Script | None:
    """Return the script of both neighbours, or of the only one; None where they differ or are no letters."""
    scripts = {script_of(letter) for letter in (before, after) if letter}
    known = {script for script in scripts if script is not Script.OTHER}
    if len(scripts) != 1 or len(known) != 1 or not (before and after):
        return None
    return known.pop()


def _is_sure_stroke(character: str, before: str, after: str) -> bool:
    """Tell whether 一 or ー may stay: the long vowel follows kana, the number does not, but before kanji."""
    follows = script_of(before)
    if character == "ー":
        return follows is not Script.KANJI or before in _NUMERALS
    return follows is not Script.KATAKANA or script_of(after) in (Script.KANJI, Script.OTHER)


def _by_forms(text: str, pairs: Counter[tuple[str, str]]) -> str:
    """Return the text with each character in the form that it has elsewhere beside the same neighbour."""
    characters = [*text]
    for index, character in enumerate(characters):
        other = _FORMS.get(character)
        if other is None:
            continue
        before, after = _letter(characters, index, -1), _letter(characters, index, 1)
        elsewhere = pairs[before, character] + pairs[character, after] - (before != "") - (after != "")
        if pairs[before, other] + pairs[other, after] > elsewhere:
            characters[index] = other
    return "".join(characters)


def _by_words(text: str, words: Counter[str]) -> str:
    characters = [*text]
    for index, character in enumerate(characters):
        other = _TWINS.get(character)
        if other is None:
            continue
        read, changed = _word_at(characters, index, character), _word_at(characters, index, other)
        if len(changed) > 1 and words[changed] > 0 and words[read] <= (character in read):
            characters[index] = other
    return "".join(characters)


def _word_at(characters: Sequence[str], index: int, character: str) -> str:
    """Return the run of one script that a position is in, were `character` there."""
    script = script_of(character)
    start, end = index, index + 1
    while start > 0 and script_of(characters[start - 1]) is script:
        start -= 1
    while end < len(characters) and script_of(characters[end]) is script:
        end += 1
    return "".join([*characters[start:index], character, *characters[index + 1 : end]])


def _words(text: str) -> Iterable[str]:
    word = ""
    for character in text:
        if word and script_of(character) is script_of(word[-1]):
            word += character
        else:
            yield word
            word = character
    yield word
