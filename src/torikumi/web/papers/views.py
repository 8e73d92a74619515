"""Making papers from a plan, and the templates that a city changes."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torikumi.errors import UserError
from torikumi.publish.forms.catalogue import FORMS, Form
from torikumi.publish.forms.names import SCOPES
from torikumi.publish.forms.report import lacks_remarks
from torikumi.web.accounts.acting import signed_in
from torikumi.web.audit.actor import actor_of
from torikumi.web.papers.actions import record_paper, save_template, use_product_template
from torikumi.web.papers.checking import check_template
from torikumi.web.papers.forms import BOTH, DOCX, PDF, PaperForm, TemplateForm, fact_field
from torikumi.web.papers.making import DOCX_TYPE, Desk, Handed, fill_desk, hand_out, open_desk
from torikumi.web.papers.queries import own_template, own_templates
from torikumi.web.plans.models import Edition
from torikumi.web.plans.views.shelf import Shelf, open_shelf


@require_safe
def paper_list(request: HttpRequest, series_id: int) -> HttpResponse:
    """List the forms that can be made of an edition."""
    shelf = open_shelf(request, series_id)
    own = {code for code, row in own_templates(signed_in(request)).items() if row.is_own}
    lines = [(form, form.code in own) for form in FORMS]
    return render(request, "papers/list.html", {"shelf": shelf, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, series_id: int, code: str) -> HttpResponse:
    """Ask for what only a person knows, then hand out the filled form."""
    shelf = open_shelf(request, series_id)
    desk = open_desk(_form_of(code), shelf.edition, _earlier(shelf))
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, asked=desk.asked, sections=desk.sections, year=desk.year, initial=_known(desk))
    handed: Handed | None = None
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            filled = fill_desk(
                desk,
                year=form.cleaned_data["year"],
                section=form.cleaned_data.get("section", ""),
                facts=form.facts(),
            )
            handed = hand_out(desk, filled, with_docx=kind in (DOCX, BOTH), with_pdf=kind in (PDF, BOTH))
        except UserError as error:
            form.add_error(None, error.ja)
        else:
            record_paper(
                edition=shelf.edition,
                form=desk.form,
                kind=kind,
                count=handed.count,
                by=actor_of(request),
                at=timezone.now(),
            )
            return _answer(handed)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"shelf": shelf, "desk": desk, "form": form, "remarks": _remarks(desk)}
    return render(request, "papers/paper.html", context, status=status)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the forms with whose template each has."""
    own = own_templates(signed_in(request))
    return render(request, "papers/templates.html", {"lines": [(form, own.get(form.code)) for form in FORMS]})


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Take a city's template of a form, after every blank in it was looked at."""
    wanted = _form_of(code)
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["template"]
        name, content = PurePath(uploaded.name or "").name, uploaded.read()
        try:
            check_template(wanted, content, file_name=name)
        except UserError as error:
            form.add_error("template", error.ja)
        else:
            city = signed_in(request).municipality
            saved = save_template(
                city=city,
                form=wanted,
                file_name=name,
                content=content,
                by=actor_of(request),
                at=timezone.now(),
            )
            messages.success(
                request,
                f"「{wanted.name}」のひな形を、第{saved.version}版として保存しました。これからはこのひな形で作ります。",
            )
            return redirect("papers:template", code=code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    row = own_template(signed_in(request), code)
    context = {"wanted": wanted, "form": form, "row": row, "scopes": SCOPES.items()}
    return render(request, "papers/template.html", context, status=status)


@require_safe
def template_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the template of a form that is used now, to be changed in Word."""
    wanted, row = _form_of(code), own_template(signed_in(request), code)
    octets = bytes(row.content) if row is not None else wanted.template
    name = f"{wanted.name}_ひな形.docx"
    return _answer(Handed(file_name=name, media_type=DOCX_TYPE, octets=octets, count=1))


@require_POST
def reset_template(request: HttpRequest, code: str) -> HttpResponse:
    """Use the template that comes with the product again."""
    wanted = _form_of(code)
    if own_template(signed_in(request), code) is not None:
        city = signed_in(request).municipality
        use_product_template(city=city, form=wanted, by=actor_of(request), at=timezone.now())
        messages.success(request, f"「{wanted.name}」は、備え付けのひな形に戻しました。")
    return redirect("papers:template", code=code)


def _form_of(code: str) -> Form:
    found = next((form for form in FORMS if form.code == code), None)
    if found is None:
        raise Http404
    return found


def _earlier(shelf: Shelf) -> Edition | None:
    """Return the edition before the one that is shown."""
    at = [edition.pk for edition in shelf.editions].index(shelf.edition.pk)
    return next(iter(shelf.editions[at + 1 :]), None)


def _known(desk: Desk) -> dict[str, str]:
    """Return what is known of the fields that a person would have to fill."""
    known = desk.known_facts
    return {fact_field(name): known[name] for name in desk.asked if name in known}


def _remarks(desk: Desk) -> list[str]:
    """Return what the plan does not say; [] where the form cannot be made, which the button then says."""
    try:
        filled = fill_desk(desk, year=None, facts=dict.fromkeys(desk.asked, "x"))
    except UserError as error:
        return [error.ja]
    return [remark.ja for remark in lacks_remarks([one.filled for one in filled], how_to_give=False)]


def _answer(handed: Handed) -> HttpResponse:
    response = HttpResponse(handed.octets, content_type=handed.media_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=handed.file_name) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
