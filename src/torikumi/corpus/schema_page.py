"""The page of the manual about the columns; tools/write_docs.py writes it."""

from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.schema import COLUMNS, VERSION
from torikumi.corpus.words import BAND_WORDS, FATE_WORDS, KIND_WORDS, OUTCOME_WORDS, RESULT_WORDS


def columns_page() -> str:
    """Return the reference of all columns and of the values that they take."""
    lines = [
        "# 全国の取組の列",
        "",
        f"`CORPUS/records/` の Parquet の列です（形の版 {VERSION}）。一行が一つの版の一つの事業（記録）です。",
        "",
        "どのファイルが今の記録かは `CORPUS/corpus.json` の `parts` にあります（`path`、`year`、`prefecture`）。"
        "フォルダーには、読んでいる最中の人のために、一つ前のファイルも次の変更まで残ります。"
        "だから `*.parquet` をまとめて開かず、次のように開いてください。",
        "",
        "```python",
        "from pathlib import Path",
        "import duckdb",
        "from torikumi.corpus.store import Corpus",
        "",
        'corpus = Corpus.open(Path("CORPUS"))',
        "files = [str(path) for path in corpus.files(years=[2024])]",
        'duckdb.read_parquet(files).aggregate("goal_class, count(*)")',
        "```",
        "",
        "| 列 | 型 | 意味 |",
        "| --- | --- | --- |",
        *(f"| `{one.name}` | {one.type} | {one.meaning} |" for one in COLUMNS),
        "",
    ]
    for title, values in (
        ("方向性（outcome、next_outcome）", {key: word for key, word in OUTCOME_WORDS.items() if key}),
        ("その後（fate）", FATE_WORDS),
        ("指標の結果（result）", RESULT_WORDS),
        ("予算の区分（band）", dict(enumerate(BAND_WORDS))),
        ("団体の種類（body_kind）", KIND_WORDS),
        ("分野（goal_class）", GOAL_CLASSES),
        ("課の種類（section_kind）", SECTION_KINDS),
    ):
        lines += [f"## {title}", "", "| 値 | 意味 |", "| --- | --- |"]
        lines += [f"| `{key}` | {word} |" for key, word in values.items()]
        lines.append("")
    return "\n".join(lines)
