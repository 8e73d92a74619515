"""What the answers about the yearly review are made of, and what is sent; days and times as ISO 8601."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEntry:
    """A round (年度評価) in a list; `year` is the fiscal year, `due` the last day for answers."""

    id: int
    title: str
    year: int
    plan: int
    plan_title: str
    state: str
    state_word: str
    due: date | None
    opened_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundList:
    """The rounds that the person may know of, the newest first."""

    total: int
    items: tuple[RoundEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many sheets are in a state."""

    state: str
    state_word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDetail:
    """A round with how far those of its sheets are that the person may see; `steps` are the chain (担当 → 課長 …)."""

    entry: RoundEntry
    steps: tuple[str, ...]
    sheet_count: int
    counts: tuple[StateCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStanding:
    """How far a lead section (主管課) is: of `total` sheets, `answered` were handed in, approved or not."""

    name: str
    total: int
    answered: int
    returned: int
    approved: int
    late: int
    last_change: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStanding:
    """How far the sections are whose progress the person may see; those with the most left come first."""

    total: int
    items: tuple[SectionStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOwner:
    """Whose token it is, with the roles of today (own and lent), how far it goes and until when."""

    login_name: str
    name: str
    city_code: str
    roles: tuple[str, ...]
    token: int
    scope: str
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A sheet (評価シート) in a list; `project` is the permanent id, `turn` the step whose turn it is."""

    id: int
    project: str
    number: str
    name: str
    lead_section: str
    state: str
    state_word: str
    turn: str
    version: int
    direction_code: str
    direction: str
    is_late: bool
    changed_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """Some of the sheets that the person may see."""

    total: int
    limit: int
    offset: int
    items: tuple[SheetEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerField:
    """A field of the form with what stands in it; `key` is its name in what is sent, `last` the earlier answer."""

    key: str
    label: str
    kind: str
    value: str
    last: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFields:
    """The fields of one step that the person may read; `may_write` where they may fill them in now."""

    step: str
    label: str
    may_write: bool
    fields: tuple[AnswerField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDetail:
    """A sheet with its answers; `moves` are what the person may do with it now. Its ETag goes into If-Match."""

    entry: SheetEntry
    round: int
    sections: tuple[str, ...]
    moves: tuple[str, ...]
    steps: tuple[StepFields, ...]


class AnswerBody(Schema):
    """Texts by the keys of their fields; fields that are not named stay as they are."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, str] = Field(max_length=500, description="欄の key と、そこに入れる文")


class HandInBody(Schema):
    """Handing a sheet in, or taking it back."""

    model_config = ConfigDict(extra="forbid")

    move: Literal["submit", "withdraw"] = Field(description="submit は提出、withdraw は引戻し")
    accept_warnings: bool = Field(False, description="注意を確かめたうえで提出するとき true")


class DecisionBody(Schema):
    """What a rater decides."""

    model_config = ConfigDict(extra="forbid")

    move: Literal["approve", "step_back", "return"] = Field(
        description="approve は承認、step_back は前の段階へ戻す、return は差戻し"
    )
    note: str = Field("", max_length=2000, description="添える言葉。戻すときは必須")
