"""Mistakes in the settings of a round, and where they stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from torikumi.errors import UserError
from torikumi.text.width import search_key

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LONGEST_LINE = 100
_LONGEST_TEXT = 10_000
_LARGEST_VERSION = 9999
# What ends a line, and what neither a page nor a cell of a workbook can hold; a full-width space is fine.
_UNFIT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNFIT_LINE = re.compile(rf"[\t\r\n\u2028\u2029]|{_UNFIT_TEXT.pattern}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a setting stands: ("steps", 2, "role") is the role of the second step. Numbers count from 1.

    A field stands by its key, ("fields", "result", "limit"): a ready-made form has fields before the file's own.
    """

    parts: tuple[str | int, ...] = ()

    def at(self, part: str | int) -> "Spot":
        """Return the spot below this one."""
        return Spot((*self.parts, part))

    @property
    def key(self) -> str:
        """The spot as one word, for machines: "steps[2].role"."""
        return "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.parts
        ).removeprefix(".")

    @property
    def ja(self) -> str:
        """The spot in Japanese: "stepsの2番目のrole"."""
        return "の".join(f"{part}番目" if isinstance(part, int) else part for part in self.parts)

    @property
    def en(self) -> str:
        """The spot in English."""
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake: the setting it is in ("steps[2].role", counted from 1), and a sentence that says what is allowed."""

    key: str
    ja: str
    en: str


class RoundError(UserError):
    """Settings that no round can have. The sentence is that of the first mistake; `mistakes` are all that were found."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        first, more = mistakes[0], len(mistakes) - 1
        super().__init__(
            ja=first.ja + (f"ほかにも直すところが{more}件あります。" if more else ""),
            en=first.en + (f" There are {more} more mistakes." if more else ""),
        )

    @property
    def key(self) -> str:
        """The setting that the first mistake is in."""
        return self.mistakes[0].key


def mistake_at(spot: Spot, *, ja: str, en: str) -> Mistake:
    """Return a mistake; `ja` and `en` go on after the name of the setting."""
    where_ja, where_en = (f"設定の「{spot.ja}」", spot.en) if spot.parts else ("設定", "The settings")
    return Mistake(key=spot.key, ja=f"{where_ja}{ja}", en=f"{where_en} {en}")


def unknown_name(spot: Spot, name: str, allowed: Iterable[str], *, words: Iterable[str] = ()) -> Mistake:
    """Return the mistake of a value that is none of the allowed names, with the nearest one.

    `words` are the allowed names as they are shown to people, where more than the names should be said.
    """
    ja, en = _allowed(name, tuple(allowed), tuple(words))
    return mistake_at(
        spot, ja=f"の「{name[:40]}」は使えません。{ja}", en=f"has {name[:40]!r}, which is not known.{en}"
    )


def unknown_key(spot: Spot, key: str, allowed: Iterable[str]) -> Mistake:
    """Return the mistake of a key that a table does not have, with the nearest one; `spot` is the table's."""
    ja, en = _allowed(key, tuple(allowed), ())
    whole = mistake_at(
        spot, ja=f"に「{key[:40]}」という項目はありません。{ja}", en=f"know no key {key[:40]!r}.{en}"
    )
    return replace(whole, key=spot.at(key).key)


def _allowed(name: str, names: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, str]:
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    shown = "、".join(words or names)
    return (
        (f"「{near[0]}」ではありませんか。" if near else "") + (f"使えるのは{shown}です。" if shown else ""),
        (f" Did you mean {near[0]!r}?" if near else "") + (f" Allowed: {', '.join(names)}." if names else ""),
    )


def id_mistakes(spot: Spot, text: str) -> Iterator[Mistake]:
    """Yield the mistake of a name for machines that is none."""
    if not _ID.fullmatch(text):
        yield mistake_at(
            spot,
            ja=f"の「{text[:40]}」は使えません。英小文字で始め、英小文字、数字、_、- だけで40字までにしてください。",
            en=f"has {text[:40]!r}; begin with a small letter and use a-z, 0-9, _ and - only, at most 40.",
        )


def line_mistakes(spot: Spot, text: str) -> Iterator[Mistake]:
    """Yield the mistake of a label or title that is blank, too long or of several lines."""
    if not text.strip():
        yield mistake_at(spot, ja="が空です。書いてください。", en="is empty; fill it in.")
    elif len(text) > _LONGEST_LINE or _UNFIT_LINE.search(text):
        yield mistake_at(
            spot,
            ja=f"は1行で{_LONGEST_LINE}字までです。短くしてください。",
            en=f"must be one line of at most {_LONGEST_LINE} characters.",
        )


def text_mistakes(spot: Spot, text: str) -> Iterator[Mistake]:
    """Yield the mistake of a text of any number of lines that no page could show."""
    if len(text) > _LONGEST_TEXT or _UNFIT_TEXT.search(text):
        yield mistake_at(
            spot,
            ja=f"は{_LONGEST_TEXT}字までの文章です。短くするか、目に見えない文字を消してください。",
            en=f"must be a text of at most {_LONGEST_TEXT} characters without control characters.",
        )


def version_mistakes(spot: Spot, version: int) -> Iterator[Mistake]:
    """Yield the mistake of a version that is no counting number."""
    if not 1 <= version <= _LARGEST_VERSION:
        yield mistake_at(
            spot, ja=f"は1から{_LARGEST_VERSION}までの整数です。", en=f"must be from 1 to {_LARGEST_VERSION}."
        )


def twice_mistakes(spot: Spot, keys: Sequence[str], *, part: str | None = None, ja: str) -> Iterator[Mistake]:
    """Yield one mistake for each entry whose key stood before; `ja` is the next step."""
    seen: dict[str, int] = {}
    for place, key in enumerate(keys, start=1):
        first = seen.setdefault(search_key(key), place)
        if first != place:
            here = spot.at(place).at(part) if part else spot.at(place)
            yield mistake_at(
                here,
                ja=f"の「{key[:40]}」は{first}番目と同じです。{ja}",
                en=f"has {key[:40]!r}, as no. {first} has; make them differ.",
            )
