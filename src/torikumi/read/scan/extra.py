"""Whether the packages of the extra `ocr` are installed; asked before anything of it is loaded."""

import importlib.util

from torikumi.errors import UserError


class NoRecogniserError(UserError):
    """The packages that recognise characters are not installed."""

    def __init__(self) -> None:
        super().__init__(
            ja="文字の層がない（スキャンの）ページや画像を読むには、文字認識の部品が要ります。"
            "pip install 'torikumi[ocr]' を実行してから、もう一度読んでください。",
            en="Pages without a layer of text (scans) and pictures need the packages that recognise characters. "
            "Run pip install 'torikumi[ocr]' and read again.",
        )


def is_available() -> bool:
    """Tell whether pictures can be read here."""
    return all(
        importlib.util.find_spec(name) is not None for name in ("PIL", "cv2", "onnxruntime", "rapidocr")
    )
