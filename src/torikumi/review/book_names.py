"""The names of files and sheets: what every system takes, Windows too."""

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_LONGEST = 50


def book_name(number: int, section: str, *, rev: int, of: int) -> str:
    """Return "01_企画課.xlsx" for the first of up to 99 sections; a second sending of it is "01_企画課_第2回.xlsx".

    The number comes first, so that no name is one that Windows keeps for itself (CON, NUL).
    """
    digits = max(2, len(str(of)))
    again = f"_第{rev}回" if rev > 1 else ""
    return f"{number:0{digits}}_{safe_name(section)}{again}.xlsx"


def safe_name(text: str) -> str:
    """Return a name without characters that a file's name cannot have; never empty, no point or space at its ends."""
    plain = " ".join(_FORBIDDEN.sub("_", text.replace("\n", " ")).split())
    # Fifty characters of up to four bytes stay below the 255 bytes of a name.
    return plain[:_LONGEST].strip(" .") or "_"
