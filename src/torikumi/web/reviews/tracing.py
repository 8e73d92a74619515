"""The origin of a value (この値の由来): edition, freeze, approvals, answer, and the form or the workbook's cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from torikumi.plan.place import describe_place
from torikumi.review.questions import questions_of
from torikumi.review.states import Move
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.actions.sheets import hash_values
from torikumi.web.reviews.freeze_models import FrozenSheet
from torikumi.web.reviews.models import AnswerVersion, Origin, SheetMove
from torikumi.web.reviews.next_edition import place_of_answer
from torikumi.web.reviews.queries.freezes import answers_until, approvals_until
from torikumi.web.reviews.queries.writers import SAME_PERSON, approved_by_writers

_JAPAN = ZoneInfo("Asia/Tokyo")
# How an answer came about is the business of those who worked on it.
_BACK = frozenset({Move.RETURN, Move.STEP_BACK, Move.WITHDRAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One time that a value was written: by whom, when, what stood there before, and where it came from."""

    by: str
    behalf: str
    at: str
    before: str
    after: str
    origin: str
    file: str
    place: str
    sha256: str
    version: int

    @property
    def day(self) -> str:
        """When it was written, in Japan, as people read it."""
        moment = datetime.fromisoformat(self.at).astimezone(_JAPAN)
        return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedValue:
    """One answer of a sheet with the times it was written, the last one first."""

    key: str
    label: str
    value: str
    writings: tuple[Writing, ...]

    @property
    def last(self) -> Writing | None:
        """The writing that stands."""
        return self.writings[0] if self.writings else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedMove:
    """A move of the sheet: in whose place the person made it, and whether they approved what they had handed in."""

    move: SheetMove
    behalf: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a round gave to a project: its values, who approved them, and whether both still agree with the record."""

    frozen: FrozenSheet
    values: tuple[TracedValue, ...]
    approvals: tuple[TracedMove, ...]
    is_verified: bool


def trace_sheet(frozen: FrozenSheet, *, names: Mapping[str, str], shows_drafts: bool) -> Trace:
    """Return where the values of a frozen sheet come from.

    Without `shows_drafts` each value has its last writing only, and not what stood there before: how an answer came
    about is the business of those who worked on it. `is_verified` compares the hash of the values, put together again
    from what was written, with those of the freeze and of the approval.
    """
    versions = answers_until(frozen)
    values = _replay(versions)
    project, rules = load_project(frozen.sheet.project), frozen.record.round.rules()
    labels = {question.key: question.label for question in questions_of(rules, project)}
    found = hash_values(values)
    traced = []
    for key in (*labels, *sorted(values.keys() - labels.keys())):
        if not values.get(key, "").strip():
            continue
        rows = [row for row in reversed(versions) if key in row.changes]
        traced.append(
            TracedValue(
                key=key,
                label=labels.get(key, key),
                value=values[key],
                writings=tuple(
                    _writing(row, key, names=names, shows_before=shows_drafts)
                    for row in (rows if shows_drafts else rows[:1])
                ),
            )
        )
    return Trace(
        frozen=frozen,
        values=tuple(traced),
        approvals=_moves(frozen, names=names, shows_drafts=shows_drafts),
        is_verified=found == frozen.values_sha256 == frozen.move.values_sha256,
    )


def logins_of(traced: Iterable[FrozenSheet]) -> set[str]:
    """Return the log-in names of all who wrote into the sheets or moved them on, and of whose deputies they were."""
    found: set[str] = set()
    for frozen in traced:
        rows: list[AnswerVersion | SheetMove] = [*answers_until(frozen), *approvals_until(frozen)]
        found |= {login for row in rows for login in (row.by, row.on_behalf_of) if login}
    return found


def to_json(trace: Trace) -> dict[str, object]:
    """Return the trace for programs."""
    frozen = trace.frozen
    return {
        "round": frozen.record.round.title,
        "year": frozen.record.round.year,
        "edition": {"sequence": frozen.record.edition.sequence, "sha256": frozen.record.edition.sha256},
        "freeze": {
            "turn": frozen.record.turn,
            "at": frozen.record.at.isoformat(),
            "by": frozen.record.by_name,
            "reason": frozen.record.reason,
        },
        "sheet": {
            "version": frozen.version,
            "revision": frozen.revision,
            "values_sha256": frozen.values_sha256,
            "verified": trace.is_verified,
        },
        "approvals": [
            {
                "move": move.move,
                "step": move.office,
                "by": move.by_name,
                "behalf": each.behalf,
                "remark": each.remark,
                "at": move.at.isoformat(),
                "values_sha256": move.values_sha256,
            }
            for each in trace.approvals
            for move in [each.move]
        ],
        "values": [
            {
                "field": value.key,
                "label": value.label,
                "value": value.value,
                "written": [
                    {name: getattr(one, name) for name in [each.name for each in fields(Writing)]}
                    for one in value.writings
                ],
            }
            for value in trace.values
        ],
    }


def _moves(frozen: FrozenSheet, *, names: Mapping[str, str], shows_drafts: bool) -> tuple[TracedMove, ...]:
    moves = approvals_until(frozen)
    own = approved_by_writers(moves)
    return tuple(
        TracedMove(
            move=move,
            behalf=names.get(move.on_behalf_of, move.on_behalf_of),
            remark=SAME_PERSON if move.version in own else "",
        )
        for move in moves
        if shows_drafts or move.move not in _BACK
    )


def _replay(versions: Iterable[AnswerVersion]) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in versions:
        values |= {key: after for key, (_, after) in row.changes.items()}
    return values


def _writing(row: AnswerVersion, key: str, *, names: Mapping[str, str], shows_before: bool) -> Writing:
    before, after = row.changes[key]
    place = place_of_answer(row, key)
    sha256 = row.source.get("sha256")
    return Writing(
        by=names.get(row.by, row.by),
        behalf=names.get(row.on_behalf_of, row.on_behalf_of),
        at=row.at.isoformat(),
        before=before if shows_before else "",
        after=after,
        origin=Origin(row.origin).label,
        file=(place.file or "") if place else "",
        place=describe_place(place, language="ja"),
        sha256=sha256 if isinstance(sha256, str) else "",
        version=row.version,
    )
