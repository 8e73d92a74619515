"""PDFium's functions that are called for every character and path, taking and giving plain integers.

The functions of pypdfium2.raw make a pointer object for each handle they give; for thousands of characters a page that
takes four times as long as PDFium itself. These are the same functions with handles as addresses.
"""

import ctypes
from collections.abc import Callable

import pypdfium2.raw as pdfium

_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int


def address_of(handle: object) -> int:
    """Return the address that a handle of pypdfium2.raw holds; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _plain(function: object, result: object, *arguments: object) -> Callable[..., int]:
    prototype = ctypes.CFUNCTYPE(result, *arguments)  # type: ignore[arg-type]
    return prototype(address_of(function))


text_object = _plain(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
page_object = _plain(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
form_count = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
object_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_count = _plain(pdfium.FPDFPath_CountSegments, _INT, _HANDLE)
segment_of = _plain(pdfium.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, _INT, _HANDLE)
fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
clip_path = _plain(pdfium.FPDFPageObj_GetClipPath, _HANDLE, _HANDLE)
clip_count = _plain(pdfium.FPDFClipPath_CountPaths, _INT, _HANDLE)
clip_segment_count = _plain(pdfium.FPDFClipPath_CountPathSegments, _INT, _HANDLE, _INT)
clip_segment = _plain(pdfium.FPDFClipPath_GetPathSegment, _HANDLE, _HANDLE, _INT, _INT)
