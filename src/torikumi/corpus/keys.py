"""Keys of 63 bits for names and wordings: the same words give the same number, in every corpus and engine."""

import hashlib

from torikumi.text.width import search_key


def key_of(*parts: str) -> int:
    """Return the key of a row of texts; texts in another order, or cut otherwise, have another key."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        octets = part.encode()
        digest.update(len(octets).to_bytes(4, "big") + octets)
    return int.from_bytes(digest.digest(), "big") >> 1


def name_key_of(name: str) -> int:
    """Return the key of a name, whatever its width, kana and variants of ideographs (表記のゆれ)."""
    return key_of(search_key(name))


def wording_of(*texts: str) -> int:
    """Return the key of a wording: body, line, name, summary, answers, section, goal and measure, as they stand."""
    return key_of(*texts)


def text_key_of(name: str, summary: str | None) -> int:
    """Return the key of what a project is about: its name and summary, whatever body and year."""
    return key_of(name, summary or "")


def line_of(project: str, year: int, plan_key: int) -> str:
    """Return the mark of a line: the project and year with which it begins, and the plan; ids are the plan's own."""
    return f"{project}@{year}~{plan_key & 0xFFFFFFFF:08x}"


def line_key_of(body: str, line: str) -> int:
    """Return the key of a line of a body, one in the whole corpus."""
    return key_of(body, line)
