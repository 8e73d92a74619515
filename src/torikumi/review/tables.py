"""TOML tables read by what their keys must hold; what is wrong is said with its spot."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from torikumi.review.mistakes import Mistake, RoundError, Spot, mistake_at, unknown_key, unknown_name
from torikumi.text.era import parse_fiscal_year
from torikumi.text.width import fold_width

E = TypeVar("E", bound=StrEnum)

_LONGEST = 1_000_000
_DAY = re.compile(r"(?P<year>.{1,8}?)\s?[年/.\-]\s?(?P<month>\d{1,2})\s?[月/.\-]\s?(?P<day>\d{1,2})日?")
_LINE = re.compile(r"line (\d+)")


def read_toml(text: str) -> "Table":
    """Return the whole of a TOML text. Raises RoundError, with the line, where it is no TOML."""
    if len(text) > _LONGEST:
        raise RoundError(
            (mistake_at(Spot(), ja="が長すぎます。100万字までにしてください。", en="are too long."),)
        )
    try:
        # Notepad puts a mark before the first character.
        return Table(values=tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError) as error:
        # A number of 5,000 digits, 1e9999999999999999999, and a thousand brackets are no TOML to us, either.
        line = _LINE.search(str(error))
        where = f"の{line[1]}行目" if line else ""
        said = mistake_at(
            Spot(),
            ja=f'{where}が TOML として読めません。「=」「"」「[ ]」は半角で、文字は "…" で囲んでください。',
            en=f"are no TOML: {error}.",
        )
        raise RoundError((said,)) from None


_WHOLE = Spot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. Each method gives what a key holds, its default where the key is absent, or raises RoundError."""

    values: Mapping[str, object]
    spot: Spot = _WHOLE

    def allow(self, *keys: str) -> None:
        """Refuse any other key, with the nearest allowed one."""
        for key in self.values:
            if key not in keys:
                raise RoundError((unknown_key(self.spot, key, keys),))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.values.get(key, default)
        if value is None:
            raise self.wrong(key, ja="がありません。書いてください。", en="is missing; add it.")
        if not isinstance(value, str):
            raise self.wrong(key, ja='は文字です。"…" で囲んでください。', en='must be text in "…".')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(
                key, ja="は true か false です。引用符を付けずに書いてください。", en="must be true or false."
            )
        return value

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where the key is absent."""
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(
                key,
                ja="は整数です。引用符を付けずに 3 のように書いてください。",
                en="must be a whole number.",
            )
        return value

    def number(self, key: str) -> Decimal | None:
        """Return a number with every digit it has, None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.wrong(
                key, ja="は数です。引用符を付けずに 80 のように書いてください。", en="must be a number."
            )
        return Decimal(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is absent."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(
                key,
                ja='は文字の並びです。["…", "…"] のように書いてください。',
                en='must be a list of texts, ["…", "…"].',
            )
        return tuple(values)

    def one_of(self, key: str, words: Mapping[E, str], default: E | None = None) -> E:
        """Return one of the words of an enum; `words` says each of them in Japanese."""
        text = self.text(key, default)
        found = next((value for value in words if value.value == text), None)
        if found is None:
            shown = [f"{value}（{word}）" for value, word in words.items()]
            raise RoundError(
                (unknown_name(self.spot.at(key), text, [str(value) for value in words], words=shown),)
            )
        return found

    def day(self, key: str) -> date | None:
        """Return a date (2025-06-30, "令和7年6月30日"), None where the key is absent."""
        value = self.values.get(key)
        if isinstance(value, str):
            value = _read_day(value) or value
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise self.wrong(
                key,
                ja='は日付です。2025-06-30 か "令和7年6月30日" のように、ある日を書いてください。',
                en="must be a date that exists, such as 2025-06-30.",
            )
        return value

    def table(self, key: str) -> "Table":
        """Return the table below, an empty one where the key is absent."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(
                key, ja=f"は表です。[{key}] の下に書いてください。", en=f"must be a table, [{key}]."
            )
        return Table(values=value, spot=self.spot.at(key))

    def rows(self, key: str) -> "tuple[Table | str, ...]":
        """Return a list whose entries are tables or texts, empty where the key is absent."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict | str) for value in values):
            raise self.wrong(
                key, ja=f"は並びです。[[{key}]] か [ … ] で書いてください。", en=f"must be a list, [[{key}]]."
            )
        spot = self.spot.at(key)
        return tuple(
            Table(values=value, spot=spot.at(place)) if isinstance(value, dict) else value
            for place, value in enumerate(values, start=1)
        )

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Return a list of tables, empty where the key is absent."""
        rows = self.rows(key)
        tables = tuple(row for row in rows if isinstance(row, Table))
        if len(tables) < len(rows):
            raise self.wrong(
                key,
                ja=f"は表の並びです。一つずつ [[{key}]] の下に書いてください。",
                en=f"must be tables, each below [[{key}]].",
            )
        return tables

    def wrong(self, key: str, *, ja: str, en: str) -> RoundError:
        """Return the error of a key; the sentences go on after its name."""
        mistake: Mistake = mistake_at(self.spot.at(key), ja=ja, en=en)
        return RoundError((mistake,))


def _read_day(text: str) -> date | None:
    match = _DAY.fullmatch(fold_width(text).strip())
    year = parse_fiscal_year(match["year"]) if match else None
    if match is None or year is None:
        return None
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
