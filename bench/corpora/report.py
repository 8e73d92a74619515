"""The figures as tables in Markdown: every step by size, and the ways of searching side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]
_STEPS = {
    "search": "検索（すべての条件の件数つき）",
    "search without counts": "検索（件数なし）",
    "similar": "似た取組（言葉）",
    "similar with meaning": "似た取組（言葉と意味）",
    "a city's page": "一つの市の一年",
    "table directions": "表: 方向性",
    "table indicators": "表: 指標",
    "table money": "表: 予算",
    "table transitions": "表: 移り変わり",
    "table names": "表: 名前",
    "table sizes": "表: 年度ごとの数",
    "fare of one set": "その後（60の系譜）",
}
_WAYS = {
    "ours": "この索引",
    "fts5": "SQLite FTS5（同じ二文字ずつ）",
    "trigram": "SQLite FTS5（trigram）",
    "postgres": "PostgreSQL（二文字ずつの tsvector）",
    "pg_trgm": "PostgreSQL（pg_trgm と LIKE）",
    "duckdb": "DuckDB だけ（全部を見る）",
}
_NONE = "－"


def steps(results: Sequence[Figures]) -> str:
    """Return a row a step, a column a size: p50 / p95 in milliseconds."""
    rows = [
        "| ミリ秒 | " + " | ".join(f"{one['records']:,}" for one in results) + " |",
        "| --- |" + " ---: |" * len(results),
    ]
    for name, word in _STEPS.items():
        if any(name in one for one in results):
            cells = [f"{one[name]['p50']} / {one[name]['p95']}" if name in one else _NONE for one in results]
            rows.append(f"| {word} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def ways(one: Figures) -> str:
    """Return a row a way of searching: seconds to build, megabytes, milliseconds, what it cannot say, what differs."""
    rows = ["| | 用意 秒 | MB | ミリ秒 | 答えられない | 違う |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    # Of ours the whole index is told, with what is shown and counted beside the filters.
    ours = {"building s": one.get("indexing s", _NONE), "MB": one["index MB"]}
    for name, word in _WAYS.items():
        found = one["beside"].get(name)
        if found is not None:
            whole = {"building s": _NONE, "MB": _NONE, **(ours if name == "ours" else {}), **found}
            cells = [whole["building s"], whole["MB"], f"{found['p50']} / {found['p95']}"]
            cells += [found["cannot say"], len(found["counts that differ"])]
            rows.append(f"| {word} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)
