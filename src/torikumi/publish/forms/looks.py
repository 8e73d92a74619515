"""How a paragraph and its pieces look in a Word file, with what their styles say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torikumi.read.word.package import Element, child, is_on, number, tag_of, value

_CHAIN = 20
_TWIP = 20  # in a point
_SIZE = 21  # half points: what Word writes Japanese in
_ALIGNED: Mapping[str, str] = {"center": "center", "right": "right", "end": "right", "distribute": "center"}
# A letter written larger than this is a slip; the page could not hold it.
_LARGEST = 72


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that look alike; `size` in points."""

    text: str
    bold: bool
    underlined: bool
    size: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a paragraph stands: "left", "center" or "right"; the indents of all lines and of the first in points.

    `line` is the height of a line in points where the file says it exactly, else 0.
    """

    align: str
    indent: float
    first: float
    line: float
    new_page: bool
    keep: bool


class Looks:
    """The looks by the styles of one file."""

    def __init__(self, styles: Element | None) -> None:
        self._styles = {
            value(element, "styleId") or "": element
            for element in (styles if styles is not None else ())
            if tag_of(element) == "style"
        }
        self._standard = next(
            (
                identity
                for identity, element in self._styles.items()
                if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true")
            ),
            "",
        )
        self._defaults = child(styles, "docDefaults", "rPrDefault", "rPr")

    def shape_of(self, paragraph: Element) -> Shape:
        """Return how a paragraph stands."""
        all_properties = [*self._paragraph_properties(paragraph)]
        aligned = next(iter(_all(all_properties, "jc")), None)
        return Shape(
            align=_ALIGNED.get(value(aligned) or "", "left"),
            indent=_points(all_properties, ("left", "start"), ("leftChars",)),
            first=_points(all_properties, ("firstLine",), ("firstLineChars",))
            - _points(all_properties, ("hanging",), ("hangingChars",)),
            line=_exact_line(all_properties),
            new_page=_first_on(all_properties, "pageBreakBefore"),
            keep=_first_on(all_properties, "keepNext"),
        )

    def piece_of(self, run: Element, paragraph: Element, text: str) -> Piece:
        """Return words of a run with their looks."""
        properties = [*self._run_properties(run, paragraph)]
        size = next(
            (found for each in _all(properties, "sz") if (found := number(value(each))) is not None), _SIZE
        )
        return Piece(
            text=text,
            bold=_first_on(properties, "b"),
            underlined=any(value(each) not in (None, "none") for each in [*_all(properties, "u")][:1]),
            size=min(max(size, 8) / 2, _LARGEST),
        )

    def _paragraph_properties(self, paragraph: Element) -> Iterator[Element]:
        own = child(paragraph, "pPr")
        if own is not None:
            yield own
        for style in self._chain(value(child(own, "pStyle"))):
            properties = child(style, "pPr")
            if properties is not None:
                yield properties

    def _run_properties(self, run: Element, paragraph: Element) -> Iterator[Element]:
        own = child(run, "rPr")
        if own is not None:
            yield own
        named = value(child(own, "rStyle"))
        styles = [
            *(self._chain(named) if named else ()),
            *self._chain(value(child(paragraph, "pPr", "pStyle"))),
        ]
        for style in styles:
            properties = child(style, "rPr")
            if properties is not None:
                yield properties
        if self._defaults is not None:
            yield self._defaults

    def _chain(self, identity: str | None) -> Iterator[Element]:
        at = identity if identity is not None else self._standard
        for _ in range(_CHAIN):
            style = self._styles.get(at)
            if style is None:
                return
            yield style
            at = value(child(style, "basedOn")) or ""


def _all(properties: list[Element], name: str) -> Iterator[Element]:
    for each in properties:
        found = child(each, name)
        if found is not None:
            yield found


def _first_on(properties: list[Element], name: str) -> bool:
    found = next(_all(properties, name), None)
    return is_on(found)


def _exact_line(properties: list[Element]) -> float:
    spacing = next(_all(properties, "spacing"), None)
    if spacing is None or value(spacing, "lineRule") != "exact":
        return 0
    return (number(value(spacing, "line")) or 0) / _TWIP


def _points(properties: list[Element], names: tuple[str, ...], in_letters: tuple[str, ...]) -> float:
    """Return an indent; where it is said in letters, a hundredth of one is taken for a letter of 10.5 points."""
    for each in _all(properties, "ind"):
        for name in in_letters:
            hundredths = number(value(each, name))
            if hundredths:
                return hundredths / 100 * 10.5
        for name in names:
            twips = number(value(each, name))
            if twips is not None:
                return twips / _TWIP
    return 0
