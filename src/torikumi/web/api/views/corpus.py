"""The corpus for programs: words over all bodies, and what is like a project."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Router

from torikumi.errors import UserError
from torikumi.web.api.answers import json_response, link_header
from torikumi.web.api.corpus_shapes import (
    AskedLikeness,
    AskedWordings,
    CorpusYear,
    LikeEntry,
    LikeList,
    OutcomeCount,
    ValueCount,
    WordingEntry,
    WordingPage,
)
from torikumi.web.api.problems import ProblemDetails, ProblemError
from torikumi.web.explore.queries import Opened, open_corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torikumi.corpus.question import Hit, YearOf

router = Router(tags=["全国の取組（トークン）"])

_READ = {401: ProblemDetails, 403: ProblemDetails, 404: ProblemDetails, 422: ProblemDetails}
_COUNTED = {"prefectures": "prefecture", "years": "year", "outcomes": "outcome", "goal_classes": "goal"}


@router.get(
    "/office/corpus/search",
    response={200: WordingPage, **_READ},
    url_name="corpus_search",
    operation_id="searchCorpus",
)
def search(request: HttpRequest, asked: AskedWordings) -> HttpResponse:
    """全国の取組を言葉で探す。Wordings of all bodies that hold all words, with counts beside the filters."""
    opened = _open()
    from torikumi.corpus.question import Question

    question = Question(
        words=asked.q,
        prefectures=(asked.prefecture,) if asked.prefecture else (),
        years=(asked.year,) if asked.year is not None else (),
        outcomes=(asked.outcome,) if asked.outcome else (),
        goal_classes=(asked.goal,) if asked.goal else (),
        limit=asked.limit,
        offset=asked.offset,
    )
    try:
        answer = opened.searcher.search(question, counts=tuple(_COUNTED))
    except UserError as error:
        raise ProblemError(status=422, kind="wrong-values", ja=error.ja, en=error.en) from error
    counts = tuple(
        ValueCount(filter=_COUNTED[name], value=str(value), count=count)
        for name, values in answer.counts.items()
        for value, count in values.items()
    )
    page = WordingPage(total=answer.total, items=tuple(map(_entry, answer.hits)), counts=counts)
    response = json_response(WordingPage, page)
    response["Link"] = link_header(request, limit=asked.limit, offset=asked.offset, total=answer.total)
    return response


@router.get(
    "/office/corpus/similar",
    response={200: LikeList, **_READ},
    url_name="corpus_similar",
    operation_id="listSimilar",
)
def similar(request: HttpRequest, asked: AskedLikeness) -> HttpResponse:
    """似た取組。Projects of other bodies like one, with their years, beside the base rate."""
    opened = _open()
    from torikumi.corpus.similar import Asked, find_similar
    from torikumi.web.accounts.acting import signed_in

    own = signed_in(request).municipality.code
    subject = Asked(name=asked.name, summary=asked.summary or None, body=own)
    answer = find_similar(opened.searcher, subject, meaning=opened.meaning, limit=asked.limit)
    items = tuple(
        LikeEntry(entry=_entry(one.hit, one.life), likeness=one.likeness, per_head=one.per_head)
        for body in answer.bodies
        for one in body.projects
    )
    outcomes = tuple(
        OutcomeCount(
            outcome=outcome, similar=answer.outcomes.get(outcome, 0), base=answer.base.get(outcome, 0)
        )
        for outcome in sorted({*answer.outcomes, *answer.base})
    )
    found = LikeList(
        total=len(items), items=items, outcomes=outcomes, is_few=answer.is_few, model=answer.model
    )
    return json_response(LikeList, found)


def _open() -> Opened:
    try:
        return open_corpus()
    except UserError as error:
        raise ProblemError(status=404, kind="no-corpus", ja=error.ja, en=error.en) from error


def _entry(hit: Hit, life: Sequence[YearOf] | None = None) -> WordingEntry:
    return WordingEntry(
        body=hit.body,
        body_name=hit.body_name,
        prefecture=hit.prefecture,
        population=hit.population,
        line=hit.line,
        name=hit.name,
        summary=hit.summary,
        section=hit.section,
        years=tuple(
            CorpusYear(**{field.name: getattr(year, field.name) for field in fields(CorpusYear)})
            for year in (hit.years if life is None else life)
        ),
        credit=hit.credit,
        notice=hit.notice,
    )
