"""What went wrong, for programs: Problem Details (RFC 9457) with the sentence in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import NoReturn, TypeVar

from django.http import HttpResponse

from torikumi.errors import UserError
from torikumi.text.characters import replace_unstorable
from torikumi.web.api.answers import to_json

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails:
    """Why a request was refused; `detail` says what to do next, `request_id` is the number to name to the office.

    `type` names the kind of problem for good; `fields` are the questions or fields that were wrong.
    """

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    request_id: str = ""
    fields: tuple[WrongField, ...] = ()
    conflict: tuple[ConflictingField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongField:
    """A question or field that was wrong, and how."""

    name: str
    detail: str
    detail_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingField:
    """A field that somebody else changed meanwhile: the text that stands there, and the one that was sent."""

    name: str
    label: str
    theirs: str
    yours: str


Field = TypeVar("Field", WrongField, ConflictingField)


class ProblemError(UserError):
    """A request that is answered with a problem; `kind` is the last part of its type."""

    def __init__(
        self,
        *,
        status: int,
        kind: str,
        ja: str,
        en: str,
        fields: tuple[WrongField, ...] = (),
        conflict: tuple[ConflictingField, ...] = (),
    ) -> None:
        super().__init__(ja=ja, en=en)
        self.status, self.kind = status, kind
        self.fields, self.conflict = fields, conflict


_TITLES = MappingProxyType(
    {
        400: "送られた内容を読み取れません",
        401: "トークンが要ります",
        403: "この操作はできません",
        404: "見つかりません",
        405: "この方法では使えません",
        409: "今はできません",
        410: "公表が取り下げられました",
        412: "ほかの人が先に変えました",
        413: "送られた内容が大きすぎます",
        422: "値を使えません",
        428: "If-Match が要ります",
        500: "サーバーの側で失敗しました",
        503: "混み合っています",
    }
)
# What is said where nobody said more: of an address that leads nowhere, of a database that waits too long.
_PLAIN = MappingProxyType(
    {
        400: (
            "番地、質問、本文のどれかが壊れています。書き方を確かめてください。",
            "Mend the address, the question or the body.",
        ),
        401: (
            "見出し Authorization: Bearer に、有効なトークンを入れてください。",
            "Send a valid token in the header Authorization: Bearer.",
        ),
        403: (
            "役割かトークンの範囲が足りません。管理者に確かめてください。",
            "The role, or the scope of the token, is not enough.",
        ),
        404: ("番地を、一覧からたどり直してください。", "Follow the addresses from a list again."),
        405: ("使える方法は、見出し Allow にあります。", "The header Allow lists the methods that work."),
        413: ("内容を分けて送ってください。", "Send it in smaller parts."),
        500: (
            "しばらくしてもう一度送り、続くときは request_id を管理者に伝えてください。",
            "Try again later; if it goes on, tell the administrator the request_id.",
        ),
        503: (
            "見出し Retry-After の秒数を待って、同じものを送ってください。",
            "Wait as Retry-After says, and send the same again.",
        ),
    }
)


def problem_response(problem: ProblemError, *, request_id: str) -> HttpResponse:
    """Return the answer that tells of a problem."""
    details = ProblemDetails(
        type=f"urn:torikumi:problem:{problem.kind}",
        title=_TITLES.get(problem.status, HTTPStatus(problem.status).phrase),
        title_en=HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=replace_unstorable(problem.ja),
        detail_en=replace_unstorable(problem.en),
        request_id=request_id,
        fields=tuple(_storable(one) for one in problem.fields),
        conflict=tuple(_storable(one) for one in problem.conflict),
    )
    return HttpResponse(to_json(ProblemDetails, details), status=problem.status, content_type=MEDIA_TYPE)


def _storable(field: Field) -> Field:
    """Half a character that was sent cannot be sent back."""
    texts = {one.name: replace_unstorable(getattr(field, one.name)) for one in fields(field)}
    return replace(field, **texts)


def plain_problem(status: int) -> ProblemError:
    """Return the problem of a status about which nothing more is known."""
    ja, en = _PLAIN.get(
        status, ("要求を直して、もう一度送ってください。", "Mend the request and send it again.")
    )
    return ProblemError(status=status, kind=HTTPStatus(status).phrase.lower().replace(" ", "-"), ja=ja, en=en)


def not_found(what_ja: str, what_en: str) -> NoReturn:
    """Refuse a request for a thing that is not there, or not public."""
    raise ProblemError(
        status=404,
        kind="not-found",
        ja=f"{what_ja}はありません。一覧から番地をたどり直してください。",
        en=f"There is no such {what_en}. Follow the addresses from a list again.",
    )
