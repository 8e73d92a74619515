"""Texts as vectors of their runs of letters, weighted by how rare each is (tf-idf)."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

# A sparse matrix of scipy, which comes without types.
Matrix: TypeAlias = Any


def weigh(
    old: Sequence[str], new: Sequence[str], *, lengths: Sequence[int], most_common: float = 1.0
) -> tuple[Matrix, Matrix]:
    """Return the vectors of two lists of texts, one text a row, each of length 1 (a text without runs is nothing).

    `lengths` are those of the runs. Runs that stand in more than the share `most_common` of all texts are left out.
    """
    texts = [*old, *new]
    rows, runs = _runs(texts, lengths)
    _, columns = np.unique(runs, return_inverse=True)
    width = int(columns.max()) + 1 if len(columns) else 1
    # The same run twice in one text is one entry, its count the value.
    counts = sparse.coo_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(texts), width)
    ).tocsr()
    documents = np.bincount(counts.indices, minlength=width)
    counts.data = 1 + np.log(counts.data)
    weights = np.log((1 + len(texts)) / (1 + documents)).astype(np.float32) + 1
    weights[documents > max(most_common * len(texts), 2)] = 0
    matrix = sparse.csr_matrix(counts @ sparse.diags(weights))
    matrix.eliminate_zeros()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1
    matrix = sparse.csr_matrix(sparse.diags(1 / length) @ matrix)
    return matrix[: len(old)], matrix[len(old) :]


def cosines(old: Matrix, new: Matrix, pairs: np.ndarray) -> np.ndarray:
    """Return how alike the texts of each pair (row of `old`, row of `new`) are, 0 to 1."""
    found = np.zeros(len(pairs), dtype=np.float32)
    for start in range(0, len(pairs), 20_000):
        part = pairs[start : start + 20_000]
        found[start : start + 20_000] = np.asarray(
            old[part[:, 0]].multiply(new[part[:, 1]]).sum(axis=1)
        ).ravel()
    return found


def _runs(texts: Sequence[str], lengths: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return every run of letters of the given lengths (at most 3): the text that it stands in, and a number for it."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    sizes = np.asarray([len(text) for text in texts], dtype=np.int64)
    owners = np.repeat(np.arange(len(texts)), sizes)
    rows, runs = [], []
    for length in lengths:
        count = max(len(letters) - length + 1, 0)
        # 21 bits hold a letter; one more in front keeps runs of different lengths apart.
        number = np.zeros(count, dtype=np.int64)
        for at in range(length):
            number = (number << 21) | (letters[at : at + count] + 1)
        within = owners[:count] == owners[length - 1 : length - 1 + count]
        rows.append(owners[:count][within])
        runs.append(number[within])
    return np.concatenate(rows), np.concatenate(runs)
