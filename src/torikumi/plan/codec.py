"""Values of a plan to and from plain JSON values, strictly, by their type hints.

What equals its default is left out, decimals are text with every digit they had, and the places of a record's fields
are one object, {"name": {"page": 1}}. Unknown keys and wrong types are refused with the spot they stand at.
"""

import math
import re
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TypeVar

from torikumi.errors import UserError
from torikumi.plan.place import FieldPlace, Place

T = TypeVar("T")
_Turn = Callable[[object], object]

DECIMAL_PATTERN = r"-?[0-9]{1,100}(\.[0-9]{1,100})?(E[+-]?[0-9]{1,3})?"
LARGEST_INTEGER = 10**15
_DECIMAL = re.compile(DECIMAL_PATTERN)


class PlanValueError(UserError):
    """A value that cannot be part of a plan; `path` is its spot, "projects[3].number"."""

    def __init__(self, *, path: str, ja: str, en: str) -> None:
        self.path = path
        super().__init__(
            ja=f"plan.json の「{path or '全体'}」{ja}。書き出したソフトで直すか、文書を読み取り直してください。",
            en=f"In plan.json, {path or 'the whole'} {en}. Mend it where it was written, or read the document again.",
        )


class _Wrong(Exception):  # noqa: N818  never leaves this module: it gathers the path on its way up
    def __init__(self, ja: str, en: str) -> None:
        self.ja, self.en = ja, en
        self.steps: list[str] = []


def encode(value: object) -> dict[str, object]:
    """Return a dataclass of a plan as an object of JSON; the keys stand in the order of its fields."""
    encoded = _telling_where(_encoder(typing.cast(object, type(value))), value)
    assert isinstance(encoded, dict)  # noqa: S101  a value that is no dataclass is our mistake
    return encoded


def encode_all(values: Iterable[object]) -> list[object]:
    """Return several values as an array of JSON."""
    return [encode(value) for value in values]


def decode(kind: type[T], raw: object) -> T:
    """Return the value of class `kind` that an object of JSON stands for.

    Raises PlanValueError, with the spot, for a missing or unknown key and a wrong type.
    """
    value = _telling_where(_decoder(typing.cast(object, kind)), raw)
    assert isinstance(value, kind)  # noqa: S101
    return value


def decode_all(kind: type[T], raw: object) -> tuple[T, ...]:
    """Return the values of class `kind` that an array of JSON stands for."""
    return typing.cast(tuple[T, ...], _telling_where(_decode_many(_decoder(typing.cast(object, kind))), raw))


def _telling_where(turn: _Turn, value: object) -> object:
    try:
        return turn(value)
    except _Wrong as wrong:
        path = "".join(reversed(wrong.steps)).removeprefix(".")
        raise PlanValueError(path=path, ja=wrong.ja, en=wrong.en) from None


