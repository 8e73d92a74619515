"""Ways to send what a browser would send from a sheet's page."""

import html
import re

from django.http import HttpResponse
from django.test import Client

from torikumi.review.states import Move
from torikumi.web.reviews.models import Sheet
from torikumi.web.reviews.queries.sheets import facts_of_each
from torikumi.web.reviews.standing import SheetFacts

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}


def fresh(sheet: Sheet) -> Sheet:
    """Return the sheet as it is stored now."""
    return Sheet.objects.within(sheet).get(pk=sheet.pk)


def facts_of(sheet: Sheet) -> SheetFacts:
    """Return what the tables need of the sheet."""
    return facts_of_each([sheet], sheet)[sheet.pk]


def text_of(client: Client, address: str, status: int = 200) -> str:
    """Return a page's text."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return html.unescape(response.content.decode())


def seen_text(response: HttpResponse) -> str:
    """Return what stands on an answer's page."""
    return html.unescape(response.content.decode())


def form_of(client: Client, sheet: Sheet) -> dict[str, str]:
    """Return all that the form of the sheet's page would send if nothing were touched."""
    page = client.get(sheet.get_absolute_url()).content.decode()
    form = page[
        page.index('<form class="answer"') : page.index("</form>", page.index('<form class="answer"'))
    ]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if name and ('type="radio"' not in tag or " checked" in tag):
            sent[name] = value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form):
        sent[name] = html.unescape(text)
    return sent


def post(
    client: Client, sheet: Sheet, values: dict[str, str], *, do: str = "save", **more: str
) -> HttpResponse:
    """Send the sheet's form with some fields filled in."""
    sent = {**form_of(client, sheet), **{f"f-{key}": text for key, text in values.items()}, "do": do, **more}
    page = client.get(sheet.get_absolute_url()).content.decode()
    action = re.search(r'<form class="answer"[^>]*action="([^"]+)"', page)
    assert action is not None
    return client.post(action[1], sent)


def submit(client: Client, sheet: Sheet, values: dict[str, str] = WHOLE) -> None:
    """Hand the sheet in."""
    response = post(client, sheet, values, do=Move.SUBMIT)
    assert response.status_code == 302, seen_text(response)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
