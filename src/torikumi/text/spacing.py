"""Spaces and line breaks that serve the looks of a cell only (体裁を整えるための空白・改行)."""

import re

from torikumi.text.characters import join_lines

_RUNS = re.compile(r"\s{2,}")
# 氏　名, 総　務　課: a space after each letter, so that short words fill their cell.
_SPACED_OUT = re.compile(r"[^\W\d_a-zA-Z](?:[ \u3000][^\W\d_a-zA-Z])+")


def is_laid_out(text: str) -> bool:
    """Say whether a text has spaces before or after it, several in a row, one after each letter, or line breaks."""
    return text != without_layout(text)


def without_layout(text: str) -> str:
    """Return the text on one line, without spaces around it, with one where several stood; 総　務　課 is 総務課."""
    plain = _RUNS.sub(" ", join_lines(text).strip())
    return re.sub("[ \u3000]", "", plain) if _SPACED_OUT.fullmatch(plain) else plain
