"""Choices that a form offers in print: options with a mark at the chosen one, in one cell or over several columns."""

import re

from torikumi.plan.outcomes import outcomes_of

_MARKS = frozenset("○●◯〇◎✓✔✅☑■レ")
_DASHES = frozenset("-－―—–ー‐×✕")
_BOXES = re.compile(r"([□☐◻▢■☑☒◼✓✔✅レ])\s*([^□☐◻▢■☑☒◼✓✔✅、,/／\n]+)")
_OPEN_BOXES = frozenset("□☐◻▢")
_BRACKETS = re.compile(r"[(（]\s*([○●◯〇◎✓✔レ]?)\s*[)）]\s*([^\s(（)）]+)")
_DIGITS = re.compile(r"([①-⑳]|[0-9０-９]{1,2}(?![0-9０-９年次]))[.．:：)）]?\s*([^\s0-9０-９①-⑳、,/／・]+)")
_DOTS = re.compile(r"(?:\A|(?<=[\s・、,/／]))([○●◯〇◎]?)\s*([^\s・、,/／○●◯〇◎]+)")


def is_mark(text: str) -> bool:
    """Tell whether a text is only the mark that says "this one": ○, ●, ✓."""
    return text.strip() in _MARKS


def is_mark_or_none(text: str) -> bool:
    """Tell whether a text is a mark, or a dash where there is none."""
    return is_mark(text) or text.strip() in _DASHES


def is_option(text: str) -> bool:
    """Tell whether a text may be one step of a scale of directions, as it stands above a column of marks."""
    plain = "".join(text.split())
    return 0 < len(plain) <= 16 and bool(outcomes_of(plain))


def chosen_options(text: str) -> tuple[str, ...] | None:
    """Return the marked ones of the options that a cell prints, None where it prints no options to choose from.

    「１ 拡充 ② 継続 ３ 縮小」 chooses 継続, 「□拡充 ■縮小」 chooses 縮小, 「□拡充 □縮小」 chooses none.
    """
    for options in (_boxes(text), _brackets(text), _digits(text), _dots(text)):
        if sum(is_option(label) for _, label in options) >= 2:
            return tuple(label.strip() for chosen, label in options if chosen)
    return None


def _boxes(text: str) -> list[tuple[bool, str]]:
    found = [(mark not in _OPEN_BOXES, label) for mark, label in _BOXES.findall(text)]
    return found if any(not chosen for chosen, _ in found) else []


def _brackets(text: str) -> list[tuple[bool, str]]:
    return [(bool(mark), label) for mark, label in _BRACKETS.findall(text)]


def _digits(text: str) -> list[tuple[bool, str]]:
    found = [("①" <= mark <= "⑳", label) for mark, label in _DIGITS.findall(text)]
    # Digits alone or circles alone are a list; one circle among digits is a choice.
    return found if 0 < sum(chosen for chosen, _ in found) < len(found) else []


def _dots(text: str) -> list[tuple[bool, str]]:
    found = [(bool(mark), label) for mark, label in _DOTS.findall(text)]
    return found if 0 < sum(chosen for chosen, _ in found) < len(found) else []
