"""A model that a city has on disk: a folder of a sentence encoder in ONNX, as its makers hand it out.

    model.onnx or onnx/model.onnx        takes numbers of words and which of them count, gives rows
    tokenizer.json                       how a text becomes such numbers
    1_Pooling/config.json                where it is there: rows of words become one by their mean, or the first stands for all
    config_sentence_transformers.json    where it is there: what is put before each text (a "prompt")

Nothing is fetched: what is not in the folder is told.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from torikumi.errors import UserError

_BATCH = 32
_LONGEST = 256  # parts of words; a name and the beginning of a summary are shorter
_MODELS = ("model.onnx", "onnx/model.onnx")
_WORDS = "tokenizer.json"
_SAMPLE = 1 << 20


class ModelError(UserError):
    """A folder that holds no model that can be used."""


class FolderModel:
    """The model of a folder; an `Embedder`."""

    def __init__(self, folder: Path) -> None:
        """Open the model. Raises ModelError for a folder without one, and where the parts to run it are missing."""
        path = _model_in(folder)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise ModelError(
                ja="モデルを動かす部品が入っていません。`pip install 'torikumi[corpus,own-model]'` で入れてください。",
                en="The parts to run a model are not installed. Install them with `pip install 'torikumi[corpus,own-model]'`.",
            ) from error
        try:
            self._words = Tokenizer.from_file(str(folder / _WORDS))
            self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        except (
            Exception
        ) as error:  # both libraries raise bare Exceptions of their own for what they cannot read
            raise _unusable(
                folder, "ファイルが壊れているか、別の形式です", "a file is damaged or of another kind"
            ) from error
        self._words.enable_truncation(_LONGEST)
        self._words.enable_padding()
        self._takes = {one.name for one in self._session.get_inputs()}
        self._first_stands_for_all = (
            _said(folder / "1_Pooling" / "config.json").get("pooling_mode_cls_token") is True
        )
        self._before = _prompt_of(_said(folder / "config_sentence_transformers.json"))
        self.name = f"{folder.resolve().name} {_mark_of(path, folder / _WORDS, self._before)}"
        self.dimensions = int(self._checked(folder).shape[1])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of length 1 (float32) for each text; a text of which nothing is left has a row of noughts."""
        rows = [self._rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return np.vstack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _rows(self, texts: Sequence[str]) -> np.ndarray:
        coded = self._words.encode_batch([self._before + text for text in texts])
        given = {
            "input_ids": np.array([one.ids for one in coded], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in coded], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in coded], dtype=np.int64),
        }
        asked = {name: values for name, values in given.items() if name in self._takes}
        found = np.asarray(self._session.run(None, asked)[0], dtype=np.float32)
        if found.ndim == 3:  # texts × words × numbers
            counts = given["attention_mask"][:, :, None].astype(np.float32)
            found = found[:, 0] if self._first_stands_for_all else _mean(found, counts)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        rows: np.ndarray = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
        return rows

    def _checked(self, folder: Path) -> np.ndarray:
        """The row of one text: what cannot be asked is told at once, not after a million texts."""
        try:
            rows = self._rows(["事業"])
        except Exception as error:  # as above
            raise _unusable(
                folder, "文の並びを受けとるモデルではありません", "it does not take texts"
            ) from error
        if rows.ndim != 2 or rows.shape[1] % 64:
            raise _unusable(
                folder, "行の長さが64の倍数ではありません", "its rows are not a multiple of 64 long"
            )
        return rows


def _mean(rows: np.ndarray, counts: np.ndarray) -> np.ndarray:
    mean: np.ndarray = (rows * counts).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
    return mean


def _model_in(folder: Path) -> Path:
    for name in _MODELS:
        if (folder / name).is_file() and (folder / _WORDS).is_file():
            return folder / name
    raise _unusable(
        folder,
        f"{_MODELS[0]} と {_WORDS} がそろっていません",
        f"{_MODELS[0]} and {_WORDS} are not both there",
    )


def _unusable(folder: Path, ja: str, en: str) -> ModelError:
    return ModelError(
        ja=f"「{folder}」のモデルは使えません（{ja}）。ONNX形式のモデルのフォルダーを TORIKUMI_CORPUS_MODEL に入れてください。",
        en=f"The model in {folder} cannot be used: {en}. Name a folder of a sentence encoder in ONNX in TORIKUMI_CORPUS_MODEL.",
    )


def _prompt_of(said: dict[str, Any]) -> str:
    prompts, name = said.get("prompts"), said.get("default_prompt_name")
    prompt = prompts.get(name) if isinstance(prompts, dict) and isinstance(name, str) else None
    return prompt if isinstance(prompt, str) else ""


def _said(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _mark_of(model: Path, words: Path, before: str) -> str:
    """What tells one version of a model from another: its size, how it begins and ends, its words, what it puts before."""
    digest = hashlib.sha256(f"{model.stat().st_size} {before}".encode())
    with model.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(model.stat().st_size - _SAMPLE, 0))
        digest.update(file.read())
    digest.update(words.read_bytes())
    return digest.hexdigest()[:12]
