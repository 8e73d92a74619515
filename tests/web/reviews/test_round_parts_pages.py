"""The parts that a new round is put together from: the plan's own scale, and the rule of rating."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.plans.invented import make_plan
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.plan.direction import DirectionScale
from torikumi.plan.outcomes import scale_from
from torikumi.review.library.ratings import all_ratings, ratings_by_name
from torikumi.review.library.shelf import all_chains, all_forms, all_scales
from torikumi.review.roundfile import read_round
from torikumi.web.accounts.models import User
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.rounds import create_round
from torikumi.web.reviews.models import ReviewRound

PARTS = {"form": "ready:standard@1", "scale": "plan", "chain": "ready:short@1", "rating": "none"}


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def _begin(browse: Client, *, status: int = 200, **values: str) -> str:
    sent = {"year": "令和7年度", "title": "", "begin": "parts", **PARTS, **values}
    answer = browse.post(reverse("reviews:new"), sent, follow=True)
    assert answer.status_code == status, unescape(answer.content.decode())
    return unescape(answer.content.decode())


def test_the_scale_that_a_document_prints_is_taken_as_it_was_read(
    browse: Client, import_plan: Callable[..., Edition], series: PlanSeries
) -> None:
    read = scale_from(["A：拡充", "B：継続", "C：縮小", "F：休止・廃止"])
    assert read.id.startswith("S-")
    import_plan(replace(make_plan(4), scale=read))

    _begin(browse)

    rules = ReviewRound.objects.within(series).get().rules()
    assert rules.scale.labels == read.labels
    file = browse.get(reverse("reviews:round_file", args=[ReviewRound.objects.within(series).get().pk]))
    assert read_round(file.content.decode()) == rules


@pytest.mark.parametrize("name", ["総合戦略", "9", "S 1", "A" * 90])
def test_whatever_a_scale_is_called_it_can_be_chosen(
    browse: Client, import_plan: Callable[..., Edition], series: PlanSeries, name: str
) -> None:
    plan = make_plan(4)
    import_plan(replace(plan, scale=DirectionScale(id=name, labels=plan.scale.labels if plan.scale else ())))

    _begin(browse)

    assert len(ReviewRound.objects.within(series).get().rules().scale.labels) == 4


def test_a_scale_that_cannot_be_chosen_from_is_said_beside_its_field(
    browse: Client, import_plan: Callable[..., Edition], series: PlanSeries
) -> None:
    plan = make_plan(4)
    assert plan.scale is not None
    import_plan(replace(plan, scale=replace(plan.scale, labels=plan.scale.labels * 2)))

    page = _begin(browse, status=422)

    assert 'id="id_scale_error"' in page
    assert not ReviewRound.objects.within(series).exists()


def test_the_rule_of_rating_that_was_chosen_stays(
    browse: Client, edition: Edition, series: PlanSeries
) -> None:
    name, rule = next((key, rule) for key, rule in ratings_by_name().items() if "@" in key)

    _begin(browse, rating=f"ready:{name}")

    round_ = ReviewRound.objects.within(series).get()
    assert round_.rules().rating == rule
    assert (
        f'rating = "{name}"' in browse.get(reverse("reviews:round_file", args=[round_.pk])).content.decode()
    )


def test_the_rule_of_rating_is_chosen_again_kept_and_put_away(
    browse: Client, edition: Edition, series: PlanSeries, by: Actor
) -> None:
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    name, rule = next((key, rule) for key, rule in ratings_by_name().items() if "@" in key)
    found = []
    for version, reference in enumerate((f"ready:{name}", "", "none"), start=1):
        sent = {
            "version": version,
            "year": "令和7年度",
            "form": "",
            "scale": "",
            "chain": "",
            "rating": reference,
        }
        answer = browse.post(reverse("reviews:settings_parts", args=[round_.pk]), sent)
        assert answer.status_code == 302, unescape(answer.content.decode())
        found.append(ReviewRound.objects.within(series).get().rules().rating)

    assert found == [rule, rule, None]


def test_what_may_be_chosen_says_what_it_holds(browse: Client, edition: Edition) -> None:
    page = unescape(browse.get(reverse("reviews:new")).content.decode())

    assert "この計画の区分（A：充実、B：継続、C：縮小、D：廃止）" in page
    for entry in all_chains():
        assert f"{entry.title}（備え付け）：{'→'.join(step.label for step in entry.value)}"[:40] in page
    for rating in all_ratings():
        assert f"{rating.title}（備え付け）：{rating.value.grades[0].label}、" in page
    for form in all_forms():
        assert f"{form.title}（備え付け）：{len(form.value.fields)}欄" in page
    labels = max(all_scales(), key=lambda entry: len(entry.value.labels)).value.labels
    assert len(labels) <= 8 or f"、ほか{len(labels) - 8}" in page


def test_what_a_round_has_now_stands_in_the_choice_that_keeps_it(
    browse: Client, edition: Edition, series: PlanSeries, by: Actor
) -> None:
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)

    page = unescape(browse.get(reverse("reviews:settings_parts", args=[round_.pk])).content.decode())

    for words in (
        "評価シート：8欄", "A：充実、B：継続、C：縮小、D：廃止", "担当課→課長→企画課→委員会", "判定しない",
    ):  # fmt: skip
        assert f"今のまま（{words}）" in page
