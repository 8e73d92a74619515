"""Prints the memory and the time that our reader of PDF takes as documents grow: invented, densely ruled pages.

    python bench/memory.py [--pages N …]

Every document is read in a process of its own. Goals: less than 100 MB whatever the number of pages, 30 ms of processor
time a page, 4 s for the report of 83 pages that lies beside the checkout.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from reading.gold import SHARED
from reading.measure import count_pages
from reading.peers import OURS, run_reader
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

PAGES = (10, 100, 1000)
REPORT = SHARED / "takamatsu" / "source.pdf"
MOST_MB, MOST_MS, MOST_SECONDS = 100, 30, 4
ROWS = 30
_FONT = "HeiseiKakuGo-W5"
_LEFTS = (30, 60, 220, 590, 660, 780)  # of the columns, and the right end of the last
_HEADER = ("No.", "事業名", "事業概要", "今後の方針", "担当課")
_TOP, _HEIGHT = 560, 17


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, action="append", metavar="N")
    chosen = parser.parse_args()
    print(f"{'document':<24}{'pages':>7}{'cells':>8}{'MB':>7}{'CPU ms/page':>13}{'wall ms/page':>14}")
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        for pages in chosen.pages or PAGES:
            path = Path(folder) / f"ruled-{pages}.pdf"
            write_ruled(path, pages=pages)
            kept &= _print(path, most_cpu=MOST_MS * pages / 1000)
    if REPORT.is_file():
        kept &= _print(REPORT, most_cpu=MOST_SECONDS)
    print(
        f"goals: {MOST_MB} MB, {MOST_MS} ms a page, {MOST_SECONDS} s for the report: {'kept' if kept else 'NOT KEPT'}"
    )
    return 0


def write_ruled(path: Path, *, pages: int) -> None:
    """Write a document of dense pages: thirty ruled rows of five columns and a header on each."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(str(path), pagesize=landscape(A4), invariant=1)
    for page in range(pages):
        _draw_page(canvas, first=page * ROWS + 1)
        canvas.showPage()
    canvas.save()


def _draw_page(canvas: Canvas, *, first: int) -> None:
    canvas.setFont(_FONT, 8)
    canvas.setLineWidth(0.5)
    for line in range(ROWS + 2):
        canvas.line(_LEFTS[0], _TOP - line * _HEIGHT, _LEFTS[-1], _TOP - line * _HEIGHT)
    for left in _LEFTS:
        canvas.line(left, _TOP, left, _TOP - (ROWS + 1) * _HEIGHT)
    _draw_row(canvas, 0, _HEADER)
    for row in range(ROWS):
        number = first + row
        direction = ("A：充実", "B：継続", "C：縮小", "D：廃止")[number % 4]
        summary = (
            f"市民と事業者が力を合わせて、第{number}号の取組を進める。年{number % 12 + 1}回の講座を開く。"
        )
        _draw_row(
            canvas,
            row + 1,
            (str(number), f"第{number}号まちづくり事業", summary, direction, f"第{number % 40 + 1}推進課"),
        )


def _draw_row(canvas: Canvas, row: int, texts: tuple[str, ...]) -> None:
    for left, text in zip(_LEFTS, texts, strict=False):
        canvas.drawString(left + 3, _TOP - row * _HEIGHT - 12, text)


def _print(path: Path, *, most_cpu: float) -> bool:
    """Print the line of one document; tell whether it keeps the goals."""
    with tempfile.TemporaryDirectory() as folder:
        found = run_reader(
            Path(sys.executable), OURS.adapter, "tables", path, times=1, result=Path(folder) / "found.json"
        )
    if "error" in found:
        print(f"{path.name:<24} {found['error']}")
        return False
    pages = count_pages(path)
    cells = sum(len(table["cells"]) for table in found["tables"])
    per_page = [found[what] * 1000 / pages for what in ("cpu", "wall")]
    name = str(path.relative_to(SHARED)) if path.is_relative_to(SHARED) else path.name
    print(
        f"{name:<24}{pages:>7}{cells:>8}{found['MB']:>7.0f}{per_page[0]:>13.1f}{per_page[1]:>14.1f}",
        flush=True,
    )
    return found["MB"] <= MOST_MB and found["cpu"] <= most_cpu


if __name__ == "__main__":
    sys.exit(main())
