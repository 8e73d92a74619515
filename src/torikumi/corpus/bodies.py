"""Bodies (団体): kinds, populations, and the classes in which they are compared."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.corpus.schema import BodyKind
from torikumi.errors import UserError
from torikumi.plan.municipality import MunicipalityCodeError, parse_code, prefecture_of

# 人口（万人）の区分の上端。類似団体別市町村財政指数表の市（5・10・15万）と町村（0.5・1・1.5・2万）の人口区分にならう。
_CITY_ENDS = (5, 10, 15, 20, 30, 50)
_TOWN_ENDS = (0.5, 1.0, 1.5, 2.0)
_PREFECTURES = frozenset(prefecture_of(f"{number:02}") for number in range(1, 48))
_MOST_PERSONS = 1_000_000_000
_TOWNS = (BodyKind.TOWN, BodyKind.VILLAGE)
_HEAD = {"code": "code", "団体コード": "code", "population": "population", "人口": "population"}
_DESIGNATED = frozenset(
    [
        "札幌市",
        "仙台市",
        "さいたま市",
        "千葉市",
        "横浜市",
        "川崎市",
        "相模原市",
        "新潟市",
        "静岡市",
        "浜松市",
        "名古屋市",
        "京都市",
        "大阪市",
        "堺市",
        "神戸市",
        "岡山市",
        "広島市",
        "北九州市",
        "福岡市",
        "熊本市",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body; `population` in persons, None where it is not known."""

    code: str
    name: str
    kind: BodyKind
    prefecture: str
    population: int | None = None

    @property
    def peers(self) -> str | None:
        """The class of bodies like it, None where it cannot be said."""
        return peers_of(self.kind, self.population)


class BodyListError(UserError):
    """A list of populations that cannot be used."""


def kind_of(name: str, code: str) -> BodyKind:
    """Return the kind of a body: a ministry by its code ("N:" and its name), others by what their names end in.

    Core cities are known only from a list. What is none of these is an association of several (組合・広域連合).
    """
    if code.startswith("N:"):
        return BodyKind.MINISTRY
    if name in _DESIGNATED:
        return BodyKind.DESIGNATED
    if name in _PREFECTURES:
        return BodyKind.PREFECTURE
    ends = {"市": BodyKind.CITY, "区": BodyKind.WARD, "町": BodyKind.TOWN, "村": BodyKind.VILLAGE}
    return ends.get(name[-1:], BodyKind.ASSOCIATION)


def peers_of(kind: BodyKind, population: int | None) -> str | None:
    """Return the class of bodies of one kind and size: "city-10-15" is a city of 100,000 to 150,000.

    Prefectures, designated and core cities, wards and ministries are classes of their own, whatever their size.
    """
    if kind is BodyKind.CITY or kind in _TOWNS:
        if population is None:
            return None
        ends, word = (_TOWN_ENDS, "town") if kind in _TOWNS else (_CITY_ENDS, "city")
        size = population / 10_000
        lower = max((end for end in (0.0, *ends) if end <= size), default=0.0)
        upper = min((end for end in ends if end > size), default=None)
        return f"{word}-{lower:g}-{upper:g}" if upper is not None else f"{word}-{lower:g}-"
    return str(kind)


def _persons(text: str) -> int:
    """The number in a cell. Raises ValueError for what no body can have."""
    number = int(text.replace(",", "").strip())
    if not 0 < number < _MOST_PERSONS:
        raise ValueError(number)
    return number


def read_populations(lines: Iterable[str]) -> Mapping[str, int]:
    """Return the populations of a CSV with the columns 団体コード (code) and 人口 (population).

    Raises BodyListError naming the row that holds no code or no number.
    """
    rows = csv.reader(lines)
    heads = [_HEAD.get(cell.strip().lstrip("\ufeff"), "") for cell in next(rows, [])]
    if "code" not in heads or "population" not in heads:
        raise BodyListError(
            ja="人口の表には「団体コード」と「人口」の列が要ります。一行目の見出しを直してください。",
            en="A list of populations needs the columns 団体コード (code) and 人口 (population). Mend its first row.",
        )
    at = heads.index("code"), heads.index("population")
    found: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            found[parse_code(row[at[0]])] = _persons(row[at[1]])
        except (MunicipalityCodeError, ValueError, IndexError) as error:
            raise BodyListError(
                ja=f"人口の表の{number}行目が読めません（団体コードと整数の人口を書いてください）。",
                en=f"Row {number} of the list of populations cannot be read (write a code and a whole number).",
            ) from error
    return found
