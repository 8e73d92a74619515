"""Pages drawn by reportlab: every run of letters and every rule by itself, so that the truth is known."""

import itertools
import random
from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from tests.generated.finish import finished
from tests.generated.letters import font_name, width_of
from tests.generated.paper import Bold, Hidden, Order, Paper, Pieces, Vertical
from tests.generated.place import Page, Placer, Text
from tests.generated.rules import BLUE, Rectangle, Stroke, backgrounds, drawn_rules
from tests.generated.sheet import Part, Sheet, marked

SECRET = "見えない下書"  # what no reader may give, for nobody sees it
_KANA = "かなふりがな"


def to_pdf(parts: Sequence[Part], paper: Paper) -> bytes:
    """Return the parts as a PDF file."""
    pages = Placer(paper).put([marked(part) for part in parts] if paper.marks else parts)
    return draw_pages(pages, paper)


def to_pdf_beside(left: Sheet, right: Sheet, paper: Paper) -> bytes:
    """Return two tables side by side as a PDF file."""
    return draw_pages(Placer(paper).put_beside(left, right), paper)


def draw_pages(pages: Sequence[Page], paper: Paper) -> bytes:
    """Return pages as a PDF file."""
    content = BytesIO()
    first = pages[0]
    canvas = Canvas(content, pagesize=(first.width, first.height), invariant=1, pageCompression=1)
    for page in pages:
        _Drawer(canvas, page, paper).draw()
        canvas.showPage()
    canvas.save()
    return finished(content.getvalue(), paper)


