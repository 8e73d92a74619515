"""Fields and scales as TOML tables, in the settings of a round and in the ready-made ones."""

from collections.abc import Mapping

from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.plan.outcomes import outcomes_of
from torikumi.review.form import Choice, Field, FieldKind, Meaning, Need
from torikumi.review.mistakes import RoundError, unknown_name
from torikumi.review.tables import Table
from torikumi.review.words import KIND_WORDS, MEANING_WORDS, NEED_WORDS

FIELD_KEYS = (
    "key", "label", "kind", "meaning", "step", "block", "need", "limit", "choices", "scale", "unit", "year", "carry", "internal",
    "hint",
)  # fmt: skip
# What a field of these kinds means without being told.
_MEANT = {FieldKind.DIRECTION: Meaning.DIRECTION, FieldKind.INDICATORS: Meaning.INDICATORS}
_OUTCOMES = tuple(outcome.value for outcome in Outcome)

Scales = Mapping[str, DirectionScale]


def read_field(table: Table, scales: Scales) -> Field:
    """Return the field of one [[fields]] table; `scales` are the ready-made ones by their names."""
    table.allow(*FIELD_KEYS)
    kind = table.one_of("kind", KIND_WORDS, FieldKind.TEXT)
    return Field(
        key=table.text("key"),
        label=table.text("label"),
        kind=kind,
        meaning=table.one_of("meaning", MEANING_WORDS, _MEANT.get(kind, Meaning.OTHER)),
        step=table.text("step", "section"),
        block=table.text("block", ""),
        need=table.one_of("need", NEED_WORDS, Need.OPTIONAL),
        limit=table.whole("limit"),
        choices=tuple(_read_choice(row) for row in table.rows("choices")),
        scale=read_scale(table, scales) if "scale" in table.values else None,
        unit=table.text("unit") if "unit" in table.values else None,
        year=table.whole("year") or 0,
        carry=table.flag("carry", default=False),
        internal=table.flag("internal", default=False),
        hint=table.text("hint", ""),
    )


def field_entries(field: Field, scales: Scales) -> dict[str, object]:
    """Return a field as the entries of its table; what equals its default is left out."""
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "meaning": None if field.meaning is _MEANT.get(field.kind, Meaning.OTHER) else field.meaning.value,
        "step": None if field.step == "section" else field.step,
        "block": field.block or None,
        "need": None if field.need is Need.OPTIONAL else field.need.value,
        "limit": field.limit,
        "choices": [_choice_entry(choice) for choice in field.choices] or None,
        "scale": scale_entry(field.scale, scales) if field.scale else None,
        "unit": field.unit,
        "year": field.year or None,
        "carry": field.carry or None,
        "internal": field.internal or None,
        "hint": field.hint or None,
    }


def read_scale(table: Table, scales: Scales, *, key: str = "scale") -> DirectionScale:
    """Return the scale that a key names or holds."""
    named = table.values.get(key)
    if isinstance(named, str):
        return _ready_made(table, key, named, scales)
    below = table.table(key)
    below.allow("id", "version", "labels")
    version = below.whole("version")
    return DirectionScale(
        id=below.text("id", "own"),
        version=1 if version is None else version,
        labels=tuple(
            _label_of_table(row) if isinstance(row, Table) else _label_of_text(below, row)
            for row in below.rows("labels")
        ),
    )


def scale_entry(scale: DirectionScale, scales: Scales) -> object:
    """Return a scale as its ready-made name, else as a table."""
    for name in (f"{scale.id}@{scale.version}", scale.id):
        if scales.get(name) == scale:
            return name
    return {
        "id": scale.id,
        "version": None if scale.version == 1 else scale.version,
        "labels": [_label_entry(label) for label in scale.labels],
    }


def _ready_made(table: Table, key: str, name: str, scales: Scales) -> DirectionScale:
    if name not in scales:
        raise RoundError((unknown_name(table.spot.at(key), name, [n for n in scales if "@" not in n]),))
    return scales[name]


def _label_of_text(table: Table, text: str) -> DirectionLabel:
    code, label = _split(text)
    outcomes = outcomes_of(label)
    if not outcomes:
        raise table.wrong(
            "labels",
            ja=f"の「{text[:30]}」は、事業をどうすることか言葉から分かりません。"
            f'{{ label = "…", outcomes = ["keep"] }} のように書いてください。使えるのは{"、".join(_OUTCOMES)}です。',
            en=f"has {text[:30]!r}, whose words do not tell what it comes to; give its outcomes: {', '.join(_OUTCOMES)}.",
        )
    return DirectionLabel(code=code, label=label, outcomes=outcomes)


def _label_of_table(table: Table) -> DirectionLabel:
    table.allow("code", "label", "outcomes")
    label = table.text("label")
    names = table.texts("outcomes") if "outcomes" in table.values else outcomes_of(label)
    for name in names:
        if name not in _OUTCOMES:
            raise RoundError((unknown_name(table.spot.at("outcomes"), name, _OUTCOMES),))
    return DirectionLabel(
        code=table.text("code") if "code" in table.values else None,
        label=label,
        outcomes=tuple(map(Outcome, names)),
    )


def _label_entry(label: DirectionLabel) -> object:
    text = f"{label.code}：{label.label}" if label.code else label.label
    if (
        outcomes_of(label.label) == label.outcomes
        and label.outcomes
        and _split(text) == (label.code, label.label)
    ):
        return text
    return {
        "code": label.code,
        "label": label.label,
        "outcomes": [outcome.value for outcome in label.outcomes],
    }


def _split(text: str) -> tuple[str | None, str]:
    code, colon, label = (
        text.replace(":", "：", 1).partition("：") if "：" not in text else text.partition("：")
    )
    return (code.strip(), label.strip()) if colon and code.strip() and label.strip() else (None, text.strip())


def _read_choice(row: Table | str) -> Choice:
    if isinstance(row, str):
        return Choice(label=row)
    row.allow("label", "rank")
    return Choice(label=row.text("label"), rank=row.whole("rank"))


def _choice_entry(choice: Choice) -> object:
    return choice.label if choice.rank is None else {"label": choice.label, "rank": choice.rank}
