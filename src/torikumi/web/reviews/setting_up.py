"""The settings of a new round, from what was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Field, Form
from torikumi.review.mistakes import Mistake
from torikumi.review.next_round import copy_for
from torikumi.review.rating_rule import RatingRule
from torikumi.review.round import Round
from torikumi.text.era import format_fiscal_year
from torikumi.web.accounts.scope import Resident
from torikumi.web.plans.models import Edition
from torikumi.web.plans.store import load_head
from torikumi.web.reviews.queries.settings import find_offer, offers_of
from torikumi.web.reviews.round_parts import fit_form, for_round, with_parts
from torikumi.web.reviews.setting_bodies import Chain, in_short
from torikumi.web.reviews.setting_models import SettingKind

_OF_PLAN = "plan"
_NO_RATING = "none"
_NO_SCALE = DirectionScale(id="none", labels=())
# What the first word of a mistake's key speaks of, as the pages call the choice.
_PART_OF_KEY = {"year": "year", "scale": "scale", "form": "form", "fields": "form", "rating": "rating"}
_PART_OF_KEY |= {"chain": "chain", "steps": "chain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """References of `offers_for` to a form, a scale, a chain and a rule of rating; "" keeps what a round has."""

    form: str = ""
    scale: str = ""
    chain: str = ""
    rating: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The settings, and the fields that had to be left out as no step of the chain writes them."""

    rules: Round
    left_out: tuple[Field, ...] = ()


def offers_for(person: Resident, edition: Edition) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen for a round on an edition; the plan's own scale comes first."""
    scale = load_head(edition).scale
    own = [(_OF_PLAN, f"この計画の区分（{in_short(scale)}）")] if scale and scale.labels else []
    return {
        "form": offers_of(person, SettingKind.FORM),
        "scale": own + offers_of(person, SettingKind.SCALE),
        "chain": offers_of(person, SettingKind.CHAIN),
        "rating": [(_NO_RATING, "判定しない"), *offers_of(person, SettingKind.RATING)],
    }


def parts_in_words(rules: Round) -> dict[str, str]:
    """Return what a round has now, by the name of the choice."""
    rating = rules.rating
    return {
        "form": f"{rules.form.title}：{in_short(rules.form)}",
        "scale": in_short(rules.scale) or "なし",
        "chain": in_short(Chain(steps=rules.steps)) or "なし",
        "rating": f"{rating.title}：{in_short(rating)}" if rating else "判定しない",
    }


def begin_with_parts(person: Resident, edition: Edition, wanted: Wanted, *, year: int, title: str) -> Made:
    """Return the settings of a new round from chosen parts."""
    empty = Round(
        title=title or usual_title(year),
        year=year,
        form=Form(id="own", title="様式", fields=()),
        scale=_NO_SCALE,
        steps=(),
    )
    return choose_parts(person, edition, wanted, rules=empty)


def begin_with_copy(last: Round, *, year: int, title: str) -> Made:
    """Return the settings of a new round from those of another year."""
    copied = copy_for(last, year=year)
    return Made(rules=replace(copied, title=title) if title else copied)


def choose_parts(person: Resident, edition: Edition, wanted: Wanted, *, rules: Round) -> Made:
    """Return the settings with another form, scale, chain or rule of rating."""
    form = find_offer(person, SettingKind.FORM, wanted.form)
    chain = find_offer(person, SettingKind.CHAIN, wanted.chain)
    steps = chain.steps if isinstance(chain, Chain) else rules.steps
    scale = _scale(person, edition, wanted.scale) or rules.scale
    fitted = fit_form(form if isinstance(form, Form) else rules.form, steps)
    made = with_parts(rules, form=fitted.form, scale=scale, steps=steps)
    return Made(rules=replace(made, rating=_rating(person, wanted.rating, rules)), left_out=fitted.left_out)


def by_part(mistakes: Iterable[Mistake]) -> Mapping[str | None, list[Mistake]]:
    """Return mistakes by the name of the part that was chosen wrongly; None holds those of no part."""
    found: dict[str | None, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        found[_PART_OF_KEY.get(mistake.key.split(".")[0])].append(mistake)
    return found


def usual_title(year: int) -> str:
    """Return 「令和7年度 年度評価」."""
    return f"{format_fiscal_year(year)} 年度評価"


def _scale(person: Resident, edition: Edition, reference: str) -> DirectionScale | None:
    if reference == _OF_PLAN:
        scale = load_head(edition).scale
        return for_round(scale) if scale else None
    found = find_offer(person, SettingKind.SCALE, reference)
    return found if isinstance(found, DirectionScale) else None


def _rating(person: Resident, reference: str, rules: Round) -> RatingRule | None:
    if reference == _NO_RATING:
        return None
    found = find_offer(person, SettingKind.RATING, reference)
    return found if isinstance(found, RatingRule) else rules.rating
