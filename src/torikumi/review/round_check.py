"""What the settings of a round must hold together, wherever they were made (ROUND.toml, the browser, last year's round)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from torikumi.review.form import FieldKind
from torikumi.review.form_check import form_mistakes, scale_mistakes
from torikumi.review.mistakes import (
    Mistake,
    RoundError,
    Spot,
    id_mistakes,
    line_mistakes,
    mistake_at,
    text_mistakes,
    twice_mistakes,
    unknown_name,
    version_mistakes,
)
from torikumi.review.rating_check import rating_mistakes
from torikumi.review.round import AskKind, Asks, Round, Step, StepRole
from torikumi.review.words import ASK_WORDS

_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_MOST_YEARS = 20
_NEEDS = {AskKind.CHOSEN: "projects", AskKind.SECTIONS: "sections", AskKind.ROTATING: "every"}
_OWNERS = {
    "projects": AskKind.CHOSEN,
    "sections": AskKind.SECTIONS,
    "every": AskKind.ROTATING,
    "always": AskKind.ROTATING,
}


def check_round(round_: Round) -> None:
    """Raise RoundError, with every mistake, where the settings are of no round that could be held."""
    mistakes = find_mistakes(round_)
    if mistakes:
        raise RoundError(mistakes)


def find_mistakes(round_: Round) -> tuple[Mistake, ...]:
    """Return what is wrong with the settings, in the order of ROUND.toml."""
    return (
        *_about_round(round_),
        *_about_steps(round_),
        *_about_form(round_),
        *_about_asks(round_.asks),
        *_about_columns(round_),
        *(rating_mistakes(Spot(("rating",)), round_.rating) if round_.rating else ()),
    )


def _about_round(round_: Round) -> Iterator[Mistake]:
    yield from line_mistakes(Spot(("title",)), round_.title)
    if not _FIRST_YEAR <= round_.year <= _LAST_YEAR:
        yield mistake_at(
            Spot(("year",)),
            ja=f'は{_FIRST_YEAR}から{_LAST_YEAR}までの年度です。令和6年度なら "令和6年度" か 2024 と書いてください。',
            en=f"must be a fiscal year from {_FIRST_YEAR} to {_LAST_YEAR}.",
        )
    if round_.contact:
        yield from line_mistakes(Spot(("contact",)), round_.contact)
    yield from text_mistakes(Spot(("guide",)), round_.guide)
    yield from _about_scale(round_)


def _about_scale(round_: Round) -> Iterator[Mistake]:
    from_round = [
        field for field in round_.form.fields if field.kind is FieldKind.DIRECTION and field.scale is None
    ]
    if from_round and not round_.scale.labels:
        yield mistake_at(
            Spot(("scale",)),
            ja=f"がないので、「{from_round[0].label}」で選べるものがありません。"
            'scale = "…" で備え付けの区分を選ぶか、[scale] に labels を書いてください。',
            en=f"is missing, but {from_round[0].key} needs it; name a ready-made scale or write [scale] with labels.",
        )
    if round_.scale.labels:
        yield from scale_mistakes(Spot(("scale",)), round_.scale)


def _about_steps(round_: Round) -> Iterator[Mistake]:
    spot = Spot(("steps",))
    if not round_.steps:
        yield mistake_at(
            spot,
            ja="がありません。[[steps]] に、はじめの担当課から順に書いてください。",
            en="are missing; begin with the section's.",
        )
        return
    for place, step in enumerate(round_.steps, start=1):
        yield from _about_step(spot.at(place), step)
    if round_.steps[0].role is not StepRole.SECTION:
        yield mistake_at(
            spot.at(1).at("role"),
            ja='は "section" です。評価は担当課の答えから始まります。',
            en='must be "section": a review begins with the section\'s answer.',
        )
    ids, labels = [step.id for step in round_.steps], [step.label for step in round_.steps]
    yield from twice_mistakes(spot, ids, part="id", ja="id を書き分けてください。")
    yield from twice_mistakes(spot, labels, part="label", ja="区別できる名前にしてください。")
    yield from _about_days(round_)


def _about_step(spot: Spot, step: Step) -> Iterator[Mistake]:
    yield from id_mistakes(spot.at("id"), step.id)
    yield from line_mistakes(spot.at("label"), step.label)


def _about_days(round_: Round) -> Iterator[Mistake]:
    days: list[tuple[Spot, str, date]] = []
    if round_.opens:
        days.append((Spot(("opens",)), "開始日", round_.opens))
    for place, step in enumerate(round_.steps, start=1):
        if step.due:
            days.append((Spot(("steps", place, "due")), f"「{step.label}」の締切", step.due))
    for (_, before_name, before), (spot, _, after) in pairwise(days):
        if after < before:
            yield mistake_at(
                spot,
                ja=f"は{before_name}（{before}）より前の日（{after}）です。{before}か、その後の日にしてください。",
                en=f"is {after}, before {before}, the day that comes before it; give {before} or later.",
            )


def _about_form(round_: Round) -> Iterator[Mistake]:
    yield from id_mistakes(Spot(("form", "id")), round_.form.id)
    yield from version_mistakes(Spot(("form", "version")), round_.form.version)
    yield from line_mistakes(Spot(("form", "title")), round_.form.title)
    spot = Spot(("fields",))
    if not round_.form.fields:
        yield mistake_at(
            spot,
            ja='がありません。form = "short" のように備え付けの様式を選ぶか、[[fields]] に欄を書いてください。',
            en="are missing; name a ready-made form or write [[fields]].",
        )
    steps = tuple(step.id for step in round_.steps)
    for field in round_.form.fields:
        if field.step not in steps:
            yield unknown_name(
                spot.at(field.key).at("step"),
                field.step,
                steps,
                words=[f"{step.id}（{step.label}）" for step in round_.steps],
            )
    yield from form_mistakes(spot, round_.form)


def _about_asks(asks: Asks) -> Iterator[Mistake]:
    spot = Spot(("asks",))
    given: dict[str, object] = {
        "projects": asks.projects,
        "sections": asks.sections,
        "every": asks.every,
        "always": asks.always,
    }
    needed = _NEEDS.get(asks.kind)
    if needed and given[needed] in (None, ()):
        yield mistake_at(
            spot.at(needed),
            ja=f'がありません。kind = "{asks.kind}"（{ASK_WORDS[asks.kind]}）には {needed} を書いてください。',
            en=f'is missing; kind = "{asks.kind}" needs it.',
        )
    for key, owner in _OWNERS.items():
        if given[key] not in (None, ()) and asks.kind is not owner:
            yield mistake_at(
                spot.at(key),
                ja=f'は kind = "{owner}"（{ASK_WORDS[owner]}）のときだけ書けます。kind を直すか、{key} を消してください。',
                en=f'is only for kind = "{owner}"; mend kind or leave it out.',
            )
    if asks.kind is AskKind.ROTATING and asks.every is not None and not 2 <= asks.every <= _MOST_YEARS:
        yield mistake_at(
            spot.at("every"),
            ja=f"は2から{_MOST_YEARS}までの年数です。3年に一度なら 3 と書いてください。",
            en=f"must be from 2 to {_MOST_YEARS} years.",
        )


def _about_columns(round_: Round) -> Iterator[Mistake]:
    keys = tuple(field.key for field in round_.form.fields)
    spot = Spot(("columns",))
    for place, column in enumerate(round_.columns, start=1):
        if column not in keys:
            yield unknown_name(
                spot.at(place),
                column,
                keys,
                words=[f"{field.key}（{field.label}）" for field in round_.form.fields],
            )
    yield from twice_mistakes(spot, round_.columns, ja="一つを消してください。")
