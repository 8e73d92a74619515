"""What stands on a page, before anyone asks what is a table: pieces of text, rules, fills, pictures."""

from dataclasses import dataclass, field

from torikumi.read.document import Box
from torikumi.read.ruled import Rule


@dataclass(slots=True, kw_only=True)
class Piece:
    """Characters that follow one another on one line without a jump, as the file draws them.

    `lefts` are the left edges of the characters (their upper edges where the piece runs down the page). `size` is the
    height of a character. `turned` tells that the text is drawn turned by 90°, `down` that it is written downwards,
    `spaced` that the file draws a space after it.
    Not frozen: a page has thousands, and they are cut and joined while the page is read.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    lefts: list[float]
    turned: bool = False
    down: bool = False
    spaced: bool = False
    source: int = 0

    @property
    def middle(self) -> float:
        """The height of the middle of the piece."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        """What the piece covers."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddities:
    """How many characters of a page were not simply taken as they stand.

    `garbled` tells that most of them have no meaning (no map to Unicode) and none was taken; `under_picture` that the
    text is what a recogniser left under a scanned page.
    """

    hidden: int = 0
    doubled: int = 0
    unmapped: int = 0
    radicals: int = 0
    shown: int = 0
    garbled: bool = False
    under_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """A page as it is shown: sizes in points, y going down from the upper edge.

    `fills` are filled areas that are no rules (backgrounds of cells), `pictures` the boxes of images.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    fills: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    oddities: Oddities = field(default_factory=Oddities)

    @property
    def is_picture(self) -> bool:
        """Whether the page is one picture (a scan) with no text that is shown."""
        area = self.width * self.height
        return not self.pieces and any(
            (right - left) * (bottom - top) >= 0.5 * area for left, top, right, bottom in self.pictures
        )
