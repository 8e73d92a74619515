"""Names of sections and projects as keys for matching, and the parts of a name."""

import re

from torikumi.text.width import search_key

_PROVISIONAL = re.compile(r"[（(〔［\[【]\s*(?:仮称|仮)\s*[）)〕］\]】]|^\s*仮称[\s　・:：]+")
_BRACKETS = str.maketrans("〔［[【｛{〈<《〕］]】｝}〉>》", "(((((((((" + ")))))))))")
_QUOTES = str.maketrans("", "", "「」『』“”\"'’‘")
_OPEN, _CLOSE = "（(〔", "）)〕"


def section_key(name: str) -> str:
    """Return the key under which a section (課) is matched: width, spaces, kana and kinds of brackets folded."""
    return search_key(name).translate(_BRACKETS)


def project_key(name: str) -> str:
    """Return the key under which a project's name is matched: also without （仮称） and quotation marks."""
    return search_key(strip_provisional(name)).translate(_QUOTES).translate(_BRACKETS)


def is_provisional(name: str) -> bool:
    """Tell whether a name bears the mark of a provisional name （仮称）."""
    return _PROVISIONAL.search(name) is not None


def strip_provisional(name: str) -> str:
    """Return the name without （仮称） and the spaces around it; else the name as it is."""
    return _PROVISIONAL.sub("", name).strip() if is_provisional(name) else name


def second_name(name: str) -> str | None:
    """Return what stands in the brackets that end a name, as printed; None where it does not end in brackets.

    Of nested brackets the outer pair counts; （仮称） is a mark and no name.
    """
    text = _without_last_mark(name.rstrip())
    if not text or text[-1] not in _CLOSE:
        return None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] in _CLOSE) - (text[position] in _OPEN)
        if depth == 0:
            inside = text[position + 1 : -1].strip()
            # Brackets around the whole leave no first name that this could be the second to.
            return inside if inside and text[:position].strip() else None
    return None


def _without_last_mark(name: str) -> str:
    last = None
    for match in _PROVISIONAL.finditer(name):
        last = match
    return name[: last.start()].rstrip() if last and last.end() == len(name) else name
