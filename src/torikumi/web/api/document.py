"""The API as a whole: its document (OpenAPI), its way of refusing, and how its routes are named."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from torikumi.web.api.problems import ProblemError, WrongField, plain_problem, problem_response
from torikumi.web.ui.requests import request_id

VERSION = "1"

api = NinjaAPI(
    title="Torikumi API",
    version=VERSION,
    description=(
        "公表された計画を、だれでもプログラムから読むための API です。ログインは要りません。"
        "公表していないものは、どの番地からも出ません。\n\n"
        "Reads what municipalities have published of their plans, without a log-in. Nothing unpublished is ever given."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(ProblemError)
def _refuse(request: HttpRequest, problem: ProblemError) -> HttpResponse:
    return problem_response(problem, request_id=request_id(request))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, exception: Http404) -> HttpResponse:  # noqa: ARG001  as ninja calls it
    return problem_response(plain_problem(404), request_id=request_id(request))


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:  # noqa: ARG001  as ninja calls it
    return problem_response(plain_problem(403), request_id=request_id(request))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(plain_problem(error.status_code), request_id=request_id(request))


@api.exception_handler(ValidationError)
def _wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = tuple(_wrong_field(one) for one in error.errors)
    names = "、".join(f"「{field.name}」" for field in fields)
    problem = ProblemError(
        status=422,
        kind="wrong-values",
        ja=f"{names}の値を使えません。API の説明にある値に直して、もう一度送ってください。",
        en=f"{', '.join(field.name for field in fields)}: not a value that can be used; see the document of the API.",
        fields=fields,
    )
    return problem_response(problem, request_id=request_id(request))


def _wrong_field(error: dict[str, Any]) -> WrongField:
    name = str(error["loc"][-1])
    ja = _WHY.get(str(error["type"]), "使えない値です。").format(**error.get("ctx", {}))
    return WrongField(name=name, detail=ja, detail_en=str(error["msg"]))


_WHY = {
    "greater_than_equal": "{ge} 以上にしてください。",
    "less_than_equal": "{le} 以下にしてください。",
    "int_parsing": "整数にしてください。",
    "literal_error": "{expected} のどれかにしてください。",
    "string_too_long": "{max_length} 文字までにしてください。",
    "missing": "入れてください。",
    "extra_forbidden": "この名前の項目はありません。",
}
