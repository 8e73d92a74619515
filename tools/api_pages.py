"""The page of the manual about the API, from the API's own document."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

_HEAD = """# API

公表された計画をプログラムから読むための番地と、市の仕組みから年度評価を扱うための番地です（`make docs` が書きます）。
使い方の例は[APIを使う](../how-to/use-the-api.md)にあります。同じ内容の OpenAPI 3.1 の文書は `/api/v1/openapi.json` にあります。

The addresses of the API, written from its own document; the same as OpenAPI 3.1 is at `/api/v1/openapi.json`.

- 番地は `/api/v1` で始まります。番地と項目の名前は、1 のあいだ変わらず、増えることだけがあります。
- 年度は、始まる年の西暦です。読み取った数は、桁を落とさないよう文字で出ます（`"number": "1200"`）。
- 断られたときは Problem Details（RFC 9457、`application/problem+json`）で、`detail` に次にすることが書かれます。
"""


def api_page() -> str:
    """Return the reference of the API: every operation, then every shape."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torikumi.web.settings")
    import django

    django.setup()
    import torikumi.web.urls  # noqa: F401  the routers are joined there
    from torikumi.web.api.openapi import describe

    document = describe()
    return "\n".join([_HEAD, *_operations(document), *_shapes(document)])


def _operations(document: Mapping[str, Any]) -> Iterator[str]:
    tag = ""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["tags"][0] != tag:
                tag = operation["tags"][0]
                yield f"## {tag}\n"
            yield f"### `{method.upper()} {path}`\n\n{operation['description']}\n"
            yield from _questions(operation)
            yield from _body(operation)
            yield _answers(operation)


def _questions(operation: Mapping[str, Any]) -> Iterator[str]:
    asked = operation.get("parameters", ())
    if not asked:
        return
    yield "| 名前 | どこ | 形 | 意味 |\n| --- | --- | --- | --- |"
    for one in asked:
        schema = one["schema"]
        needed = "、必須" if one.get("required") and one["in"] == "header" else ""
        where = {"path": "番地", "query": "質問", "header": "見出し"}[one["in"]] + needed
        meaning = one.get("description") or schema.get("description") or _PATHS.get(one["name"], "")
        yield f"| `{one['name']}` | {where} | {_kind(schema)} | {meaning} |"
    yield ""


_PATHS = {
    "code": "団体コード6桁",
    "plan": "計画の番号",
    "edition": "版の番号。いちばん新しい版は `newest`",
    "project": "事業の id",
    "round_id": "年度評価の番号",
    "sheet_id": "シートの番号",
}


def _body(operation: Mapping[str, Any]) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    for media, one in content.items():
        yield f"本文（{media}）: {_kind(one['schema'])}\n"


def _answers(operation: Mapping[str, Any]) -> str:
    lines = ["| 返事 | 中身 |", "| --- | --- |"]
    for status, answer in sorted(operation["responses"].items()):
        kinds = [f"{_kind(one['schema'])}（{media}）" for media, one in answer.get("content", {}).items()]
        lines.append(f"| {status} | {'、'.join(kinds) or 'なし'} |")
    return "\n".join([*lines, ""])


def _shapes(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## 形\n"
    for name, shape in sorted(document["components"]["schemas"].items()):
        yield f"### {name}\n"
        if shape.get("description"):
            yield " ".join(shape["description"].split()) + "\n"
        if "enum" in shape:
            yield "、".join(f"`{value}`" for value in shape["enum"]) + "\n"
        if shape.get("properties"):
            yield "| 項目 | 形 |\n| --- | --- |"
            for key, one in shape["properties"].items():
                yield f"| `{key}` | {_kind(one)} |"
            yield ""


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return "か".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return "、".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))} の並び"
    word = {"string": "文字", "integer": "整数", "number": "数", "boolean": "真偽", "null": "null"}.get(
        str(schema.get("type", "")), "値"
    )
    return f"{word}（{schema['format']}）" if "format" in schema else word
