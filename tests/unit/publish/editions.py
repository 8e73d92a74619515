"""Editions of the invented city with the records of their publication."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from torikumi.publish.record import Edition, EditionRecord, Withdrawal
from unit.publish import plans

JAPAN = timezone(timedelta(hours=9))


def day(year: int, month: int = 10) -> datetime:
    return datetime(year, month, 1, 9, tzinfo=JAPAN)


def older(**facts: object) -> Edition:
    record = EditionRecord(
        slug="2021", published=day(2021), published_by="企画課", approved_by="市長", **facts  # type: ignore[arg-type]
    )  # fmt: skip
    return Edition(plan=plans.make_older_plan(), record=record)


def newer(**facts: object) -> Edition:
    record = EditionRecord(slug="2022", published=day(2022), published_by="企画課", **facts)  # type: ignore[arg-type]
    return Edition(plan=plans.make_plan(), record=record)


def correction() -> Edition:
    plan = plans.make_plan()
    first, *rest = plan.projects
    plan = replace(
        plan, edition="令和4年度版（訂正）", projects=(replace(first, summary="正しい概要。"), *rest)
    )
    record = EditionRecord(
        slug="2022-2", published=day(2022, 12), replaces="2022", reason="概要の人数が違っていたため。"
    )
    return Edition(plan=plan, record=record)


def withdrawn(edition: Edition, at: datetime) -> Edition:
    gone = Withdrawal(at=at, reason="個人の連絡先が載っていたため。")
    return replace(edition, record=replace(edition.record, withdrawn=gone))
