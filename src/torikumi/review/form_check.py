"""What the fields of a form and the labels of a scale must hold together."""

from collections import Counter
from collections.abc import Iterator

from torikumi.plan.direction import DirectionScale
from torikumi.review.answers import read_direction, write_direction
from torikumi.review.form import Field, FieldKind, Form, Meaning, Need
from torikumi.review.mistakes import (
    Mistake,
    Spot,
    id_mistakes,
    line_mistakes,
    mistake_at,
    text_mistakes,
    twice_mistakes,
    version_mistakes,
)
from torikumi.review.words import KIND_WORDS, MEANING_WORDS

_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LINE})
_MEASURED = frozenset({FieldKind.NUMBER, FieldKind.AMOUNT})
# Which setting belongs to which kinds of field.
_ONLY_FOR = {
    "limit": _TEXTS,
    "choices": frozenset({FieldKind.CHOICE}),
    "scale": frozenset({FieldKind.DIRECTION}),
    "unit": _MEASURED,
    "year": _MEASURED,
    # Directions, measured values and money are what an edition is made of.
    "internal": frozenset({FieldKind.TEXT, FieldKind.LINE, FieldKind.CHOICE, FieldKind.NUMBER}),
}
# What has one meaning only must be of one kind.
_KIND_OF = {
    Meaning.DIRECTION: FieldKind.DIRECTION,
    Meaning.INDICATORS: FieldKind.INDICATORS,
    Meaning.BUDGET: FieldKind.AMOUNT,
    Meaning.SETTLED: FieldKind.AMOUNT,
    Meaning.BUDGET_DIRECTION: FieldKind.CHOICE,
}
# The edition keeps one of each for a rater.
_ONCE_A_STEP = frozenset(
    {
        Meaning.PROGRESS,
        Meaning.RESULT,
        Meaning.EVALUATION,
        Meaning.DIRECTION,
        Meaning.REASON,
        Meaning.BUDGET_DIRECTION,
        Meaning.INDICATORS,
    }
)
_LONGEST_LIMIT = 30_000  # a cell of a workbook holds 32,767
_FARTHEST_YEAR = 10
_LARGEST_RANK = 1000


def form_mistakes(spot: Spot, form: Form) -> Iterator[Mistake]:
    """Yield what is wrong with the fields of a form; whether its steps exist is the round's matter."""
    for field in form.fields:
        yield from _field_mistakes(spot.at(field.key), field)
    yield from _keys_twice(spot, form)
    yield from _meaning_twice(spot, form)
    yield from _reasons_without_direction(spot, form)


def scale_mistakes(spot: Spot, scale: DirectionScale) -> Iterator[Mistake]:
    """Yield what is wrong with a scale: every label must be told from the others by what people type."""
    labels = spot.at("labels")
    yield from id_mistakes(spot.at("id"), scale.id)
    yield from version_mistakes(spot.at("version"), scale.version)
    yield from twice_mistakes(
        labels, list(map(write_direction, scale.labels)), ja="記号か言葉を書き分けてください。"
    )
    for place, label in enumerate(scale.labels, start=1):
        yield from line_mistakes(labels.at(place), label.label)
        written = write_direction(label)
        if label.label.strip() and read_direction(written, scale) != label:
            yield mistake_at(
                labels.at(place),
                ja=f"の「{written}」は、選んでも読み取れません。code に記号を、label に言葉を分けて書いてください。",
                en=f"has {written!r}, which would not be understood when chosen; write its code and its label apart.",
            )


def _field_mistakes(spot: Spot, field: Field) -> Iterator[Mistake]:
    yield from id_mistakes(spot.at("key"), field.key)
    yield from line_mistakes(spot.at("label"), field.label)
    for key, text in (("block", field.block), ("unit", field.unit or ""), ("hint", field.hint)):
        yield from text_mistakes(spot.at(key), text)
    yield from _out_of_place(spot, field)
    yield from _choice_mistakes(spot.at("choices"), field)
    yield from _number_mistakes(spot, field)
    if field.scale is not None and field.kind is FieldKind.DIRECTION:
        if not field.scale.labels:
            yield mistake_at(
                spot.at("scale"), ja="に labels がありません。書いてください。", en="has no labels; add them."
            )
        yield from scale_mistakes(spot.at("scale"), field.scale)
    needed = _KIND_OF.get(field.meaning)
    if needed is not None and field.kind is not needed:
        yield mistake_at(
            spot.at("kind"),
            ja=f'は、{MEANING_WORDS[field.meaning]}の欄では "{needed}"（{KIND_WORDS[needed]}）にしてください。',
            en=f'must be "{needed}" for a field that means {field.meaning}.',
        )
    if field.kind is FieldKind.INDICATORS and field.meaning is not Meaning.INDICATORS:
        yield mistake_at(
            spot.at("meaning"),
            ja='は、指標の実績値の欄では "indicators" です。meaning を消すか直してください。',
            en='must be "indicators" for a field of that kind.',
        )


