"""A setting as a table for people, and where two versions of it differ."""

from __future__ import annotations

from dataclasses import dataclass

from torikumi.plan.direction import DirectionLabel
from torikumi.review.answers import write_direction
from torikumi.review.form import Field
from torikumi.review.rating import condition_ja
from torikumi.review.rating_rule import Grade
from torikumi.review.round import Step
from torikumi.review.words import KIND_WORDS, MEANING_WORDS, NEED_WORDS, ROLE_WORDS, STANDING_WORDS
from torikumi.web.reviews.setting_bodies import Body, Part, parts_of
from torikumi.web.reviews.setting_words import OUTCOME_WORDS

_YEARS = {-1: "前年度", 0: "評価する年度", 1: "翌年度"}
_BY_STEP_ID = {str(role): word for role, word in ROLE_WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field, label, step or grade: `key` is the same through versions, `cells` are words by heading."""

    key: str
    title: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two versions say differently: `what` is the row, `heading` its cell."""

    what: str
    heading: str
    before: str
    after: str


def rows_of(body: Body) -> tuple[Row, ...]:
    """Return the parts of a setting, each with every heading of its kind."""
    return tuple(_row(part, place) for place, part in enumerate(parts_of(body), start=1))


def headings_of(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the headings that any row fills in."""
    return tuple(
        heading for heading in (rows[0].cells if rows else ()) if any(row.cells[heading] for row in rows)
    )


def differences(before: Body, after: Body) -> tuple[Difference, ...]:
    """Return where two versions differ: what came, what went, what changed, and whether the order did."""
    old, new = {row.key: row for row in rows_of(before)}, {row.key: row for row in rows_of(after)}
    found = [
        Difference(what=new[key].title, heading="", before="", after="加わった")
        for key in new
        if key not in old
    ]
    found += [
        Difference(what=old[key].title, heading="", before="", after="なくなった")
        for key in old
        if key not in new
    ]
    both = [key for key in new if key in old]
    for key in both:
        if old[key].title != new[key].title:
            found.append(
                Difference(what=new[key].title, heading="呼び名", before=old[key].title, after=new[key].title)
            )
        found += [
            Difference(what=new[key].title, heading=heading, before=was, after=new[key].cells[heading])
            for heading, was in old[key].cells.items()
            if was != new[key].cells[heading]
        ]
    was, now = [key for key in old if key in new], both
    if was != now:
        found.append(
            Difference(
                what="全体",
                heading="順",
                before="、".join(old[key].title for key in was),
                after="、".join(new[key].title for key in now),
            )
        )
    return tuple(found)


def _row(part: Part, place: int) -> Row:
    match part:
        case Field():
            return _field_row(part)
        case DirectionLabel():
            return _label_row(part)
        case Step():
            role = ROLE_WORDS[part.role]
            return Row(key=part.id, title=part.label, cells={"順": str(place), "だれの役割か": role})
        case Grade():
            return _grade_row(part)


def _field_row(field: Field) -> Row:
    choices = "、".join(choice.label for choice in field.choices)
    year = _YEARS.get(field.year, f"{field.year:+d}年度") if field.unit else ""
    return Row(
        key=field.key,
        title=field.label,
        cells={
            "まとまり": field.block,
            "種類": KIND_WORDS[field.kind],
            "版での意味": MEANING_WORDS[field.meaning],
            "書く段階": _BY_STEP_ID.get(field.step, field.step),
            "必要か": NEED_WORDS[field.need],
            "字数": f"{field.limit}字まで" if field.limit else "",
            "選択肢": choices,
            "この欄だけの区分": "、".join(map(write_direction, field.scale.labels)) if field.scale else "",
            "単位": field.unit or "",
            "年度": year,
            "前回の答え": "初めから入れておく" if field.carry else "",
            "庁内限り": "公表しない" if field.internal else "",
            "説明": field.hint,
        },
    )


def _label_row(label: DirectionLabel) -> Row:
    words = "か、".join(OUTCOME_WORDS[outcome] for outcome in label.outcomes)
    judged = "（どちらかは人が決める）" if len(label.outcomes) > 1 else ""
    return Row(
        key=label.label,
        title=f"{label.code}：{label.label}" if label.code else label.label,
        cells={"記号": label.code or "", "言葉": label.label, "意味": f"{words}{judged}" or "決まっていない"},
    )


def _grade_row(grade: Grade) -> Row:
    standings = "、".join(STANDING_WORDS[standing] for standing in grade.standings)
    condition = condition_ja(grade) if grade.rank is not None else ""
    return Row(
        key=grade.label,
        title=grade.label,
        cells={"意味": grade.meaning, "どんなとき": condition, "値がないとき": standings},
    )
