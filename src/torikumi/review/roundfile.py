"""ROUND.toml: the settings of a round as a file that a person writes, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Field, Form
from torikumi.review.form_tables import field_entries, read_field, read_scale, scale_entry
from torikumi.review.library.ratings import ratings_by_name
from torikumi.review.library.shelf import chains_by_name, fields_of_blocks, forms_by_name, scales_by_name
from torikumi.review.mistakes import RoundError, Spot, unknown_name
from torikumi.review.rating_rule import RatingRule
from torikumi.review.rating_tables import rating_entry, read_rating
from torikumi.review.round import AskKind, Asks, Round, Step
from torikumi.review.round_check import check_round
from torikumi.review.step_tables import read_step, step_entries
from torikumi.review.tables import Table, read_toml
from torikumi.review.toml_text import write_toml
from torikumi.review.words import ASK_WORDS
from torikumi.text.era import format_fiscal_year, parse_fiscal_year

_KEYS = (
    *("title", "year", "opens", "contact", "guide", "late", "empty_erases", "columns"),
    *("scale", "form", "fields", "chain", "steps", "asks", "rating"),
)
_NO_SCALE = DirectionScale(id="none", labels=())


def read_round(text: str) -> Round:
    """Return the round of a ROUND.toml. Raises RoundError: each mistake with its key and what is allowed."""
    table = read_toml(text)
    table.allow(*_KEYS)
    title = table.text("title")
    round_ = Round(
        title=title,
        year=_read_year(table),
        form=_read_form(table, title=title),
        scale=read_scale(table, scales_by_name()) if "scale" in table.values else _NO_SCALE,
        steps=_read_steps(table),
        asks=_read_asks(table.table("asks")),
        opens=table.day("opens"),
        late=table.flag("late", default=True),
        empty_erases=table.flag("empty_erases", default=False),
        columns=table.texts("columns"),
        contact=table.text("contact", ""),
        guide=table.text("guide", ""),
        rating=read_rating(table, ratings_by_name()) if "rating" in table.values else None,
    )
    check_round(round_)
    return round_


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundParts:
    """What a file says of a round, as far as it says it; a city keeps such parts one by one."""

    form: Form | None
    scale: DirectionScale | None
    steps: tuple[Step, ...]
    rating: RatingRule | None


def read_round_parts(text: str) -> RoundParts:
    """Return the parts of a ROUND.toml, whole or not. Raises RoundError; whether they go together is not asked."""
    table = read_toml(text)
    table.allow(*_KEYS)
    has_form = "form" in table.values or "fields" in table.values
    return RoundParts(
        form=_read_form(table, title=table.text("title", "様式")) if has_form else None,
        scale=read_scale(table, scales_by_name()) if "scale" in table.values else None,
        steps=_read_steps(table),
        rating=read_rating(table, ratings_by_name()) if "rating" in table.values else None,
    )


def write_round(round_: Round) -> str:
    """Return the ROUND.toml of a round; `read_round` gives the same round back. Ready-made parts stand by name."""
    ready_form = _name_of(round_.form)
    entries: dict[str, object] = {
        "title": round_.title,
        "year": _year_entry(round_.year),
        "opens": round_.opens,
        "contact": round_.contact or None,
        "guide": round_.guide or None,
        "late": None if round_.late else False,
        "empty_erases": round_.empty_erases or None,
        "columns": list(round_.columns) or None,
        "scale": None if round_.scale == _NO_SCALE else scale_entry(round_.scale, scales_by_name()),
        "form": ready_form or _form_entry(round_.form),
        "rating": rating_entry(round_.rating, ratings_by_name()) if round_.rating else None,
        "asks": _asks_entry(round_.asks),
        "steps": [step_entries(step) for step in round_.steps],
    }
    if not ready_form:
        entries["fields"] = [field_entries(field, scales_by_name()) for field in round_.form.fields]
    return write_toml(entries)


def _read_year(table: Table) -> int:
    value = table.values.get("year")
    year = parse_fiscal_year(value) if isinstance(value, str) else value
    if isinstance(year, bool) or not isinstance(year, int):
        raise table.wrong(
            "year",
            ja='は評価する年度です。"令和6年度" か 2024 のように書いてください。',
            en='must be the fiscal year under review, such as "令和6年度" or 2024.',
        )
    return year


def _year_entry(year: int) -> object:
    printed = format_fiscal_year(year)
    return printed if parse_fiscal_year(printed) == year else year


def _read_form(table: Table, *, title: str) -> Form:
    named = table.values.get("form")
    below = (
        Table(values={"ready_made": named}, spot=table.spot.at("form"))
        if isinstance(named, str)
        else table.table("form")
    )
    below.allow("id", "version", "title", "ready_made", "without", "blocks")
    ready = _ready_made(below) if "ready_made" in below.values else None
    rows = table.tables("fields")
    if ready is not None and not rows and len(below.values) == 1:
        return ready
    version = below.whole("version")
    return Form(
        id=below.text("id", f"{ready.id}-own" if ready else "own"),
        version=1 if version is None else version,
        title=below.text("title", ready.title if ready else title),
        fields=_joined((*_kept(ready, below), *fields_of_blocks(below)), rows),
    )


def _ready_made(table: Table) -> Form:
    forms, name = forms_by_name(), table.text("ready_made")
    if name not in forms:
        raise RoundError((unknown_name(table.spot, name, _plain_names(forms)),))
    return forms[name]


def _kept(ready: Form | None, table: Table) -> tuple[Field, ...]:
    fields = ready.fields if ready else ()
    without = table.texts("without")
    for key in without:
        if key not in {field.key for field in fields}:
            raise RoundError((unknown_name(table.spot.at("without"), key, [field.key for field in fields]),))
    return tuple(field for field in fields if field.key not in without)


def _joined(ready: tuple[Field, ...], rows: tuple[Table, ...]) -> tuple[Field, ...]:
    """The ready-made fields with what the file changes in them, then the file's own fields."""
    scales = scales_by_name()
    known = {field.key: field for field in ready}
    own: list[Field] = []
    for row in rows:
        key = row.values.get("key")
        # A person finds a field by its key: with a ready-made form, its place in the file is not its place in the form.
        named = replace(row, spot=Spot(("fields", key))) if isinstance(key, str) else row
        before = known.get(key) if isinstance(key, str) else None
        if before is None:
            own.append(read_field(named, scales))
            continue
        changed = read_field(replace(named, values={**_plain(before, scales), **row.values}), scales)
        known[changed.key] = changed
    return (*known.values(), *own)


