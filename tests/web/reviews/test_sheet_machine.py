"""Any order of saves and moves by anybody: versions grow by one, states follow the table, and no text is lost."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.web import factories
from tests.web.plans.invented import AT, make_plan
from tests.web.reviews.pages import WHOLE
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.errors import UserError
from torikumi.plan.project import ReviewState
from torikumi.review.states import MOVES, Move, Position, make_move
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.actions.series import open_series
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_import
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, hand_on, hash_values, move_sheet, save_answer
from torikumi.web.reviews.models import AnswerVersion, Sheet, SheetMove
from torikumi.web.reviews.refusals import StaleSheetError
from torikumi.web.reviews.timeline import values_at

TEXTS = st.sampled_from(
    ["", "一", "二", "計画どおり実施した。", "A：充実", "B：継続", "D：廃止", "増", "12", "未集計"]
)
FIELDS = (
    "result",
    "direction",
    "reason",
    "budget_direction",
    "settled",
    "head_comment",
    "planning_direction",
)
PEOPLE = ("clerk", "helper", "stranger", "head", "planning", "committee", "reader")
RATERS = ("head", "planning", "committee")
ANSWERS = st.dictionaries(st.sampled_from(FIELDS), TEXTS, max_size=3)


class SheetMachine(RuleBasedStateMachine):
    """One sheet, seven people, and versions that may be old; a model of what must stand in it."""

    @initialize()
    def open(self) -> None:
        """Open a round in a transaction that is taken back at the end."""
        self.outer = transaction.atomic()
        self.outer.__enter__()
        city = factories.municipality()
        units = {name: factories.unit(city, name=name) for name in ("企画課", "青少年課", "図書館")}
        made = {
            "clerk": factories.person(city, Role.SECTION, section=units["企画課"]),
            "helper": factories.person(city, Role.SECTION, section=units["青少年課"]),
            "stranger": factories.person(city, Role.SECTION, section=units["図書館"]),
            "head": factories.person(city, Role.SECTION_HEAD, section=units["企画課"]),
            "planning": factories.person(city, Role.PLANNING),
            "committee": factories.person(city, Role.COMMITTEE),
            "reader": factories.person(city, Role.READER),
        }
        self.people = {
            name: Actor(
                name=user.login_name, role=next(iter(user.roles_on(OPENED.date()))), municipality=city.code
            )
            for name, user in made.items()
        }
        by = self.people["planning"]
        series = open_series(title="みほん市総合戦略", by=by, at=AT)
        document = UploadedDocument(name="みほん.xlsx", content=b"machine")
        read = ReadDocument(document=document, plan=make_plan(1), findings=())
        batch = stage_import(read, series_id=series.pk, wishes=EditionWishes(year=2024), by=by, at=AT)
        confirm_import(import_id=batch.pk, by=by, at=AT)
        round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
        open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
        self.sheet = Sheet.objects.within(city).get(round=round_)
        self.at = OPENED
        self.values = dict(self.sheet.values)
        self.position, self.version, self.revision = self.sheet.where(), self.sheet.version, 1
        self.written = 0

    def teardown(self) -> None:
        """Take everything back."""
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def now(self) -> dict[str, object]:
        self.at += timedelta(minutes=1)
        return {"at": self.at}

    def fresh(self) -> Sheet:
        return Sheet.objects.within(self.sheet).get(pk=self.sheet.pk)

    @rule(who=st.sampled_from(PEOPLE), values=ANSWERS, age=st.integers(0, 3))
    def save(self, who: str, values: dict[str, str], age: int) -> None:
        """Somebody saves, on the version of now or an older one."""
        version = max(self.version - age, 0)
        before = dict(self.values)
        try:
            with transaction.atomic():
                saved = save_answer(
                    sheet_id=self.sheet.pk, version=version, answer=Answer(values=values), by=self.people[who], **self.now()
                )  # fmt: skip
        except StaleSheetError as error:
            assert age
            assert all(
                before[each.key] == each.stored != each.wanted == values[each.key]
                for each in error.collisions
            )
            return
        except UserError:
            return
        changed = {key for key in saved.values if saved.values[key] != before.get(key, "")}
        assert changed <= set(values)
        assert all(saved.values[key] == values[key] for key in changed)
        if not age:
            assert {key: saved.values.get(key, "") for key in values} == values
        self.follow(
            saved, Move.RATE if self.position.state is ReviewState.SUBMITTED else Move.SAVE, bool(changed)
        )

    @rule(
        who=st.sampled_from(PEOPLE),
        move=st.sampled_from([move for move in Move if move not in (Move.SAVE, Move.RATE)]),
        note=st.sampled_from(["", "理由"]),
        age=st.sampled_from([0, 0, 0, 1]),
    )
    def move(self, who: str, move: Move, note: str, age: int) -> None:
        """Somebody moves the sheet; what the table does not know, and what is stale, leaves everything as it was."""
        self.move_by(who, move, note, age)

    def move_by(self, who: str, move: Move, note: str, age: int) -> None:
        try:
            with transaction.atomic():
                moved = move_sheet(
                    sheet_id=self.sheet.pk, version=self.version - age, move=move, note=note, by=self.people[who], **self.now()
                )  # fmt: skip
        except UserError:
            return
        assert not age
        self.revision += move is Move.REVISE
        self.follow(moved, move, True)

    @rule(who=st.sampled_from(PEOPLE), extra=ANSWERS)
    def hand_in(self, who: str, extra: dict[str, str]) -> None:
        """Somebody writes and hands on at once: the text is kept even where the sheet stays."""
        self.hand_in_by(who, extra)

    def hand_in_by(self, who: str, extra: dict[str, str]) -> None:
        rates = self.position.state is ReviewState.SUBMITTED
        values = extra if rates else {**WHOLE, "reason": "理由", **extra}
        before = dict(self.values)
        with suppress(UserError):
            with transaction.atomic():
                done = hand_on(
                    sheet_id=self.sheet.pk, version=self.version, move=Move.APPROVE if rates else Move.SUBMIT,
                    answer=Answer(values=values), by=self.people[who], **self.now(),
                )  # fmt: skip
            sheet = done.sheet
            assert {key: sheet.values.get(key, "") for key in values} == values
            wrote = any(sheet.values.get(key, "") != before.get(key, "") for key in values)
            self.values, self.written = dict(sheet.values), self.written + wrote
            if wrote:
                self.version += 1
                self.position = make_move(self.position, Move.RATE if rates else Move.SAVE, steps=4)
            if done.refusal is None:
                self.follow(sheet, Move.APPROVE if rates else Move.SUBMIT, True)

    @rule()
    def go_on(self) -> None:
        """Whose turn it is does what leads on, so that runs come as far as a corrected correction."""
        match self.position.state:
            case ReviewState.SUBMITTED:
                self.hand_in_by(RATERS[self.position.step - 1], {})
            case ReviewState.APPROVED:
                self.move_by("planning", Move.REVISE, "誤りの訂正", 0)
            case _:
                self.hand_in_by("clerk", {"direction": "B：継続", "settled": "12", "budget_direction": ""})

    @rule(move=st.sampled_from([Move.RETURN, Move.STEP_BACK]))
    def send_back(self, move: Move) -> None:
        """Whose turn it is sends the sheet back."""
        if self.position.state is ReviewState.SUBMITTED:
            self.move_by(RATERS[self.position.step - 1], move, "理由", 0)

    def follow(self, sheet: Sheet, move: Move, changed: bool) -> None:
        """Let the model do what was done."""
        if not changed:
            return
        assert (self.position.state, move) in MOVES
        self.position = make_move(self.position, move, steps=4)
        self.values, self.version = dict(sheet.values), self.version + 1
        self.written += move in (Move.SAVE, Move.RATE)

    @invariant()
    def what_is_stored_is_what_was_done(self) -> None:
        """The stored sheet, the record of its texts and the record of its moves say the same."""
        if not hasattr(self, "sheet"):
            return
        sheet = self.fresh()
        assert (sheet.version, sheet.revision, sheet.values) == (self.version, self.revision, self.values)
        assert sheet.where() == self.position
        versions = list(AnswerVersion.objects.within(sheet).filter(sheet=sheet))
        moves = list(SheetMove.objects.within(sheet).filter(sheet=sheet))
        assert sorted([row.version for row in versions] + [row.version for row in moves]) == list(
            range(1, self.version + 1)
        )
        assert values_at(versions, self.version) == self.values
        for row in versions:
            then = values_at(versions, row.version - 1)
            assert all(then.get(key, "") == before for key, (before, _) in row.changes.items())
        for row in moves:
            assert row.values_sha256 == hash_values(values_at(versions, row.version))
        position = Position(state=ReviewState.NOT_STARTED)
        for row in moves:
            if row.move == Move.SUBMIT and position.state is ReviewState.NOT_STARTED:
                position = Position(state=ReviewState(row.from_state))
            elif position.step == 0 and row.from_step == 0:
                position = Position(state=ReviewState(row.from_state), step=position.step)
            assert position == Position(state=ReviewState(row.from_state), step=row.from_step)
            position = make_move(position, Move(row.move), steps=4)
        events = AuditEvent.objects.of_object("sheet", sheet.pk).count()
        assert events == self.written + len(moves)


@pytest.fixture
def _database(db: None) -> Iterator[None]:
    yield


@pytest.mark.usefixtures("_database")
def test_any_order_of_saves_and_moves_keeps_every_text_and_every_state() -> None:
    run_state_machine_as_test(
        SheetMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )
