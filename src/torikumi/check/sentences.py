"""The sentences of a summary."""

import re

_END = re.compile(r"[。\n]")
# A text may also end in a closing bracket, whose sentence has its own full stop or none.
CLOSED = tuple("。．.！？!?…）)」』】］]〉》")


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` without their full stops, none of them empty."""
    return tuple(part.strip() for part in _END.split(text) if part.strip())


def is_closed(text: str) -> bool:
    """Say whether `text` ends as a sentence does."""
    return text.rstrip().endswith(CLOSED)
