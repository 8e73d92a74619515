"""Measure the reading of scans: pages of PDFs with text are drawn, spoiled as scanners do, and read back.

python bench/scan.py [--dpi 200 --dpi 300] [--pages 3] [--seed 1] [PDF …]

What the PDF itself says is the measure. Printed for each document: cells that are right (after folding of widths), cells
that are wrong, wrong cells that were not marked as doubtful, right cells that were, seconds a page, and memory.
With tesseract installed, its own reading of the same cells stands beside ours.
"""

import argparse
import os
import resource
import shutil
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from torikumi.read.document import Cell
from torikumi.read.flow import Body, Line
from torikumi.read.page.layout import PageParts, lay_out_all
from torikumi.read.page.table import PageTable
from torikumi.read.pdfium.grey import draw_grey
from torikumi.read.pdfium.page import read_page
from torikumi.read.scan.context import mend_parts
from torikumi.read.scan.doubts import DOUBTFUL
from torikumi.read.scan.page import read_scanned_page

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TORIKUMI_SHARED") or REPOSITORY.parent / "shared" / "data")
DOCUMENTS = SHARED / "iruma" / "documents"
USUAL = ("band_a3.pdf", "merged_a4.pdf", "vertical_a4.pdf", "word.pdf")


@dataclass
class Tally:
    right: int = 0
    marked_right: int = 0
    wrong: list[tuple[str, str, float | None]] = field(default_factory=list)
    missed: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def unmarked(self) -> list[tuple[str, str, float | None]]:
        return [entry for entry in self.wrong if entry[2] is None or entry[2] >= DOUBTFUL]


def spoil(picture: np.ndarray, seed: int) -> np.ndarray:
    """Return a page as a scanner gives it: a little askew, uneven, noisy, and saved as JPEG."""
    chance = np.random.default_rng(seed)
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(chance.uniform(-1.5, 1.5)), 1.0)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    soft = cv2.GaussianBlur(turned, (0, 0), 0.4 + 0.3 * float(chance.random())).astype(np.float32)
    light = np.linspace(1.0, 0.88, width, dtype=np.float32)[None, :]
    noisy = (40 + soft * (200 / 255)) * light + chance.normal(0, 7, soft.shape).astype(np.float32)
    specks = chance.random(soft.shape) < 0.0004
    noisy[specks] = 40
    octets = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    return np.asarray(cv2.imdecode(octets, cv2.IMREAD_GRAYSCALE))


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("~", "〜")
    return "".join(plain.split())


def cells_of(parts: PageParts | list[Body | Line]) -> dict[tuple[int, int, int], Cell]:
    """Return the cells by the number of their table, their row and their column."""
    tables = [part for part in getattr(parts, "parts", parts) if isinstance(part, (PageTable, Body))]
    return {
        (index, cell.row, cell.column): cell
        for index, table in enumerate(tables)
        for cell in table.cells
        if cell.text.strip()
    }


def pages_of(path: Path, dpi: int, most: int) -> Iterator[tuple[PageParts, np.ndarray]]:
    document = pypdfium2.PdfDocument(path)
    pages = [document[index] for index in range(min(most, len(document)))]
    contents = [read_page(page.raw, index + 1) for index, page in enumerate(pages)]
    for page, parts in zip(pages, lay_out_all(contents), strict=True):
        yield parts, draw_grey(page.raw, dpi)


def measure(path: Path, dpi: int, *, pages: int, seed: int) -> Tally:
    tally = Tally()
    wanted, found = [], []
    for number, (parts, picture) in enumerate(pages_of(path, dpi, pages), start=1):
        spoiled = spoil(picture, seed + number)
        begin = time.perf_counter()
        found.append(read_scanned_page(spoiled, dpi=dpi, page=number))
        tally.seconds.append(time.perf_counter() - begin)
        wanted.append(parts)
    tables = [[part for part in page.parts if isinstance(part, PageTable)] for page in found]
    mended = iter(mend_parts([Body(table.cells) for page in tables for table in page])[0])
    for want, page in zip(wanted, tables, strict=True):
        compare(cells_of(want), cells_of([next(mended) for _ in page]), tally)
    return tally


def compare(
    want: dict[tuple[int, int, int], Cell], found: dict[tuple[int, int, int], Cell], tally: Tally
) -> None:
    for key, cell in want.items():
        other = found.pop(key, None)
        if other is None:
            tally.missed += 1
        elif fold(other.text) == fold(cell.text):
            tally.right += 1
            tally.marked_right += other.confidence is not None and other.confidence < DOUBTFUL
        else:
            tally.wrong.append((cell.text, other.text, other.confidence))
    tally.wrong.extend(("", cell.text, cell.confidence) for cell in found.values())


def tesseract(picture: np.ndarray, dpi: int) -> str:
    octets = cv2.imencode(".png", picture)[1].tobytes()
    words = ["tesseract", "-", "-", "-l", "jpn", "--psm", "6", "--dpi", str(dpi)]
    return subprocess.run(words, input=octets, capture_output=True, check=True).stdout.decode()


def beside_tesseract(path: Path, dpi: int, seed: int) -> tuple[int, int, float]:
    """Return how many cells of the first page tesseract reads rightly, of how many, and the seconds it takes."""
    parts, picture = next(pages_of(path, dpi, 1))
    spoiled = spoil(picture, seed + 1)
    found = cells_of(read_scanned_page(spoiled, dpi=dpi, page=1))
    begin, right, count = time.perf_counter(), 0, 0
    for key, cell in cells_of(parts).items():
        if key not in found or found[key].box is None:
            continue
        left, top, end, bottom = (round(value * dpi / 72) for value in found[key].box or ())
        count += 1
        right += fold(tesseract(spoiled[top + 4 : bottom - 4, left + 4 : end - 4], dpi)) == fold(cell.text)
    return right, count, time.perf_counter() - begin


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("pdf", nargs="*", type=Path)
    arguments.add_argument("--dpi", type=int, action="append")
    arguments.add_argument("--pages", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", action="store_true", help="print each wrong cell")
    given = arguments.parse_args()
    for path in given.pdf or [DOCUMENTS / name for name in USUAL]:
        for dpi in given.dpi or (200, 300):
            tally = measure(path, dpi, pages=given.pages, seed=given.seed)
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{path.name} {dpi} dpi: right {tally.right}, wrong {len(tally.wrong)} "
                f"(not marked {len(tally.unmarked)}), missed {tally.missed}, right but marked {tally.marked_right}; "
                f"{sum(tally.seconds) / len(tally.seconds):.1f} s a page, {megabytes} MB",
                flush=True,
            )
            for want, got, sure in tally.wrong if given.show else ():
                print(f"    {sure}  {fold(want)!r} -> {fold(got)!r}")
            if shutil.which("tesseract"):
                right, count, seconds = beside_tesseract(path, dpi, given.seed)
                print(f"    tesseract, first page, our cells: right {right} of {count}, {seconds:.1f} s")


if __name__ == "__main__":
    main()
