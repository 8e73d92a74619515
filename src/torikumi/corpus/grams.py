"""Texts as bigrams (二文字ずつ): every word of any length is found exactly, whatever its width, kana and variants."""

from collections.abc import Callable, Sequence

from torikumi.text.width import search_key

# No text holds these: a key has no control pictures of its own making.
END, GAP = "\u241f", "\u241e"


def grams_of(*texts: str | None) -> str:
    """Return the bigrams of texts, with spaces between; the last letter of a text stands with a mark of the end.

    Between two texts stands a mark, so that no word is found across them.
    """
    return f" {GAP} ".join(_grams(key) for text in texts if text and (key := _key(text)))


def grams_of_word(word: str) -> tuple[str, ...]:
    """Return the bigrams of a word that is looked for, () for a word of one letter or none."""
    key = _key(word)
    return tuple(key[at : at + 2] for at in range(len(key) - 1))


def cover_word(grams: Sequence[str], cost: Callable[[str], int]) -> list[tuple[int, str]]:
    """Return bigrams of a word, with their places, that hold every letter of it and together cost least.

    Bigrams overlap: where all of these stand in their places in a text, the whole word does. Each that is left out is a
    list of places less to be read.
    """
    costs = [cost(gram) for gram in grams]
    # The least cost of a cover whose last bigram is this one: the first and the last are in every cover.
    least, before = [costs[0]], [-1]
    for at in range(1, len(grams)):
        steps = [at - 1] if at == 1 else [at - 2, at - 1]
        best = min(steps, key=lambda step: (least[step], step))
        least.append(costs[at] + least[best])
        before.append(best)
    chosen, at = [], len(grams) - 1
    while at >= 0:
        chosen.append((at, grams[at]))
        at = before[at]
    return chosen[::-1]


def words_of(question: str) -> tuple[str, ...]:
    """Return the words of a question, parted by white space of any width, each once, as keys."""
    return tuple(dict.fromkeys(key for word in question.split() if (key := _key(word))))


def stands_in(word: str, texts: Sequence[str | None]) -> bool:
    """Tell whether a word (a key) stands in any of the texts: what the index answers, by plain looking."""
    return any(text is not None and word in _key(text) for text in texts)


def find_marks(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return where words (keys) stand in a text as it is printed: (start, end), in order, none over another."""
    letters, places = [], []
    for at, letter in enumerate(text):
        for folded in search_key(letter):
            letters.append(folded)
            places.append(at)
    key = "".join(letters)
    found: list[tuple[int, int]] = []
    for word in words:
        start = key.find(word)
        while word and start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
            start = key.find(word, start + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _key(text: str) -> str:
    return search_key(text).replace(END, "").replace(GAP, "")


def _grams(key: str) -> str:
    return " ".join(map(str.__add__, key, key[1:] + END))
