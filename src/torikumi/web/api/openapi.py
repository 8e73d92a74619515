"""The document of the API (OpenAPI 3.1), with what the framework does not know: problems, CSV, tags, links."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from torikumi.web.api.document import api
from torikumi.web.api.problems import MEDIA_TYPE

_TAG = {
    "ETag": {
        "description": "強い ETag。If-None-Match で送ると、変わっていなければ 304",
        "schema": {"type": "string"},
    }
}
_LINK = {
    "Link": {"description": "first、prev、next、last のページ（RFC 8288）", "schema": {"type": "string"}}
}
_TOKEN = {"type": "http", "scheme": "bearer", "description": "「APIのトークン」の画面で作ったもの"}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "シートを読んだときの ETag",
    "schema": {"type": "string", "examples": ['"v3"']},
}
# What any request may get, before its operation is even looked at.
_PROBLEM = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
_ANYWHERE = {
    "400": {"description": "壊れた番地か質問（NUL など）", "content": {MEDIA_TYPE: _PROBLEM}},
    "503": {"description": "混雑。Retry-After の秒数を待つ", "content": {MEDIA_TYPE: _PROBLEM}},
}


@cache
def openapi_document() -> bytes:
    """Return the document as JSON; it is the same for everybody."""
    return json.dumps(describe(), ensure_ascii=False, indent=1).encode()


def describe() -> dict[str, Any]:
    """Return the document as values."""
    document: dict[str, Any] = dict(api.get_openapi_schema())
    for operation in operations_of(document):
        for status, answer in operation["responses"].items():
            _describe_answer(operation, int(status), answer)
        answers = {str(status): answer for status, answer in operation["responses"].items()}
        if "401" in answers:
            operation["security"] = [{"token": []}]
        if "428" in answers:
            operation.setdefault("parameters", []).append(_IF_MATCH)
        operation["responses"] = dict(sorted({**answers, **_ANYWHERE}.items()))
    document["components"]["securitySchemes"] = {"token": _TOKEN}
    return document


def operations_of(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the operations in their order."""
    for methods in document["paths"].values():
        yield from methods.values()


def _describe_answer(operation: Mapping[str, Any], status: int, answer: dict[str, Any]) -> None:
    if status >= 400:
        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return
    if "401" in {str(one) for one in operation["responses"]}:
        return
    names = {one["name"] for one in operation.get("parameters", ())}
    answer["headers"] = {**_TAG, **(_LINK if "offset" in names and status == 200 else {})}
    if "format" in names and status == 200:
        answer["content"]["text/csv"] = {"schema": {"type": "string"}}
