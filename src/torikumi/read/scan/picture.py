"""A page, or a part of it, as grey values; boxes on it in pixels."""

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # rows of grey values, 0 is black
PixelBox = tuple[int, int, int, int]  # left, top, right, bottom; right and bottom are the first beyond
