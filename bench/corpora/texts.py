"""Texts as bags of bigrams or words, compared every one with every one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from torikumi.corpus.embedder import Embedder
from torikumi.corpus.grams import GAP, grams_of
from torikumi.corpus.meaning import words_to_embed
from torikumi.text.width import search_key

Bag = Counter[str]
Scores = Callable[[Sequence[int]], np.ndarray]
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Texts:
    """Names and summaries in one order."""

    names: list[str]
    summaries: list[str]

    @property
    def whole(self) -> list[str]:
        return [f"{name}\n{summary}" for name, summary in zip(self.names, self.summaries, strict=True)]


def bigrams(texts: Sequence[str]) -> list[Bag]:
    """Return the bigrams of each text, those of its lines apart."""
    return [Counter(gram for gram in grams_of(*text.split("\n", 1)).split() if gram != GAP) for text in texts]


def sudachi_words(texts: Sequence[str]) -> list[Bag]:
    """Return the words of each text as Sudachi's shortest units (A), in their normal form."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="small").create(mode=SplitMode.A)
    # Sudachi takes no text longer than 49,149 bytes.
    return [
        Counter(
            search_key(word.normalized_form())
            for word in tokenizer.tokenize(text[:12_000])
            if word.part_of_speech()[0] not in ("補助記号", "空白", "助詞", "助動詞")
        )
        for text in texts
    ]


def cosines(old: Sequence[Bag], new: Sequence[Bag]) -> Scores:
    """Return what gives the cosines of some old rows with all new ones, weighed as the product weighs them."""
    one, other, held = _tables(old, new, lambda count: 1 + np.log(count))
    rarity = sp.diags(np.log((other.shape[0] + 1) / (held + 1) + 1))
    ones, others = _unit(one @ rarity), _unit(other @ rarity)
    return lambda rows: np.asarray((ones[[*rows]] @ others.T).todense())


def bm25(old: Sequence[Bag], new: Sequence[Bag]) -> Scores:
    """Return what gives the BM25 of some old rows, as questions, over all new ones."""
    one, other, held = _tables(old, new, float)
    count = other.shape[0]
    lengths = np.asarray(other.sum(axis=1)).ravel()
    table = other.tocoo()
    weights = (
        table.data * (_K1 + 1) / (table.data + _K1 * (1 - _B + _B * lengths[table.row] / lengths.mean()))
    )
    rarity = np.log(1 + (count - held + 0.5) / (held + 0.5))
    scored = sp.csr_matrix((weights * rarity[table.col], (table.row, table.col)), shape=other.shape)
    asked = (one > 0).astype(float)
    return lambda rows: np.asarray((asked[[*rows]] @ scored.T).todense())


def embedded(embedder: Embedder, old: Texts, new: Texts) -> Scores:
    """Return what gives the cosines of meaning."""
    ones, others = (
        embedder.embed([words_to_embed(*pair) for pair in zip(side.names, side.summaries, strict=True)])
        for side in (old, new)
    )
    return lambda rows: ones[[*rows]] @ others.T


def _tables(
    old: Sequence[Bag], new: Sequence[Bag], weigh: Callable[[int], float]
) -> tuple[sp.csr_matrix, sp.csr_matrix, np.ndarray]:
    known: dict[str, int] = {}
    for bag in (*old, *new):
        for gram in bag:
            known.setdefault(gram, len(known))
    one, other = (_table(side, known, weigh) for side in (old, new))
    return one, other, np.asarray((other > 0).sum(axis=0)).ravel()


def _table(bags: Sequence[Bag], known: dict[str, int], weigh: Callable[[int], float]) -> sp.csr_matrix:
    starts, places, weights = [0], [], []
    for bag in bags:
        places.extend(known[gram] for gram in bag)
        weights.extend(float(weigh(count)) for count in bag.values())
        starts.append(len(places))
    return sp.csr_matrix((weights, places, starts), shape=(len(bags), len(known)))


def _unit(table: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return sp.diags(1 / np.maximum(lengths, 1e-12)) @ table
