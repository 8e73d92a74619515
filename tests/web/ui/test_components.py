"""Components: each says with words what it shows with colour, and forms tell where they are wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory

import torikumi.web
from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.project import ReviewState
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role

TEMPLATES = sorted(Path(torikumi.web.__file__).parent.rglob("templates/**/*.html"))
STYLES = sorted(Path(torikumi.web.__file__).parent.rglob("static/**/*.css"))


def render(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_badge_has_its_letter_and_its_word(outcome: Outcome) -> None:
    direction = Direction(printed="X：なにか", code="X", label="なにか", outcomes=(outcome,))

    badge = render("{% direction_badge d %}", d=direction)

    assert "X" in badge
    assert "なにか" in badge
    assert f"badge--{outcome.value}" in badge


def test_a_missing_direction_says_so() -> None:
    assert "記載なし" in render("{% direction_badge d %}", d=None)


@pytest.mark.parametrize("state", ReviewState)
def test_a_state_has_its_word(state: ReviewState) -> None:
    words = {
        "not_started": "未着手",
        "draft": "入力中",
        "submitted": "承認待ち",
        "returned": "差戻し",
        "approved": "確定",
    }

    assert words[state.value] in render("{% state_badge s %}", s=state)


def test_progress_is_also_a_number_and_nothing_of_nothing_is_no_error() -> None:
    assert "12/18" in render('{% progress 12 18 "回答" %}')
    empty = render('{% progress 0 0 "回答" %}')
    assert 'max="1"' in empty
    assert "0/0" in empty


@pytest.mark.parametrize(("year", "shown"), [(2019, "令和元年度"), (2018, "平成30年度"), (None, "")])
def test_a_fiscal_year_is_shown_the_japanese_way(year: int | None, shown: str) -> None:
    assert render("{{ y|fiscal_year }}", y=year) == shown


class _Form(forms.Form):
    name = forms.CharField(
        label="名前", help_text="全角で", error_messages={"required": "名前を入力してください"}
    )
    way = forms.ChoiceField(
        label="方針",
        choices=[("a", "充実"), ("b", "継続")],
        widget=forms.RadioSelect,
        error_messages={"required": "方針を選んでください"},
    )


def test_a_wrong_form_links_each_error_to_its_field() -> None:
    html = str(_Form({}))

    assert "入力内容を確かめてください（2件）" in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids), described
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_has_a_legend_and_every_field_a_label() -> None:
    html = str(_Form())

    assert "<legend" in html
    assert 'for="id_name"' in html
    assert "入力内容を確かめてください" not in html


def test_pages_keep_the_filters_of_the_address() -> None:
    request: HttpRequest = RequestFactory().get("/list/", {"q": "a&b", "page": "2"})

    context = RequestContext(request, {"page": Paginator(range(100), 10).page(2)})
    html = Template("{% pagination page %}").render(context)

    assert 'href="?q=a%26b&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert "100件のうち 11〜20件目" in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_template_has_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:|js:", text)
    # A script without an address is refused by browsers; JSON that another one reads is none.
    assert not re.search(r'<script(?![^>]*\s(?:src=|type="application/json"))', text)
    assert not re.search(r"https?://", text)
    assert not re.search(r"\|safe\b|autoescape off|mark_safe", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_form_that_sends_has_its_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.DOTALL):
        assert "{% csrf_token %}" in form


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_ask_nobody_else_for_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "@import" not in text
    assert not re.search(r"url\(\s*['\"]?(https?:)?//", text)
    # Nothing is smaller than 14 pixels.
    assert all(float(size) >= 0.875 for size in re.findall(r"font-size:\s*([\d.]+)rem", text))


def test_only_the_charts_are_markup_that_was_not_written_in_a_template() -> None:
    root = Path(torikumi.web.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"mark_safe|SafeString\(|format_html|SafeData", path.read_text(encoding="utf-8"))
    }

    assert found == {"plans/overview.py", "explore/counted.py", "explore/fared.py"}


@pytest.mark.django_db
def test_the_menu_marks_the_part_one_is_in(
    person_with: Callable[..., User], browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(person_with(Role.ADMINISTRATOR))

    page = client.get("/people/add/").content.decode()

    assert re.search(r'href="/people/" aria-current="true">利用者<', page)
    assert page.count('aria-current="true"') == 1
    assert 'aria-current="page">利用者<' in client.get("/people/").content.decode()


@pytest.mark.django_db
def test_a_role_sees_only_its_parts_in_the_menu(
    person_with: Callable[..., User], browser_of: Callable[[User], Client]
) -> None:
    page = browser_of(person_with(Role.READER)).get("/").content.decode()

    assert "公表" in page
    assert "利用者を登録し" not in page
    assert "操作の記録" not in page


@pytest.mark.django_db
def test_the_notice_of_the_site_is_on_every_page(client: Client, settings: object) -> None:
    settings.SITE_NOTICE = "架空のデータです"  # type: ignore[attr-defined]

    assert "架空のデータです" in client.get("/login/").content.decode()
    assert "架空のデータです" in client.get("/nowhere/").content.decode()
