"""The blanks of a template: {{事業名}}, and {{#事業ごと}} … {{/事業ごと}} around what is repeated.

{{?指標ごと}} … {{/指標ごと}} stands once where there is anything, {{^指標ごと}} … {{/指標ごと}} where there is nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from torikumi.errors import UserError
from torikumi.text.width import fold_width

# An input method makes full-width braces as easily as half-width ones, and Word puts spaces where nobody asked.
_MARK = re.compile(r"(?:\{\{|｛｛)(?P<inside>[^{}｛｝]*)(?:\}\}|｝｝)")
_BRACES = re.compile(r"\{\{|\}\}|｛｛|｝｝")


class MarkKind(Enum):
    """What a blank does."""

    VALUE = ""
    OPEN = "#"
    OPEN_IF_FILLED = "?"
    OPEN_IF_EMPTY = "^"
    CLOSE = "/"


@dataclass(frozen=True, slots=True)
class Mark:
    """One blank: what it does, and the name in it, widths folded and without spaces around."""

    kind: MarkKind
    name: str

    @property
    def opens(self) -> bool:
        """Whether a block begins here."""
        return self.kind in (MarkKind.OPEN, MarkKind.OPEN_IF_FILLED, MarkKind.OPEN_IF_EMPTY)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, from `start` to `end`: as it stands, or a blank."""

    start: int
    end: int
    mark: Mark | None = None


class FormTemplateError(UserError):
    """A template that cannot be filled: a blank of an unknown name, a block without its end."""


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a paragraph's text, in order and without gaps. Raises FormTemplateError for a half blank."""
    found: list[Token] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            found.append(Token(at, match.start()))
        found.append(Token(match.start(), match.end(), _mark(match["inside"], match[0])))
        at = match.end()
    if at < len(text):
        found.append(Token(at, len(text)))
    for token in found:
        if token.mark is None and _BRACES.search(text, token.start, token.end):
            raise FormTemplateError(
                ja=f"様式の「{_short(text)}」に、閉じていない {{{{ か、開いていない }}}} があります。"
                "{{事業名}} のように両側に書いてください。",
                en=f"The template has {{{{ or }}}} alone in “{_short(text)}”. Write both sides, as in {{{{事業名}}}}.",
            )
    return found


def marks_of(text: str) -> Iterator[Mark]:
    """Yield the blanks of a text in order."""
    return (token.mark for token in tokens_of(text) if token.mark is not None)


def whole_mark(text: str) -> Mark | None:
    """Return the blank that the text is, where it holds nothing else."""
    match = _MARK.fullmatch(text.strip())
    return _mark(match["inside"], match[0]) if match else None


def has_mark(text: str) -> bool:
    """Tell whether a text has braces of a blank, whole or half."""
    return _BRACES.search(text) is not None


def closing_index(marks: Sequence[Mark | None], start: int) -> int | None:
    """Return where the block that opens at `start` ends; None where it does not. `marks` may hold None between."""
    depth = 0
    for index in range(start, len(marks)):
        mark = marks[index]
        if mark is None:
            continue
        if mark.opens:
            depth += 1
        elif mark.kind is MarkKind.CLOSE:
            depth -= 1
            if depth == 0:
                opened = marks[start]
                return index if opened is not None and opened.name == mark.name else None
    return None


def unclosed(mark: Mark, text: str) -> FormTemplateError:
    """Return the error for a block that is opened and not closed, or the other way round."""
    if mark.opens:
        return FormTemplateError(
            ja=f"様式の {{{{{mark.kind.value}{mark.name}}}}} に対する {{{{/{mark.name}}}}} が、同じ並び"
            f"（同じ段落、同じ表、本文）にありません。「{_short(text)}」を確かめてください。",
            en=f"The block {{{{{mark.kind.value}{mark.name}}}}} is not closed by {{{{/{mark.name}}}}} in the same "
            f"paragraph, table or body. Look at “{_short(text)}”.",
        )
    return FormTemplateError(
        ja=f"様式の {{{{/{mark.name}}}}} に対する {{{{#{mark.name}}}}} がありません。"
        f"「{_short(text)}」を確かめてください。",
        en=f"The template closes {{{{/{mark.name}}}}}, which was not opened. Look at “{_short(text)}”.",
    )


def _mark(inside: str, printed: str) -> Mark:
    words = fold_width(inside).strip()
    kind = next((each for each in MarkKind if each.value and words.startswith(each.value)), MarkKind.VALUE)
    name = words.removeprefix(kind.value).strip()
    if not name:
        raise FormTemplateError(
            ja=f"様式の {printed} に名前がありません。{{{{事業名}}}} のように書いてください。",
            en=f"The blank {printed} of the template has no name. Write it like {{{{事業名}}}}.",
        )
    return Mark(kind, name)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"
