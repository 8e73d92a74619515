"""How much of a list goes out at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from ninja import Query, Schema
from pydantic import Field

Item = TypeVar("Item")

MOST = 500
USUAL = 100
_LAST_OFFSET = 10**9


class PartQuery(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(USUAL, ge=1, le=MOST, description=f"一度に返す件数（1〜{MOST}）")
    offset: int = Field(0, ge=0, le=_LAST_OFFSET, description="はじめに飛ばす件数")


class PageQuery(PartQuery):
    """Which part of a list is wanted, and as what. CSV holds every row, whatever the part."""

    format: Literal["json", "csv"] = Field("json", description="csv なら、条件に合うすべての行の表")


class FormatQuery(Schema):
    """As what a list is wanted."""

    format: Literal["json", "csv"] = Field("json", description="csv なら、同じ内容の表")


AskedPage = Annotated[PageQuery, Query()]
AskedFormat = Annotated[FormatQuery, Query()]


def part_of(items: Sequence[Item], asked: PartQuery) -> Sequence[Item]:
    """Return the part of the list."""
    return items[asked.offset : asked.offset + asked.limit]