def _plain(field: Field, scales: Mapping[str, DirectionScale]) -> dict[str, object]:
    return {key: value for key, value in field_entries(field, scales).items() if value is not None}


def _plain_names(entries: Mapping[str, object]) -> list[str]:
    return [name for name in entries if "@" not in name]


def _name_of(form: Form) -> str | None:
    name = f"{form.id}@{form.version}"
    return name if forms_by_name().get(name) == form else None


def _form_entry(form: Form) -> dict[str, object]:
    return {"id": form.id, "version": None if form.version == 1 else form.version, "title": form.title}


def _read_steps(table: Table) -> tuple[Step, ...]:
    """The steps of the chain that the file names, with what the file changes in them, then the file's own."""
    known: dict[str, Step] = {}
    if "chain" in table.values:
        chains, name = chains_by_name(), table.text("chain")
        if name not in chains:
            raise RoundError((unknown_name(table.spot.at("chain"), name, _plain_names(chains)),))
        known = {step.id: step for step in chains[name]}
    own: list[Step] = []
    for row in table.tables("steps"):
        id_ = row.values.get("id", row.values.get("role"))
        before = known.get(id_) if isinstance(id_, str) else None
        if before is None:
            own.append(read_step(row))
        else:
            written = {key: value for key, value in step_entries(before).items() if value is not None}
            known[before.id] = read_step(replace(row, values={**written, **row.values}))
    return (*known.values(), *own)


def _read_asks(table: Table) -> Asks:
    table.allow("kind", "projects", "sections", "every", "always")
    return Asks(
        kind=table.one_of("kind", ASK_WORDS, AskKind.ALL),
        projects=table.texts("projects"),
        sections=table.texts("sections"),
        every=table.whole("every"),
        always=table.texts("always"),
    )


def _asks_entry(asks: Asks) -> dict[str, object] | None:
    if asks == Asks():
        return None
    return {
        "kind": asks.kind.value,
        "projects": list(asks.projects) or None,
        "sections": list(asks.sections) or None,
        "every": asks.every,
        "always": list(asks.always) or None,
    }
