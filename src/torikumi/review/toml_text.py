"""TOML as people write it: short values first, then a block for each table, lists one entry a line where long."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

_WIDEST = 100
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def write_toml(entries: Mapping[str, object]) -> str:
    """Return the TOML text of texts, whole numbers, truths, dates, lists and (nested) mappings; None is left out."""
    return "\n\n".join(block for block in _blocks(entries, path="") if block) + "\n"


def _blocks(entries: Mapping[str, object], *, path: str, head: str = "") -> list[str]:
    plain, below = [head] if head else [], []
    for key, value in entries.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            below.extend(_blocks(value, path=f"{path}{key}.", head=f"[{path}{key}]"))
        elif not path and isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
            for row in value:
                below.append(
                    "\n".join(
                        [f"[[{key}]]", *(f"{k} = {_value(v)}" for k, v in row.items() if v is not None)]
                    )
                )
        else:
            plain.append(f"{key} = {_value(value)}")
    return ["\n".join(plain), *below]


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | date() | Decimal():
            return str(value)
        case str():
            return _long_text(value) if "\n" in value else _text(value)
        case list() | tuple():
            return _list([_value(one) for one in value])
        case Mapping():
            inside = ", ".join(f"{key} = {_value(one)}" for key, one in value.items() if one is not None)
            return f"{{ {inside} }}"
    raise TypeError(f"no way to write {type(value)}")


def _list(values: list[str]) -> str:
    line = f"[{', '.join(values)}]"
    if len(line) <= _WIDEST:
        return line
    return "[\n" + "".join(f"  {value},\n" for value in values) + "]"


def _text(text: str) -> str:
    return '"' + "".join(map(_letter, text)) + '"'


def _long_text(text: str) -> str:
    return '"""\n' + "".join("\n" if letter == "\n" else _letter(letter) for letter in text) + '"""'


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x20 or ord(letter) == 0x7F else letter
