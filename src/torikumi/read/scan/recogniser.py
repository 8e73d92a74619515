"""The one door to the recogniser of characters: PP-OCR's model, which lies inside the wheel of rapidocr.

Only the model and its list of characters are taken from there, by path: rapidocr itself would look for models on the
network. The model is asked line by line, so that no line is padded to the width of another, on all cores at a time.
"""

import importlib.util
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from torikumi.read.scan.character import Character
from torikumi.read.scan.extra import NoRecogniserError, is_available
from torikumi.read.scan.picture import Picture

_MODEL = "models/PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # pixels of a line, as the model was trained
_NARROWER = 0.68  # full-width type keeps its shape well enough, and narrower lines take less time
_SHORT = 5  # lines up to so many heights wide (numbers, letters) are read twice, as they are and wider
_WIDER = 1.3
_DISPUTED = 0.5  # how sure a reading is at most that the other one contradicts
_WIDEST = 4800  # pixels; a page is hardly ever so wide at this height
_OTHERS = 4  # how many other readings of a character are kept
_UNLIKELY = 0.0005
_SWALLOWED = 0.2  # a character this likely where the model says there is none may have been swallowed

# Letters of other scripts and drawn lines look like Latin letters and dashes, and are in no plan.
_FOREIGN = (("Ͱ", "Ͽ"), ("Ѐ", "ӿ"), ("─", "╿"))
_GREEK = "αβγδμπσΩω"

_Scores = npt.NDArray[np.float32]


def recognise(lines: Sequence[Picture]) -> list[tuple[Character, ...]]:
    """Return the characters of each picture of one line, dark on light. Raises NoRecogniserError."""
    return _model().read(lines)


class _Model:
    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # whole lines are shared out instead: no core waits for another
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep the memory of the widest line for good
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *listed, " "]  # the first means that there is no character
        self._usual = np.array([is_usual(character) for character in self._characters])

    def read(self, lines: Sequence[Picture]) -> list[tuple[Character, ...]]:
        # The widest first, so that no core is left with a long line at the end.
        order = sorted(range(len(lines)), key=lambda index: -lines[index].shape[1] / lines[index].shape[0])
        with ThreadPoolExecutor(max_workers=_cores()) as pool:
            found = dict(
                zip(order, pool.map(self._read_line, [lines[index] for index in order]), strict=True)
            )
        return [found[index] for index in range(len(lines))]

    def _read_line(self, line: Picture) -> tuple[Character, ...]:
        height, width = line.shape
        if width > _SHORT * height:
            return self._read_shaped(line, _NARROWER)
        one, other = self._read_shaped(line, 1.0), self._read_shaped(line, _WIDER)
        if _folded(one) == _folded(other):
            return one
        surer = max((one, other), key=lambda found: min((c.sure for c in found), default=0.0))
        return tuple(replace(c, sure=min(c.sure, _DISPUTED)) for c in surer)

    def _read_shaped(self, line: Picture, stretch: float) -> tuple[Character, ...]:
        return self._characters_in(self._session.run(None, {self._input: _shaped(line, stretch)})[0][0])

    def _characters_in(self, scores: _Scores) -> tuple[Character, ...]:
        """Return the characters that the scores of each step from left to right come to."""
        best = scores.argmax(axis=1)
        unusual = np.flatnonzero(~self._usual[best])
        if len(unusual):
            best[unusual] = np.where(self._usual, scores[unusual], 0).argmax(axis=1)
        characters: list[Character] = []
        doubt = 1.0  # how sure it is that nothing was swallowed before the next character
        for start, end in _runs(best):
            if best[start] == 0:
                doubt = self._sure_of_none(scores[start:end], best, start, end)
                continue
            step = start + int(scores[start:end, best[start]].argmax())
            index = int(best[start])
            at = (start + end) / 2 / len(best)
            character = self._character(scores[step], index, at)
            characters.append(replace(character, sure=min(character.sure, doubt)))
            doubt = 1.0
        return tuple(characters)

    def _character(self, scores: _Scores, index: int, at: float) -> Character:
        """Return the character of one step, with what else it may be.

        What a Japanese document does not hold does not count, and ： is no other reading of :.
        """
        likely = np.flatnonzero(scores > _UNLIKELY)
        likely = likely[self._usual[likely]]
        others = sorted(((float(scores[i]), int(i)) for i in likely if i not in (0, index)), reverse=True)
        plain = _fold(self._characters[index])
        same = sum(score for score, i in others if _fold(self._characters[i]) == plain)
        usual = float(scores[likely].sum()) if index in likely else 1.0
        return Character(
            self._characters[index],
            min(1.0, (float(scores[index]) + same) / max(usual, _UNLIKELY)),
            at,
            tuple((self._characters[i], score) for score, i in others[:_OTHERS]),
        )

    def _sure_of_none(self, scores: _Scores, best: npt.NDArray[np.int64], start: int, end: int) -> float:
        """Return how sure it is that no character stands in these steps but those before and after them."""
        around = [int(best[i]) for i in (start - 1, end) if 0 <= i < len(best)]
        least = 1.0
        for step in np.flatnonzero(scores[:, 0] < 1 - _SWALLOWED):
            other = scores[step].copy()
            other[[0, *around]] = 0
            if other.max() > _SWALLOWED:
                least = min(least, float(scores[step, 0]))
        return least


def is_usual(character: str) -> bool:
    """Tell whether a Japanese document may hold a character: 产 and emoji it does not, 産 it does."""
    if character == "":
        return True
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return character in _GREEK or not any(first <= character <= last for first, last in _FOREIGN)


@cache
def _model() -> _Model:
    if not is_available():
        raise NoRecogniserError
    found = importlib.util.find_spec("rapidocr")
    assert found is not None  # noqa: S101  is_available has seen it
    assert found.submodule_search_locations is not None  # noqa: S101  it is a package
    return _Model(Path(found.submodule_search_locations[0]) / _MODEL)


def _fold(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def _folded(characters: Sequence[Character]) -> str:
    return _fold("".join(character.text for character in characters))


def _shaped(line: Picture, stretch: float) -> _Scores:
    import cv2

    height, width = line.shape
    width = min(_WIDEST, max(16, round(width * _HEIGHT / height * stretch)))
    shaped = cv2.resize(line, (width, _HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    three = np.broadcast_to(shaped / 127.5 - 1, (1, 3, _HEIGHT, width))
    return np.ascontiguousarray(three)


def _runs(best: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return from where to where the same character, or none, is the best."""
    breaks = np.flatnonzero(np.diff(best)) + 1
    return list(zip([0, *breaks.tolist()], [*breaks.tolist(), len(best)], strict=True))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
