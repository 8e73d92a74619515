"""Characters that XML, and so every workbook and picture, cannot hold."""

import re

# What XML 1.0 leaves out: control characters, lone surrogates, U+FFFE and U+FFFF.
_UNSTORABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def replace_unstorable(text: str) -> str:
    """Return `text` with U+FFFD (�) for each character that no XML file can hold: seen, never silently lost."""
    return _UNSTORABLE.sub("\ufffd", text)


def join_lines(text: str) -> str:
    """Return `text` on one line, a space for each line break: a cell of a data table has no layout."""
    return _LINE_ENDS.sub(" ", text)
