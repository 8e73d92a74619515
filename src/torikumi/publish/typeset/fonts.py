"""The fonts that papers are set in: two packages with one face each, and those inside the typesetter."""

import importlib.util
from pathlib import Path

from torikumi.errors import UserError

FAMILY = "Noto Sans CJK JP"
_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_TYPESETTER = "typst"


class TypesetterMissingError(UserError):
    """The typesetter, or one of its fonts, is not installed; made from the names of the packages."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        listed = " ".join(missing)
        super().__init__(
            ja=f"PDFを作る部品（{'、'.join(missing)}）が入っていません。「pip install {listed}」で入れてください。",
            en=f"The parts that make PDFs ({', '.join(missing)}) are not installed; run: pip install {listed}",
        )


def missing_parts() -> tuple[str, ...]:
    """Return the packages that papers need and that are not installed, by their names on the package index."""
    needed = (_TYPESETTER, *_PACKAGES)
    return tuple(name.replace("_", "-") for name in needed if importlib.util.find_spec(name) is None)


def font_folders() -> tuple[Path, ...]:
    """Return the folders of the font files. Raises TypesetterMissingError where a part is not installed."""
    missing = missing_parts()
    if missing:
        raise TypesetterMissingError(missing)
    return tuple(_folder(name) for name in _PACKAGES)


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found is not None  # noqa: S101  missing_parts has looked
    assert found.origin is not None  # noqa: S101  a package with an __init__ has one
    return Path(found.origin).parent
