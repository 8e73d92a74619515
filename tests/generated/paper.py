"""How a page is drawn: every variation of a PDF file that changes nothing a person reads, each a switch of its own."""

from dataclasses import dataclass, replace
from enum import StrEnum

from hypothesis import strategies as st


class Rules(StrEnum):
    """Which rules a table has."""

    FULL = "full"
    ROWS = "horizontal only"
    COLUMNS = "vertical only"
    HEADER = "above and below the header, and at the end"
    OUTER = "frame"
    NONE = "none"


class Pen(StrEnum):
    """How a rule is drawn."""

    LINE = "line"
    RECTANGLE = "thin filled rectangle"
    CELLS = "each cell as a stroked rectangle"
    PATTERN = "dash pattern"
    PIECES = "many short lines"
    DOUBLE = "two lines"
    GAPS = "small gaps at the crossings"
    THICK = "thick line"


class Fill(StrEnum):
    """What lies under the text."""

    NONE = "none"
    ZEBRA = "every second row"
    HEADER = "shaded header"
    WHITE = "each cell white"


class Label(StrEnum):
    """Where the text of a merged cell stands that goes over a page end."""

    TOP = "at its top"
    MIDDLE = "in the middle of its larger part"
    EACH = "on each page"


class Order(StrEnum):
    """In which order the text stands in the file."""

    ROWS = "row by row"
    COLUMNS = "column by column"
    RANDOM = "at random"


class Pieces(StrEnum):
    """Into how many pieces a line of text is cut."""

    LINE = "one"
    PARTS = "some"
    KERNED = "kerned"
    GLYPHS = "one a glyph"


class Bold(StrEnum):
    """How bold is faked."""

    NONE = "not"
    TWICE = "drawn twice"
    STROKE = "filled and stroked"


class Hidden(StrEnum):
    """What a person does not see."""

    NONE = "nothing"
    INVISIBLE = "render mode 3"
    COVERED = "under a white rectangle"
    CLIPPED = "outside the clip"


class Vertical(StrEnum):
    """How the cells of levels are written."""

    NO = "across"
    GLYPHS = "downwards, glyph by glyph"
    FONT = "downwards, by the font"


class Spacing(StrEnum):
    """How letters stand apart."""

    NONE = "tight"
    NUMBERS = "digits apart"
    HEADER = "words of the header apart"
    JUSTIFIED = "lines stretched to the cell's width"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All switches; the defaults are the plainest page."""

    size: str = "A4"
    landscape: bool = True
    font: str = "gothic"
    letters: float = 8.0
    rules: Rules = Rules.FULL
    pen: Pen = Pen.LINE
    colour: bool = False
    fill: Fill = Fill.NONE
    middle: bool = False
    header_again: bool = True
    break_rows: bool = False
    open_top: bool = False
    label: Label = Label.TOP
    order: Order = Order.ROWS
    pieces: Pieces = Pieces.LINE
    bold: Bold = Bold.NONE
    hidden: Hidden = Hidden.NONE
    vertical: Vertical = Vertical.NO
    down_columns: int = 2
    down_room: float = 0.0
    cut_at_spaces: bool = True
    spacing: Spacing = Spacing.NONE
    ruby: bool = False
    marks: bool = False
    running: bool = True
    rotate: int = 0
    offset: bool = False
    user_unit: bool = False
    scale: float = 1.0
    forms: bool = False
    encrypted: bool = False
    radicals: bool = False
    overflow: bool = False
    tight: bool = False
    seed: int = 0

    def switched(self) -> frozenset[str]:
        """Return the names of the switches that are not as on the plainest page, with what they are set to."""
        plain = Paper()
        names = [name for name in self.__dataclass_fields__ if name not in _NO_SWITCHES]
        changed = {name for name in names if getattr(self, name) != getattr(plain, name)}
        sizes = {"letters small"} if self.letters < 6 else {"letters large"} if self.letters > 11 else set()
        scaled = {"scaled"} if self.scale != 1.0 else set()
        return frozenset({f"{name}: {getattr(self, name)}" for name in changed} | sizes | scaled)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A page with some of the switches on: a document has a few oddities, never all."""
    paper = Paper(
        size=draw(st.sampled_from(("A4", "A4", "A5", "A5", "B5", "A3", "B4"))),
        landscape=draw(st.sampled_from((True, True, False))),
        font=draw(st.sampled_from(("gothic", "gothic", "mincho", "not embedded"))),
        letters=draw(st.sampled_from((8.0, 9.0, 10.5, 6.5, 5.0, 4.0, 12.0, 16.0))),
        rules=draw(st.sampled_from((Rules.FULL, Rules.FULL, Rules.FULL, *Rules))),
        pen=draw(st.sampled_from(Pen)),
        fill=draw(st.sampled_from((Fill.NONE, *Fill))),
        middle=draw(st.booleans()),
        header_again=draw(st.booleans()),
        order=draw(st.sampled_from((Order.ROWS, *Order))),
        pieces=draw(st.sampled_from((Pieces.LINE, *Pieces))),
        label=draw(st.sampled_from(Label)),
        seed=draw(st.integers(0, 99)),
    )
    odd = draw(st.lists(st.sampled_from(ODDITIES), max_size=4, unique_by=tuple))
    for change in odd:
        paper = replace(paper, **change)
    return _sensible(paper)


_NO_SWITCHES = ("seed", "letters", "scale", "down_columns", "down_room", "cut_at_spaces")
ODDITIES: tuple[dict[str, object], ...] = (
    {"colour": True},
    {"break_rows": True},
    {"open_top": True, "header_again": False},
    {"bold": Bold.TWICE},
    {"bold": Bold.STROKE},
    {"hidden": Hidden.INVISIBLE},
    {"hidden": Hidden.COVERED},
    {"hidden": Hidden.CLIPPED},
    {"vertical": Vertical.GLYPHS},
    {"vertical": Vertical.FONT},
    {"spacing": Spacing.NUMBERS},
    {"spacing": Spacing.HEADER},
    {"spacing": Spacing.JUSTIFIED},
    {"ruby": True},
    {"marks": True},
    {"running": False},
    {"rotate": 90},
    {"rotate": 180},
    {"rotate": 270},
    {"offset": True},
    {"user_unit": True},
    {"scale": 0.5},
    {"scale": 1.7},
    {"forms": True},
    {"encrypted": True},
    {"radicals": True},
    {"overflow": True},
    {"tight": True},
)


def _sensible(paper: Paper) -> Paper:
    """Return the page without what would leave a person guessing, too."""
    if paper.rules in (Rules.COLUMNS, Rules.HEADER, Rules.OUTER, Rules.NONE):
        # Without rules between rows only the tops of cells tell where a row begins, and only space parts the columns.
        paper = replace(
            paper, middle=False, break_rows=False, tight=False, overflow=False, vertical=Vertical.NO
        )
        paper = replace(paper, pen=Pen.LINE if paper.pen is Pen.CELLS else paper.pen, label=Label.TOP)
    if paper.rules is Rules.ROWS:
        paper = replace(
            paper, tight=False, overflow=False, pen=Pen.LINE if paper.pen is Pen.CELLS else paper.pen
        )
        paper = replace(paper, spacing=Spacing.NONE if paper.spacing is Spacing.HEADER else paper.spacing)
    if paper.overflow or paper.tight:
        paper = replace(paper, order=Order.ROWS, pieces=Pieces.LINE)
    if paper.radicals and paper.font == "not embedded":
        paper = replace(paper, font="gothic")
    return paper
