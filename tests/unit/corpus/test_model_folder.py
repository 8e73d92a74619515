"""A city's own model in a folder: made here, so small that its rows can be worked out by hand."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from tests.unit.corpus.small_plans import plan, project
from torikumi.corpus.build import build_corpus
from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.intake import Entry
from torikumi.corpus.meaning import build_meaning, open_meaning
from torikumi.corpus.model_folder import FolderModel, ModelError

LETTERS = ("[PAD]", "[UNK]", "[CLS]", "空", "家", "茶", "。")
WIDTH = 64


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose row of a letter is its own axis, so that the row of a text is the mean of its letters' axes."""
    made = tmp_path_factory.mktemp("models") / "letters"
    made.mkdir()
    words = Tokenizer(models.WordLevel({one: at for at, one in enumerate(LETTERS)}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    words.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 2)])
    words.save(str(made / "tokenizer.json"))
    table = np.eye(len(LETTERS), WIDTH, dtype=np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "letters",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "letters"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "letters", WIDTH])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(made / "model.onnx"))
    return made


def axes(*letters: str) -> np.ndarray:
    row = np.zeros(WIDTH, dtype=np.float32)
    for letter in letters:
        row[LETTERS.index(letter)] += 1
    return row / np.linalg.norm(row)


def with_settings(folder: Path, place: Path, **files: object) -> Path:
    shutil.copytree(folder, place)
    for name, content in files.items():
        path = (
            place
            / {"pooling": "1_Pooling/config.json", "sentences": "config_sentence_transformers.json"}[name]
        )
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return place


def test_the_row_of_a_text_is_the_mean_of_its_words_whatever_stands_beside_it(folder: Path) -> None:
    model = FolderModel(folder)

    rows = model.embed(["空家", "茶", ""])

    assert rows.dtype == np.float32
    assert model.dimensions == WIDTH
    np.testing.assert_allclose(rows[0], axes("[CLS]", "空", "家"), atol=1e-6)
    np.testing.assert_allclose(rows[1], axes("[CLS]", "茶"), atol=1e-6)
    np.testing.assert_allclose(rows[2], axes("[CLS]"), atol=1e-6)
    np.testing.assert_array_equal(model.embed([]), np.zeros((0, WIDTH), dtype=np.float32))


def test_the_first_word_stands_for_all_where_the_model_says_so(folder: Path, tmp_path: Path) -> None:
    made = with_settings(folder, tmp_path / "first", pooling={"pooling_mode_cls_token": True})

    np.testing.assert_allclose(FolderModel(made).embed(["空家"])[0], axes("[CLS]"), atol=1e-6)


def test_what_the_model_wants_before_each_text_is_put_there(folder: Path, tmp_path: Path) -> None:
    said = {"prompts": {"like": "茶"}, "default_prompt_name": "like"}
    made = with_settings(folder, tmp_path / "letters", sentences=said)

    model = FolderModel(made)

    np.testing.assert_allclose(model.embed(["空"])[0], axes("[CLS]", "茶", "空"), atol=1e-6)
    assert model.name.startswith("letters ")
    assert model.name != FolderModel(folder).name


def test_a_corpus_is_compared_by_the_model_of_the_setting(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORIKUMI_CORPUS_MODEL", str(folder))
    entry = Entry(plan=plan([project("空家", summary="空家。"), project("茶", summary="茶。")]), source="x")
    corpus = build_corpus(tmp_path / "corpus", [entry])
    embedder = open_embedder()
    assert embedder is not None
    assert build_meaning(corpus, embedder) == 2

    meaning = open_meaning(corpus)

    assert meaning is not None
    assert meaning.name == FolderModel(folder).name
    # Of [CLS]空家。空家。 and [CLS]茶。茶。 with [CLS]空: (1 + 2) / √(13 × 2) and 1 / √(9 × 2).
    assert [round(likeness, 2) for _, likeness in meaning.nearest("空", limit=2)] == pytest.approx(
        [0.588, 0.236], abs=0.02
    )
    # Rows of another model do not compare.
    monkeypatch.delenv("TORIKUMI_CORPUS_MODEL")
    assert open_meaning(corpus) is None


@pytest.mark.parametrize("broken", ["nothing", "no words", "no model", "words damaged", "model damaged"])
def test_a_folder_that_holds_no_model_is_told_in_one_sentence(
    folder: Path, tmp_path: Path, broken: str
) -> None:
    place = tmp_path / "broken"
    if broken != "nothing":
        shutil.copytree(folder, place)
    if broken == "no words":
        (place / "tokenizer.json").unlink()
    if broken == "no model":
        (place / "model.onnx").unlink()
    if broken == "words damaged":
        (place / "tokenizer.json").write_text("{}", encoding="utf-8")
    if broken == "model damaged":
        (place / "model.onnx").write_bytes(b"\x00" * 100)

    with pytest.raises(ModelError) as caught:
        FolderModel(place)

    assert "TORIKUMI_CORPUS_MODEL" in caught.value.ja
    assert str(place) in caught.value.en


def test_a_model_that_takes_no_texts_is_told_at_once(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "pictures"
    shutil.copytree(folder, place)
    graph = helper.make_graph(
        [helper.make_node("Identity", ["pixels"], ["same"])],
        "pictures",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 3])],
        [helper.make_tensor_value_info("same", TensorProto.FLOAT, [1, 3])],
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9),
        str(place / "model.onnx"),
    )

    with pytest.raises(ModelError, match="文の並びを受けとるモデルではありません"):
        FolderModel(place)
