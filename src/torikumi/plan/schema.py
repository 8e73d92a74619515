"""The JSON Schema of plan.json, made from the values themselves; `python -m torikumi.plan.schema` writes it again."""

import inspect
import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from torikumi.plan.codec import DECIMAL_PATTERN, LARGEST_INTEGER
from torikumi.plan.file import SCHEMA_VERSION, VERSION_KEY
from torikumi.plan.model import Plan
from torikumi.plan.place import FieldPlace

SCHEMA_PATH = Path(__file__).with_name("schema.json")

_Schema = dict[str, object]


def plan_schema() -> _Schema:
    """Return the schema (draft 2020-12) of plan.json; what it cannot say is in `plan.links`."""
    definitions: dict[str, _Schema] = {}
    whole = _object_schema(Plan, definitions)
    properties = typing.cast(dict[str, object], whole["properties"])
    required = typing.cast(list[str], whole["required"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plan.json",
        **whole,
        "properties": {
            VERSION_KEY: {"const": SCHEMA_VERSION, "description": "The version of this format."},
            **properties,
        },
        "required": [VERSION_KEY, *required],
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Return the text of schema.json."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1) + "\n"


def _object_schema(kind: type, definitions: dict[str, _Schema]) -> _Schema:
    hints = typing.get_type_hints(kind)
    return {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or ""),
        "properties": {field.name: _schema_of(hints[field.name], definitions) for field in fields(kind)},
        "required": [field.name for field in fields(kind) if field.default is MISSING],
        "additionalProperties": False,
    }


def _schema_of(kind: object, definitions: dict[str, _Schema]) -> _Schema:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, type):
        return _reference(kind, definitions)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        some = next(part for part in inner if part is not types.NoneType)
        return {"anyOf": [_schema_of(some, definitions), {"type": "null"}]}
    if origin is tuple and inner[0] is FieldPlace:
        return _places_schema(definitions)
    items = _schema_of(inner[0], definitions)
    if inner[-1] is Ellipsis:
        return {"type": "array", "items": items}
    return {"type": "array", "items": items, "minItems": len(inner), "maxItems": len(inner)}


def _reference(kind: type, definitions: dict[str, _Schema]) -> _Schema:
    if kind.__name__ not in definitions:
        if issubclass(kind, StrEnum):
            choices = [member.value for member in kind]
            definitions[kind.__name__] = {
                "description": inspect.cleandoc(kind.__doc__ or ""),
                "enum": choices,
            }
        elif is_dataclass(kind):
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object_schema(kind, definitions)
        else:
            raise TypeError(f"no schema for {kind}")
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _places_schema(definitions: dict[str, _Schema]) -> _Schema:
    """By field; a list where one field was read from several spots."""
    entry = _schema_of(FieldPlace, definitions)
    place = {"$ref": "#/$defs/Place"}
    return {"anyOf": [{"type": "object", "additionalProperties": place}, {"type": "array", "items": entry}]}


_PLAIN: dict[object, _Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Decimal: {
        "type": "string",
        "pattern": f"^{DECIMAL_PATTERN}$",
        "description": "A number as text, digit by digit.",
    },
}


if __name__ == "__main__":
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
