"""Searching the corpus, what is like a project, how it fared, and tables over all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from torikumi.errors import UserError
from torikumi.web.explore.asking import Subject, subject_of
from torikumi.web.explore.engines import engine_over
from torikumi.web.explore.queries import NoCorpusError, base_of, open_corpus


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find words in the names, summaries and answers of all bodies; the filters stand beside with their counts."""
    try:
        opened = open_corpus()
    except UserError as error:
        return _without(request, error)
    from torikumi.corpus.question import QuestionError
    from torikumi.web.explore.facets import facets_of
    from torikumi.web.explore.forms import A_PAGE, SearchForm, page_of, question_of
    from torikumi.web.explore.found import found_lines

    form = SearchForm(request.GET)
    answer = None
    if form.is_valid():
        question = question_of(request.GET, form.cleaned_data["q"])
        try:
            answer = opened.searcher.search(question)
        except QuestionError as error:
            form.add_error("q", error.ja)
    if answer is None:
        # What cannot be asked is told; all that is there would be no answer to it.
        return render(request, "explore/search.html", {"form": form}, status=422)
    last = max(-(-answer.total // A_PAGE), 1)
    if page_of(request.GET) > last:
        return HttpResponseRedirect(request.path + _page_address(request, last))
    page = page_of(request.GET)
    facets = facets_of(answer, request.GET)
    return render(
        request,
        "explore/search.html",
        {
            "form": form,
            "answer": answer,
            "lines": found_lines(answer.hits, question.word_keys(), similar=reverse("explore:similar")),
            "facets": facets,
            "kept": [
                (name, value)
                for name in request.GET
                if name not in ("q", "order", "page")
                for value in request.GET.getlist(name)
            ],
            "chosen": [(facet.title, choice) for facet in facets for choice in facet.choices if choice.is_on],
            "page": page,
            "before": _page_address(request, page - 1) if page > 1 else "",
            "after": _page_address(request, page + 1) if page * A_PAGE < answer.total else "",
        },
    )


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Show what runs elsewhere that is like one project: one of the city's own, or one that was found."""
    try:
        opened = open_corpus()
    except UserError as error:
        return _without(request, error)
    subject = _subject(request)
    from torikumi.corpus.question import Question
    from torikumi.corpus.similar import find_similar
    from torikumi.web.explore.found import base_table, like_bodies

    peers = request.GET.get("peers", "")
    question = Question(peers=(peers,) if peers else ())
    answer = find_similar(opened.searcher, subject.asked, question=question, meaning=opened.meaning)
    return render(
        request,
        "explore/similar.html",
        {
            "subject": subject,
            "answer": answer,
            "bodies": like_bodies(answer),
            "table": base_table(answer) if answer.bodies else None,
            "fare_url": f"{reverse('explore:fare')}?{urlencode(subject.query)}",
        },
    )


@require_safe
def fare(request: HttpRequest) -> HttpResponse:
    """Show how the projects fared that are like one, beside all."""
    try:
        opened = open_corpus()
    except UserError as error:
        return _without(request, error)
    subject = _subject(request)
    from torikumi.corpus.fare import find_fare
    from torikumi.corpus.similar import find_similar
    from torikumi.web.explore.fared import picture_of, tables_of, trait_lines

    answer = find_similar(opened.searcher, subject.asked, meaning=opened.meaning, limit=200)
    lines = [(one.hit.body, one.hit.line) for one in answer.projects]
    try:
        with engine_over(opened.corpus) as engine:
            fared = find_fare(engine, lines=lines, with_first_edition="all" in request.GET)
            base = base_of(opened, engine, with_first_edition="all" in request.GET)
    except UserError as error:
        return _without(request, error)
    return render(
        request,
        "explore/fare.html",
        {
            "subject": subject,
            "fared": fared,
            "base": base,
            "tables": tables_of(fared, base),
            "picture": picture_of(fared, base),
            "traits": trait_lines(fared),
            "counts_all": "all" in request.GET,
            "query": urlencode(subject.query),
        },
    )


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Show a table over all records; `?as=csv` and `?as=parquet` give files."""
    try:
        opened = open_corpus()
    except UserError as error:
        return _without(request, error)
    from torikumi.corpus.table_output import few_note
    from torikumi.corpus.tables import Narrowed, count_table
    from torikumi.web.explore import counted as shown
    from torikumi.web.explore.counted import as_file, bars_of, table_of
    from torikumi.web.explore.forms import TableForm

    given = request.GET if request.GET.get("table") else {"table": "directions", "by": "goal_class"}
    form = TableForm(given)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        asked = form.cleaned_data
        groups = [one for one in (asked["by"], asked["then"]) if one]
        narrowed = Narrowed(
            years=(asked["year"],) if asked["year"] else (),
            prefectures=(asked["prefecture"],) if asked["prefecture"] else (),
            goal_classes=(asked["goal_class"],) if asked["goal_class"] else (),
            outcomes=(asked["outcome"],) if asked["outcome"] else (),
        )
        try:
            with engine_over(opened.corpus) as engine:
                counted = count_table(engine, asked["table"], groups=groups, narrowed=narrowed)
        except NoCorpusError:
            raise
        except UserError as error:
            form.add_error("by", error.ja)
        else:
            kind = request.GET.get("as", "")
            if kind in ("csv", "parquet"):
                return _download(*as_file(counted, kind))
            context |= {
                "counted": counted,
                "table": table_of(counted),
                "figure": bars_of(counted),
                "few": few_note(counted),
                "rest": max(counted.table.num_rows - shown.MOST_ROWS, 0),
            }
    return render(request, "explore/tables.html", context, status=200 if form.is_valid() else 422)


def _subject(request: HttpRequest) -> Subject:
    subject = subject_of(request, open_corpus())
    if subject is None:
        raise Http404
    return subject


def _without(request: HttpRequest, error: UserError) -> HttpResponse:
    return render(request, "explore/without.html", {"sentence": error.ja})


def _page_address(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"


def _download(name: str, kind: str, octets: bytes) -> HttpResponse:
    response = HttpResponse(octets, content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
