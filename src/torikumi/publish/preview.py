"""What a page says of itself where its address is passed on: in a chat, a feed, a list of results."""

_LENGTH = 120


def preview_words(text: str) -> str:
    """Return the text in one line of at most 120 characters; what is cut ends with 「…」."""
    line = " ".join(text.split())
    return line if len(line) <= _LENGTH else f"{line[: _LENGTH - 1]}…"