@cache
def _encoder(kind: object) -> _Turn:
    """How a value of a type is written."""
    numbers: dict[object, _Turn] = {Decimal: _encode_decimal, int: _encode_integer, float: _encode_float}
    if kind in numbers:
        return numbers[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum | date):
        return str
    if isinstance(kind, type) and is_dataclass(kind):
        return _encode_fields(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _encode_optional(_encoder(_inside_optional(inner)))
    if origin is tuple:
        return _encode_places if inner[0] is FieldPlace else _encode_many(_encoder(inner[0]))
    return _as_it_is


def _as_it_is(value: object) -> object:
    return value


def _encode_decimal(value: object) -> object:
    text = str(value)
    if not _DECIMAL.fullmatch(text):
        raise _Wrong("の数は書き表せません", "is a number that cannot be written")
    return text


def _encode_integer(value: object) -> object:
    if not isinstance(value, int) or abs(value) > LARGEST_INTEGER:
        raise _Wrong("の数は書き表せません", "is a number that cannot be written")
    return value


def _encode_float(value: object) -> object:
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _Wrong("の数は書き表せません", "is a number that cannot be written")
    return value


def _encode_optional(inner: _Turn) -> _Turn:
    return lambda value: None if value is None else inner(value)


def _encode_many(inner: _Turn) -> _Turn:
    def write(values: object) -> object:
        written: list[object] = []
        try:
            for value in typing.cast(tuple[object, ...], values):
                written.append(inner(value))
        except _Wrong as wrong:
            wrong.steps.append(f"[{len(written)}]")
            raise
        return written

    return write


def _encode_places(values: object) -> object:
    entries = typing.cast(tuple[FieldPlace, ...], values)
    place = _encoder(Place)
    by_field = {entry.field: place(entry.place) for entry in entries}
    if len(by_field) == len(entries):
        return by_field
    # A field read from two spots has no key of its own for the second.
    return [{"field": entry.field, "place": place(entry.place)} for entry in entries]


def _encode_fields(kind: type) -> _Turn:
    hints = typing.get_type_hints(kind)
    # MISSING equals nothing, so a field without a default is always written.
    turns = [(field.name, field.default, _encoder(hints[field.name])) for field in fields(kind)]

    def write(value: object) -> object:
        written = {}
        for name, default, turn in turns:
            part = getattr(value, name)
            if part is default or part == default:
                continue
            try:
                written[name] = turn(part)
            except _Wrong as wrong:
                wrong.steps.append(f".{name}")
                raise
        return written

    return write


@cache
def _decoder(kind: object) -> _Turn:
    """How a value of a type is read."""
    if isinstance(kind, type):
        if kind in _PLAIN:
            return _PLAIN[kind]
        if issubclass(kind, StrEnum):
            return _decode_enum(kind)
        if is_dataclass(kind):
            return _decode_fields(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _encode_optional(_decoder(_inside_optional(inner)))
    if origin is tuple:
        return _decode_tuple(inner)
    raise TypeError(f"no way to read {kind}")


def _decode_text(raw: object) -> object:
    if type(raw) is not str:
        raise _Wrong("は文字列でなければなりません", "must be text")
    return raw


def _decode_truth(raw: object) -> object:
    if type(raw) is not bool:
        raise _Wrong("は true か false でなければなりません", "must be true or false")
    return raw


def _decode_integer(raw: object) -> object:
    if type(raw) is not int or abs(raw) > LARGEST_INTEGER:
        raise _Wrong("は15桁までの整数でなければなりません", "must be a whole number of up to 15 digits")
    return raw


def _decode_float(raw: object) -> object:
    if type(raw) not in (int, float) or not math.isfinite(typing.cast(float, raw)):
        raise _Wrong("は数でなければなりません", "must be a number")
    return raw


def _decode_decimal(raw: object) -> object:
    if type(raw) is not str or not _DECIMAL.fullmatch(raw):
        raise _Wrong(
            'は数を表す文字列（"1234.5" など）でなければなりません', 'must be a number as text, like "1234.5"'
        )
    return Decimal(raw)


def _decode_date(raw: object) -> object:
    try:
        return date.fromisoformat(raw) if type(raw) is str else _refuse_date()
    except ValueError:
        return _refuse_date()


def _refuse_date() -> object:
    raise _Wrong('は日付（"2026-06-30" など）でなければなりません', 'must be a date, like "2026-06-30"')


_PLAIN: dict[type, _Turn] = {
    str: _decode_text,
    bool: _decode_truth,
    int: _decode_integer,
    float: _decode_float,
    Decimal: _decode_decimal,
    date: _decode_date,
}


def _decode_enum(kind: type[StrEnum]) -> _Turn:
    members = {member.value: member for member in kind}
    choice = ", ".join(members)

    def read(raw: object) -> object:
        member = members.get(raw) if type(raw) is str else None
        if member is None:
            raise _Wrong(f"は {choice} のどれかでなければなりません", f"must be one of {choice}")
        return member

    return read


def _decode_tuple(inner: tuple[object, ...]) -> _Turn:
    if inner[0] is FieldPlace:
        return _decode_places
    many = _decode_many(_decoder(inner[0]))
    if inner[-1] is Ellipsis:
        return many

    def read(raw: object) -> object:
        if type(raw) is not list or len(raw) != len(inner):
            raise _Wrong(
                f"は{len(inner)}個の値の並びでなければなりません", f"must be a list of {len(inner)} values"
            )
        return many(raw)

    return read


def _decode_many(inner: _Turn) -> _Turn:
    def read(raw: object) -> object:
        if type(raw) is not list:
            raise _Wrong("は並び（[ ]）でなければなりません", "must be a list")
        values: list[object] = []
        try:
            for item in raw:
                values.append(inner(item))
        except _Wrong as wrong:
            wrong.steps.append(f"[{len(values)}]")
            raise
        return tuple(values)

    return read


def _decode_places(raw: object) -> object:
    if type(raw) is list:
        return _decode_many(_decoder(FieldPlace))(raw)
    if type(raw) is not dict:
        raise _Wrong("は欄の名前と場所の組でなければなりません", "must be an object of fields and places")
    place = _decoder(Place)
    entries = []
    for field, item in raw.items():
        try:
            entries.append(FieldPlace(field, typing.cast(Place, place(item))))
        except _Wrong as wrong:
            wrong.steps.append(f".{field}")
            raise
    return tuple(entries)


def _decode_fields(kind: type) -> _Turn:
    hints = typing.get_type_hints(kind)
    turns = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    required = {field.name for field in fields(kind) if field.default is MISSING}

    def read(raw: object) -> object:
        if type(raw) is not dict:
            raise _Wrong("は項目の組（{ }）でなければなりません", "must be an object")
        values = {}
        for name, item in raw.items():
            try:
                values[name] = turns[name](item) if name in turns else _refuse_key()
            except _Wrong as wrong:
                wrong.steps.append(f".{name}")
                raise
        if not required <= raw.keys():
            missing = ", ".join(sorted(required - raw.keys()))
            raise _Wrong(f"に {missing} がありません", f"lacks {missing}")
        return kind(**values)

    return read


def _refuse_key() -> object:
    raise _Wrong("という項目はありません", "is a key that a plan does not have")


def _inside_optional(inner: tuple[object, ...]) -> object:
    kinds = [kind for kind in inner if kind is not types.NoneType]
    if len(kinds) != 1:
        raise TypeError(f"no way to tell {inner} apart in JSON")
    return kinds[0]
