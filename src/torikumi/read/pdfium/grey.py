"""A page drawn as a picture, for pages whose text nobody can read but by looking at it."""

import ctypes
import math

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

_LEAST, _USUAL, _MOST = 150.0, 300.0, 300.0  # dots per inch
_MOST_PIXELS = 5000  # of the longer side
_GREY = 1  # pdfium's format of one byte a pixel


def resolution_of(page: pdfium.FPDF_PAGE) -> float:
    """Return the dots per inch to draw a page with: those of the picture that covers it, within reason."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    own = max(_resolutions(page, width * height), default=_USUAL)
    most = _MOST_PIXELS * 72 / max(width, height, 1)
    return float(min(max(own, _LEAST), _MOST, most))


def draw_grey(page: pdfium.FPDF_PAGE, dpi: float) -> npt.NDArray[np.uint8]:
    """Return the page as rows of grey values."""
    width = max(1, round(pdfium.FPDF_GetPageWidthF(page) * dpi / 72))
    height = max(1, round(pdfium.FPDF_GetPageHeightF(page) * dpi / 72))
    octets = np.full((height, width), 255, np.uint8)
    start = octets.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, _GREY, start, width)
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return octets


def _resolutions(page: pdfium.FPDF_PAGE, area: float) -> list[float]:
    found = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        matrix = pdfium.FS_MATRIX()
        width, height = ctypes.c_uint(), ctypes.c_uint()
        if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
            continue
        if not pdfium.FPDFImageObj_GetImagePixelSize(item, width, height):
            continue
        across, up = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if across * up >= 0.3 * area > 0:
            found.append(max(width.value / across, height.value / up) * 72)
    return found
