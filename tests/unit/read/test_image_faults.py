"""Pictures that are damaged or too large are refused with one sentence; nothing else ever comes out of them."""

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from torikumi.errors import UserError
from torikumi.read.page.layout import PageParts
from torikumi.read.run import read_document
from torikumi.read.scan import page as scan_page
from torikumi.read.sources import image
from unit.read.scans import Picture

FORMATS = ("PNG", "JPEG", "TIFF")


@pytest.fixture(autouse=True)
def nothing_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about decoding: what a page says is asked elsewhere."""

    def parts(picture: Picture, *, dpi: float, page: int) -> PageParts:
        assert picture.dtype == np.uint8
        assert picture.ndim == 2
        return PageParts(number=page, height=100.0, parts=())

    monkeypatch.setattr(scan_page, "read_scanned_page", parts)


def picture_file(kind: str, mode: str = "L") -> bytes:
    chance = np.random.default_rng(3)
    octets = BytesIO()
    grey = Image.fromarray(chance.integers(0, 255, (90, 120), dtype=np.uint8))
    grey.convert(mode).save(octets, kind)
    return octets.getvalue()


def read_quietly(octets: bytes) -> None:
    """Read, and take a UserError with both sentences for an answer."""
    try:
        image.read_tables(octets, name="計画.png")
    except UserError as error:
        assert error.ja.endswith("。")
        assert error.en.endswith(".")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_truncated_picture_is_refused(kind: str) -> None:
    octets = picture_file(kind)

    for length in range(12, len(octets) - 40, max(1, len(octets) // 60)):
        with pytest.raises(UserError):
            image.read_tables(octets[:length], name="計画.png")


@pytest.mark.parametrize("kind", FORMATS)
def test_flipped_bits_never_break_the_reader(kind: str) -> None:
    octets = picture_file(kind)
    chance = random.Random(5)

    for _ in range(150):
        spoiled = bytearray(octets)
        for _ in range(chance.randint(1, 4)):
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        read_quietly(bytes(spoiled))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_colour_becomes_grey(mode: str) -> None:
    with pytest.raises(image.NoTextInPictureError):
        image.read_tables(picture_file("PNG", mode), name="計画.png")


def test_a_bomb_is_refused_by_its_header_alone() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")

    with pytest.raises(image.HugePictureError):
        image.read_tables(bomb, name="計画.png")


def test_a_picture_just_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MOST_PIXELS", 90 * 120 - 1)

    with pytest.raises(image.HugePictureError):
        image.read_tables(picture_file("PNG"), name="計画.png")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = BytesIO()
    pages = [Image.new("L", (20, 20), 255) for _ in range(4)]
    pages[0].save(octets, "TIFF", save_all=True, append_images=pages[1:])
    monkeypatch.setattr(image, "MOST_PAGES", 3)

    with pytest.raises(image.HugePictureError):
        image.read_tables(octets.getvalue(), name="計画.tif")


def test_a_picture_without_text_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "写真.jpg"
    path.write_bytes(picture_file("JPEG"))

    with pytest.raises(image.NoTextInPictureError, match="300dpi"):
        read_document(path)