def _out_of_place(spot: Spot, field: Field) -> Iterator[Mistake]:
    given: dict[str, object] = {
        "limit": field.limit,
        "choices": field.choices or None,
        "scale": field.scale,
        "unit": field.unit,
        "year": field.year or None,
        "internal": field.internal or None,
    }
    for key, kinds in _ONLY_FOR.items():
        if given[key] is not None and field.kind not in kinds:
            words = "、".join(f"{kind}（{KIND_WORDS[kind]}）" for kind in FieldKind if kind in kinds)
            names = ", ".join(kind for kind in FieldKind if kind in kinds)
            yield mistake_at(
                spot.at(key),
                ja=f"は kind が{words}の欄にだけ書けます。「{field.label}」から消すか、kind を直してください。",
                en=f"is only for fields of kind {names}; leave it out of {field.key} or mend its kind.",
            )


def _choice_mistakes(spot: Spot, field: Field) -> Iterator[Mistake]:
    if field.kind is not FieldKind.CHOICE:
        return
    if len(field.choices) < 2:
        yield mistake_at(
            spot,
            ja=f'が足りません。「{field.label}」で選べるものを ["増", "同", "減"] のように二つ以上書いてください。',
            en=f"must name at least two choices for {field.key}.",
        )
    for place, choice in enumerate(field.choices, start=1):
        yield from line_mistakes(spot.at(place), choice.label)
        if choice.rank is not None and abs(choice.rank) > _LARGEST_RANK:
            yield mistake_at(
                spot.at(place).at("rank"),
                ja=f"は-{_LARGEST_RANK}から{_LARGEST_RANK}までの整数です。",
                en=f"must be from -{_LARGEST_RANK} to {_LARGEST_RANK}.",
            )
    yield from twice_mistakes(spot, [choice.label for choice in field.choices], ja="書き分けてください。")


def _number_mistakes(spot: Spot, field: Field) -> Iterator[Mistake]:
    if field.limit is not None and not 1 <= field.limit <= _LONGEST_LIMIT:
        yield mistake_at(
            spot.at("limit"),
            ja=f"は1から{_LONGEST_LIMIT}までの字数です。",
            en=f"must be from 1 to {_LONGEST_LIMIT} characters.",
        )
    if abs(field.year) > _FARTHEST_YEAR:
        yield mistake_at(
            spot.at("year"),
            ja="は評価する年度から数えた年数です。その年度は 0、翌年度は 1、前年度は -1 と書いてください。",
            en="counts from the year under review: 0 is that year, 1 the next, -1 the one before.",
        )
    if field.kind is FieldKind.AMOUNT and not (field.unit or "").strip():
        yield mistake_at(
            spot.at("unit"),
            ja=f'がありません。「{field.label}」の単位を unit = "千円" のように書いてください。',
            en=f'is missing; give the unit of {field.key}, such as "千円".',
        )


def _keys_twice(spot: Spot, form: Form) -> Iterator[Mistake]:
    for key, times in Counter(field.key for field in form.fields).items():
        if times > 1:
            yield mistake_at(
                spot.at(key).at("key"),
                ja=f"は{times}つの欄にあります。key を書き分けてください。",
                en=f"belongs to {times} fields; give each its own.",
            )


def _meaning_twice(spot: Spot, form: Form) -> Iterator[Mistake]:
    seen: dict[tuple[Meaning, str], Field] = {}
    for field in form.fields:
        if field.meaning not in _ONCE_A_STEP:
            continue
        first = seen.setdefault((field.meaning, field.step), field)
        if first is not field:
            yield mistake_at(
                spot.at(field.key).at("meaning"),
                ja=f"の {field.meaning}（{MEANING_WORDS[field.meaning]}）は、同じ段階の「{first.label}」にもあります。"
                '一つの段階に一つだけにし、残りは meaning = "other" にしてください。',
                en=f'is {field.meaning}, as that of {first.key} in the same step; make one of them "other".',
            )


def _reasons_without_direction(spot: Spot, form: Form) -> Iterator[Mistake]:
    with_direction = {field.step for field in form.fields if field.meaning is Meaning.DIRECTION}
    for field in form.fields:
        if field.need is Need.WHEN_CHANGED and field.step not in with_direction:
            yield mistake_at(
                spot.at(field.key).at("need"),
                ja=f'は "when_changed" にできません。「{field.label}」と同じ step に方針の欄がないためです。'
                'kind = "direction" の欄を足すか、need を直してください。',
                en=f'cannot be "when_changed": the step of {field.key} has no direction field; add one or mend need.',
            )
