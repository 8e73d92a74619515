"""From the coordinates of a PDF's page to those of the page as it is shown."""

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

_FINE = 100  # PDFium answers in whole steps of the device: hundredths of a point
_FAR = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """How a point (x, y) of the page lies on the page as it is shown, in points from its upper left corner.

    The crop box, /Rotate, /UserUnit and a further turn of the content are in it.
    """

    width: float
    height: float
    xx: float
    xy: float
    yx: float
    yy: float
    dx: float
    dy: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies."""
        return self.xx * x + self.xy * y + self.dx, self.yx * x + self.yy * y + self.dy

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return where a box lies: left, top, right, bottom."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return (
            ax if ax < bx else bx,
            ay if ay < by else by,
            bx if ax < bx else ax,
            by if ay < by else ay,
        )

    def turned(self, quarter: int) -> "Surface":
        """Return the surface turned by so many quarters clockwise."""
        surface = self
        for _ in range(quarter % 4):
            surface = Surface(
                width=surface.height,
                height=surface.width,
                xx=-surface.yx,
                xy=-surface.yy,
                yx=surface.xx,
                yy=surface.xy,
                dx=surface.height - surface.dy,
                dy=surface.dx,
            )
        return surface


def surface_of(page: pdfium.FPDF_PAGE) -> Surface:
    """Return the surface of a page that PDFium has loaded."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    ox, oy = _shown(page, width, height, 0.0, 0.0)
    ax, ay = _shown(page, width, height, _FAR, 0.0)
    bx, by = _shown(page, width, height, 0.0, _FAR)
    return Surface(
        width=width,
        height=height,
        xx=(ax - ox) / _FAR,
        xy=(bx - ox) / _FAR,
        yx=(ay - oy) / _FAR,
        yy=(by - oy) / _FAR,
        dx=ox,
        dy=oy,
    )


def _shown(page: pdfium.FPDF_PAGE, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page,
        0,
        0,
        round(width * _FINE),
        round(height * _FINE),
        0,
        x,
        y,
        ctypes.byref(across),
        ctypes.byref(down),
    )
    return across.value / _FINE, down.value / _FINE
