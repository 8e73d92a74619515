"""Tables out of Markdown, for peers that give nothing else; standard library only, as all adapters."""

import html
import re

_RULE = re.compile(r"\|?[\s:|-]+\|?")
_TAG = re.compile(r"<br\s*/?>")


def tables_of_markdown(text):
    """Return one table of all rows; a line outside a table is a row of one cell, for bands stand there."""
    rows = []
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped == "---" or (stripped.startswith("|") and _RULE.fullmatch(stripped)):
            continue
        if stripped.startswith("|"):
            rows.append([_plain(cell) for cell in re.split(r"(?<!\\)\|", stripped)[1:-1]])
        else:
            rows.append([_plain(stripped.lstrip("#"))])
    return [{"page": None, "rows": rows}] if rows else []


def _plain(text):
    return html.unescape(_TAG.sub("\n", text).replace("\\|", "|").replace("**", "")).strip()
