"""Japanese words for kinds of mail."""

from torikumi.web.mail.letters import LetterKind

TEST = "test"


def kind_label(kind: str) -> str:
    """Return the words for a kind of mail; the name itself where it has none."""
    if kind == TEST:
        return "送信の試し"
    return LetterKind(kind).label if kind in LetterKind.values else kind
