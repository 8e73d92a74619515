"""PDF files made to fill the memory, to take for ever, or to do more than be read; each is written in a moment."""

import zlib
from collections.abc import Callable, Mapping, Sequence

_MEBI = 1024 * 1024


def pdf_of(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """Return a PDF file of these objects, numbered from 1; the first is the catalogue."""
    octets = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(octets))
        octets += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(octets)
    octets += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    octets += b"".join(b"%010d 00000 n \n" % place for place in places)
    octets += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(octets)


def _page(
    content: bytes,
    *,
    filters: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    more: Sequence[bytes] = (),
) -> bytes:
    box = b"" if b"/MediaBox" in page else b"/MediaBox[0 0 600 800]"
    font = b"/Font<</F1 5 0 R>>"
    stream = b"<</Length %d%s>>stream\n" % (len(content), filters) + content + b"\nendstream"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<<%s%s>>%s>>"
            % (box, font, resources, page),
            stream,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def _swollen(piece: bytes, count: int) -> bytes:
    """Return `count` times `piece` as one zlib stream; the piece is packed once, for each block stands alone."""
    packer = zlib.compressobj(9)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush(zlib.Z_FINISH)
    return block + block[2:] * (count - 1) + end


_FLATE = b"/Filter/FlateDecode"
_TEXT = b"1 0 0 1 10 10 Tm (aaaa) Tj "
_IMAGE = b"<</Type/XObject/Subtype/Image/Width 99999/Height 99999/BitsPerComponent 8/ColorSpace/DeviceGray"


def _lines(count: int) -> bytes:
    across = b"".join(b"0 %d.%d m 600 %d.%d l S\n" % (n % 800, n % 97, n % 800, n % 97) for n in range(count))
    return across + b"".join(
        b"%d.%d 0 m %d.%d 800 l S\n" % (n % 600, n % 97, n % 600, n % 97) for n in range(count)
    )


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "a stream of 1 GB": lambda: _page(_swollen(b" " * _MEBI, 1024), filters=_FLATE),
    "a stream of 1 GB packed twice": lambda: _page(
        zlib.compress(_swollen(b" " * _MEBI, 1024)), filters=b"/Filter[/FlateDecode/FlateDecode]"
    ),
    "three million texts": lambda: _page(
        _swollen(b"BT /F1 12 Tf " + _TEXT * 30_000 + b"ET ", 100), filters=_FLATE
    ),
    "pages that are their own parents": lambda: pdf_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]
    ),
    "a million pages": lambda: pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + b"3 0 R " * 1_000_000 + b"]/Count 1000000>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    ),
    "a form that draws itself": lambda: _page(
        b"/X1 Do",
        resources=b"/XObject<</X1 6 0 R>>",
        more=[
            b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X1 6 0 R>>>>/Length 14>>stream\n"
            b"/X1 Do /X1 Do \nendstream"
        ],
    ),
    "forms that draw forms, ten each": lambda: _page(
        b"/X0 Do",
        resources=b"/XObject<</X0 6 0 R>>",
        more=[
            b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X0 %d 0 R>>>>/Length 70>>stream\n"
            % (7 + level)
            + b"/X0 Do " * 10
            + b"\nendstream"
            for level in range(12)
        ]
        + [b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Length 0>>stream\n\nendstream"],
    ),
    "arrays in arrays": lambda: _page(b"[" * 500_000),
    "dictionaries in dictionaries": lambda: pdf_of([b"<</A" * 200_000 + b">>" * 200_000]),
    "a million saved states": lambda: _page(b"q " * 1_000_000 + b"BT /F1 12 Tf (a) Tj ET"),
    "a text of 30 MB": lambda: _page(b"BT /F1 12 Tf (" + b"a" * 30_000_000 + b") Tj ET"),
    "twenty thousand rules": lambda: _page(_lines(10_000)),
    "a hundred thousand dashes": lambda: _page(b"1 1 m 3 1 l S " * 100_000),
    "a picture of 10 gigapixels": lambda: _page(
        b"600 0 0 800 0 0 cm /I Do",
        resources=b"/XObject<</I 6 0 R>>",
        more=[_IMAGE + b"/Filter/FlateDecode/Length 20>>stream\n" + b"\0" * 20 + b"\nendstream"],
    ),
    "a page of a light year": lambda: _page(
        b"BT /F1 12 Tf (a) Tj ET", page=b"/MediaBox[0 0 9460000000000000 9460000000000000]"
    ),
    "a page without extent": lambda: _page(
        b"BT /F1 12 Tf (a) Tj ET", page=b"/MediaBox[0 0 0 0]/UserUnit 1e30"
    ),
    "letters of endless size": lambda: _page(b"BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (a) Tj (b) Tj ET"),
    "a scale of nothing": lambda: _page(b"0 0 0 0 0 0 cm BT /F1 12 Tf (a) Tj ET 0 0 m 0 0 l S"),
    "a table of objects that is its own": lambda: pdf_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], trailer=b"/Prev 9"
    ),
    "a program and a file to open": lambda: pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)/Next<</S/JavaScript/JS(app.alert(1))>>>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
            b"<</Length 0/F(/etc/passwd)/FFilter/None>>stream\n\nendstream",
        ]
    ),
    "nothing but its name": lambda: b"%PDF-1.7\n",
}
