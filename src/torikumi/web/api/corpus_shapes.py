"""What the answers about all bodies are made of; money in yen, years as the western years that they start in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ninja import Query
from pydantic import Field

from torikumi.web.api.paging import PartQuery

_MOST_SHOWN = 100


class WordingQuery(PartQuery):
    """What is looked for; several values of one filter mean any of them."""

    q: str = Field("", max_length=200, description="言葉（空白で区切り、すべてを含むもの）")
    limit: int = Field(20, ge=1, le=_MOST_SHOWN, description=f"一度に返す件数（1〜{_MOST_SHOWN}）")
    offset: int = Field(0, ge=0, le=10_000, description="はじめに飛ばす件数")
    prefecture: str = Field("", max_length=20, description="都道府県の名前")
    year: int | None = Field(None, ge=1900, le=2155, description="年度（西暦）")
    outcome: str = Field("", max_length=20, description="方向性の区分（expand、keep、shrink など）")
    goal: str = Field("", max_length=20, description="分野（safety、town など）")


class LikenessQuery(PartQuery):
    """The project that others are looked for."""

    name: str = Field(min_length=1, max_length=200, description="事業名")
    summary: str = Field("", max_length=1000, description="何をする事業か")
    limit: int = Field(20, ge=1, le=_MOST_SHOWN, description=f"いくつまで返すか（1〜{_MOST_SHOWN}）")


AskedWordings = Annotated[WordingQuery, Query()]
AskedLikeness = Annotated[LikenessQuery, Query()]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusYear:
    """One year of a project as its edition printed it; `outcome` is what the direction comes to."""

    year: int
    direction: str | None
    outcome: str | None
    budget: int | None
    settled: int | None
    judged: int
    met: int
    fate: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingEntry:
    """A wording (記載) of a project: the years in which it stood so; `line` is the same through all its years."""

    body: str
    body_name: str
    prefecture: str
    population: int | None
    line: str
    name: str
    summary: str | None
    section: str | None
    years: tuple[CorpusYear, ...]
    credit: str | None
    notice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCount:
    """How many wordings another value of a filter would find."""

    filter: str
    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingPage:
    """A part of what was found; `counts` leave the filter's own choice out."""

    total: int
    items: tuple[WordingEntry, ...]
    counts: tuple[ValueCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeEntry:
    """A project like the one that was asked about; `likeness` from 0 to 1 only orders."""

    entry: WordingEntry
    likeness: float
    per_head: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    """How many of the similar projects have an outcome, and how many of all records of the same years."""

    outcome: str
    similar: int
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeList:
    """Projects in order of body; `outcomes` stand beside the base, and `is_few` says that shares say little."""

    total: int
    items: tuple[LikeEntry, ...]
    outcomes: tuple[OutcomeCount, ...]
    is_few: bool
    model: str | None
