"""Components of pages, ready in every template (a builtin library, so no `load` is needed)."""

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Context

from torikumi.plan.direction import Direction
from torikumi.plan.project import ReviewState
from torikumi.publish.palette import letter_and_word, look_of
from torikumi.publish.words import STATES
from torikumi.text.era import format_fiscal_year

register = template.Library()


@register.inclusion_tag("ui/direction_badge.html")
def direction_badge(direction: Direction | None) -> dict[str, object]:
    """Show a direction (今後の方針) with its letter and its word; never by its colour alone."""
    letter, word = letter_and_word(direction)
    return {"letter": letter, "word": word, "css": look_of(direction.outcomes if direction else ()).css}


@register.inclusion_tag("ui/state_badge.html")
def state_badge(state: str) -> dict[str, object]:
    """Show how far an answer is, as a word beside its mark."""
    known = ReviewState(state)
    return {"state": known.value, "word": STATES[known]}


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, object]:
    """Show how many of `total` are done, as a bar and as numbers."""
    # A bar of nothing needs a whole all the same: `max` may not be 0.
    return {"done": done, "total": total, "whole": max(total, 1), "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[object]) -> dict[str, object]:
    """Show links to the other pages of a list; filters in the address are kept."""
    request = context["request"]
    assert isinstance(request, HttpRequest)  # noqa: S101  the context processor puts it there
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": request}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """List what is wrong with a form above it, each entry a link to its field."""
    rows = [{"sentence": sentence, "target": ""} for sentence in form.non_field_errors()]
    for field in form:
        # A group of radio buttons has no field of its own to jump to; its first button stands for it.
        target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        rows += [{"sentence": sentence, "target": target} for sentence in field.errors]
    return {"rows": rows}


@register.filter
def fiscal_year(year: int | None) -> str:
    """Show a fiscal year the Japanese way: 2019 becomes 令和元年度."""
    return "" if year is None else format_fiscal_year(year)