class _Drawer:
    """Draws one page."""

    def __init__(self, canvas: Canvas, page: Page, paper: Paper) -> None:
        self._canvas, self._page, self._paper = canvas, page, paper
        self._random = random.Random(paper.seed)

    def draw(self) -> None:
        self._turn()
        if self._paper.hidden is Hidden.COVERED:
            self._draw_covered()
        for frame in self._page.frames:
            for rectangle in backgrounds(frame, self._paper.fill):
                self._draw_rectangle(rectangle)
        for frame in self._page.frames:
            self._draw_rules(frame)
        if self._paper.forms:
            self._draw_as_form()
        else:
            self._draw_texts()
        self._draw_hidden()

    def _turn(self) -> None:
        """Turn the page so that it stands upright once a viewer has turned it back."""
        canvas, page, paper = self._canvas, self._page, self._paper
        width, height = page.width, page.height
        canvas.setPageSize(
            (width, height)
        )  # as it is shown: reportlab itself changes them round for a turned page
        if paper.rotate:
            canvas.setPageRotation(paper.rotate)
        turns = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }
        if paper.rotate in turns:
            canvas.transform(*turns[paper.rotate])
        if paper.scale != 1.0:
            canvas.scale(paper.scale, paper.scale)

    def _draw_rules(self, frame: object) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(*(BLUE if self._paper.colour else (0, 0, 0)))
        for mark in drawn_rules(frame, self._paper):  # type: ignore[arg-type]
            if isinstance(mark, Rectangle):
                self._draw_rectangle(mark)
            else:
                self._draw_stroke(mark)
        canvas.setDash()

    def _draw_stroke(self, mark: Stroke) -> None:
        canvas, scale = self._canvas, self._paper.scale
        canvas.setLineWidth(mark.width / scale)
        canvas.setDash(*(([2 / scale, 1 / scale],) if mark.dash else ()))
        canvas.line(*self._at(mark.x0, mark.y0), *self._at(mark.x1, mark.y1))

    def _draw_rectangle(self, mark: Rectangle) -> None:
        canvas = self._canvas
        x0, y0 = self._at(mark.x0, mark.y1)
        x1, y1 = self._at(mark.x1, mark.y0)
        if mark.colour is None:
            canvas.setLineWidth(0.5 / self._paper.scale)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
            return
        colour = BLUE if mark.colour == (0.0, 0.0, 0.0) and self._paper.colour else mark.colour
        canvas.setFillColorRGB(*colour)
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)

    def _draw_texts(self) -> None:
        texts = [*self._page.texts]
        if self._paper.order is Order.COLUMNS:
            texts.sort(key=lambda text: (text.cell[1], text.cell[0]))
        elif self._paper.order is Order.RANDOM:
            self._random.shuffle(texts)
        for index, text in enumerate(texts):
            if text.down:
                self._draw_down(text)
            else:
                self._draw_across(text, with_ruby=self._paper.ruby and index % 3 == 0)

    def _draw_as_form(self) -> None:
        name = f"form{self._canvas.getPageNumber()}"
        self._canvas.beginForm(
            name, 0, 0, self._page.width / self._paper.scale, self._page.height / self._paper.scale
        )
        self._draw_texts()
        self._canvas.endForm()
        self._canvas.doForm(name)

    def _draw_across(self, text: Text, *, with_ruby: bool) -> None:
        shifts = (0.0, 0.3) if self._paper.bold is Bold.TWICE and text.is_header else (0.0,)
        for shift in shifts:
            self._show(text, shift)
        if with_ruby and "\u4e00" <= text.text[:1] <= "\u9fff":
            kana = Text(text=_KANA[:2], x=text.x, y=text.y - text.size * 0.95, size=text.size * 0.45)
            self._draw_run(kana.text, kana.x, kana.y, kana.size, mode=0, stretch=0.0)

    def _show(self, text: Text, shift: float) -> None:
        mode = 2 if self._paper.bold is Bold.STROKE and text.is_header else 0
        x = text.x + shift
        runs = []
        for piece in self._pieces(text.text):
            runs.append((piece, x))
            x += width_of(piece, text.size, self._paper.font) + text.stretch * len(piece)
        if self._paper.order is Order.RANDOM:
            self._random.shuffle(runs)
        for piece, start in runs:
            self._draw_run(piece, start, text.y, text.size, mode=mode, stretch=text.stretch)

    def _pieces(self, text: str) -> list[str]:
        if self._paper.pieces is Pieces.GLYPHS:
            return [*text]
        if self._paper.pieces is Pieces.LINE or len(text) < 2:
            return [text]
        cuts = sorted({0, len(text), *(self._random.randrange(len(text)) for _ in range(3))})
        if not self._paper.cut_at_spaces:
            inner = [cut for cut in cuts[1:-1] if not any(map(str.isspace, text[cut - 1 : cut + 1]))]
            cuts = [0, *inner, len(text)]
        return [text[start:end] for start, end in itertools.pairwise(cuts)]

    def _draw_run(self, text: str, x: float, y: float, size: float, *, mode: int, stretch: float) -> None:
        scale = self._paper.scale
        run = self._canvas.beginText()
        run.setTextOrigin(*self._at(x, y))
        run.setFont(font_name(self._paper.font), size / scale)
        run.setCharSpace(stretch / scale)
        if mode == 2:
            self._canvas.setLineWidth(0.2 / scale)
        run.setTextRenderMode(mode)
        run.textOut(text)
        run.setTextRenderMode(0)
        self._canvas.drawText(run)

    def _draw_down(self, text: Text) -> None:
        if self._paper.vertical is Vertical.FONT:
            run = self._canvas.beginText()
            run.setTextOrigin(*self._at(text.x, text.y))
            run.setFont(font_name("vertical"), text.size / self._paper.scale)
            run.textOut(text.text)
            self._canvas.drawText(run)
            return
        for index, letter in enumerate(text.text):
            middle = text.y + text.size * (1.05 * index + 0.5)
            self._draw_upright(letter, text.x, middle, text.size)

    def _draw_upright(self, letter: str, x: float, middle: float, size: float) -> None:
        """Draw one letter of a column; what lies in a line of text is turned to stand in one written downwards."""
        width = width_of(letter, size, self._paper.font)
        if letter not in "ー〜（）()<>-":
            self._draw_run(letter, x - width / 2, middle + size * 0.38, size, mode=0, stretch=0.0)
            return
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(*self._at(x, middle))
        canvas.rotate(-90)
        run = canvas.beginText()
        run.setTextOrigin(-width / 2 / self._paper.scale, -size * 0.38 / self._paper.scale)
        run.setFont(font_name(self._paper.font), size / self._paper.scale)
        run.textOut(letter)
        canvas.drawText(run)
        canvas.restoreState()

    def _draw_covered(self) -> None:
        for frame in self._page.frames[:1]:
            box = frame.boxes[-1]
            self._draw_run(SECRET, box.x0 + 2, box.y0 + 9, 8, mode=0, stretch=0.0)
            self._draw_rectangle(Rectangle(box.x0, box.y0, box.x1 + 60, box.y1, (1.0, 1.0, 1.0)))

    def _draw_hidden(self) -> None:
        canvas, hidden = self._canvas, self._paper.hidden
        if hidden is Hidden.INVISIBLE:
            for frame in self._page.frames:
                box = frame.boxes[len(frame.boxes) // 2]
                self._draw_run(SECRET, box.x0 + 2, box.y0 + 9, 8, mode=3, stretch=0.0)
        elif hidden is Hidden.CLIPPED and self._page.frames:
            box = self._page.frames[0].boxes[-1]
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(*self._at(10, 30), 5 / self._paper.scale, 5 / self._paper.scale)
            canvas.clipPath(path, stroke=0, fill=0)
            self._draw_run(SECRET, box.x0 + 2, box.y0 + 9, 8, mode=0, stretch=0.0)
            canvas.restoreState()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point stands in the file, whose y goes up."""
        return x / self._paper.scale, (self._page.height - y) / self._paper.scale
