"""Who acts in the yearly review, and the locks that every write of a sheet takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied

from torikumi.plan.project import Project
from torikumi.review.parts import Part, may_move
from torikumi.review.round import Round
from torikumi.review.states import MOVE_WORDS, Move
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Permission, Role, may
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import load_project
from torikumi.web.reviews.models import RoundState, Sheet
from torikumi.web.reviews.queries.sheets import facts_of_each
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.writers import handed_in_by
from torikumi.web.reviews.refusals import NotAllowedError, RoundClosedError
from torikumi.web.reviews.standing import SheetFacts, Standing, parts_in, standing_for


def city_of_manager(by: Actor) -> Municipality:
    """Return the city whose rounds the person manages. Raises PermissionDenied where their role does not allow it."""
    return city_of(by, Permission.MANAGE_ROUNDS)


def city_of(by: Actor, permission: Permission) -> Municipality:
    """Return the city in which the person holds the permission in the role they act in; else PermissionDenied."""
    role = Role(by.role) if by.role in set(Role) else None
    if role is None or not may({role}, permission):
        raise PermissionDenied
    return Municipality.objects.get(code=by.municipality)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """A sheet that is locked for a write, with its round's rules, its project, and what the person is to it."""

    sheet: Sheet
    rules: Round
    project: Project
    standing: Standing
    facts: SheetFacts
    parts: frozenset[Part]


def lock_sheet(sheet_id: int, by: Actor, *, day: date) -> OpenSheet:
    """Return the sheet, locked, with all that a write must know. Raises PermissionDenied for somebody unknown."""
    found = lock_sheets([sheet_id], by, day=day)
    if not found:
        raise Sheet.DoesNotExist
    return found[sheet_id]


def lock_sheets(sheet_ids: Collection[int], by: Actor, *, day: date) -> dict[int, OpenSheet]:
    """Return several sheets, locked in the order of their numbers, so that two who lock some of the same wait in turn."""
    person = User.objects.of_municipality(by.municipality).active().filter(login_name=by.name).first()
    if person is None:
        raise PermissionDenied
    rows = Sheet.objects.within(person).select_related("round", "project").select_for_update(of=("self",))
    sheets = list(rows.filter(pk__in=sheet_ids).order_by("pk"))
    standing = standing_of(person, day)
    rules = {round_.pk: round_.rules() for round_ in {sheet.round for sheet in sheets}}
    facts = facts_of_each(sheets, person)
    return {
        sheet.pk: OpenSheet(
            sheet=sheet,
            rules=rules[sheet.round_id],
            project=load_project(sheet.project),
            standing=standing,
            facts=facts[sheet.pk],
            parts=parts_in(standing, facts[sheet.pk], rules[sheet.round_id].steps),
        )
        for sheet in sheets
    }


def in_right_of(opened: OpenSheet, move: Move, by: Actor) -> Actor:
    """Return the actor in the role by which the move is theirs: their own, or that of somebody whose deputy they are.

    A page may have been opened by a borrowed role, and the act be the person's own all the same, or the other way round.
    """
    right = standing_for(move, opened.standing, opened.facts, opened.rules.steps)
    if right is None or right is opened.standing:
        if not by.on_behalf_of:
            return by
        own = next((role for role in Role if role in opened.standing.roles), "")
        return replace(by, on_behalf_of="", role=str(own))
    step = opened.rules.steps[min(opened.facts.step, len(opened.rules.steps) - 1)]
    return replace(by, on_behalf_of=right.login_name, role=str(step.role))


def require_part(opened: OpenSheet, move: Move) -> None:
    """Raise NotAllowedError where nothing that the person is to the sheet lets them make this move."""
    if not may_move(opened.parts, move):
        raise NotAllowedError(
            ja=f"このシートの「{MOVE_WORDS[move]}」は、今のあなたの役割ではできません。担当する人に頼んでください。",
            en=f"Your role does not allow you to {move} this sheet; ask the person in charge.",
        )


def require_other_eyes(opened: OpenSheet, move: Move) -> None:
    """Raise NotAllowedError where somebody would approve as a deputy what they have handed in themselves.

    A role of one's own stays one's own, whoever handed the sheet in; the way of the sheet says that it was one person.
    """
    right = standing_for(move, opened.standing, opened.facts, opened.rules.steps)
    if move is not Move.APPROVE or right is None or right is opened.standing:
        return
    if handed_in_by(opened.sheet) == opened.standing.login_name:
        raise NotAllowedError(
            ja=f"このシートを提出したのはあなたなので、{right.display_name}さんの代理としては承認できません。"
            "ほかの代理の人か、企画担当に頼んでください。",
            en=f"You handed this sheet in, so you cannot approve it as the deputy of {right.display_name}; "
            "ask another deputy or the planning section.",
        )


def require_open(sheet: Sheet, move: Move) -> None:
    """Raise RoundClosedError where the round takes no such move; a frozen one takes corrections that planning began."""
    if sheet.taken_out_at is not None:
        raise RoundClosedError(
            ja="このシートは評価の対象から外されたので、変えられません。必要なときは企画担当に相談してください。",
            en="The sheet was taken out of the round; ask the planning section.",
        )
    state = RoundState(sheet.round.state)
    is_correction = state is RoundState.FROZEN and (move is Move.REVISE or sheet.revision > 1)
    if state is RoundState.OPEN or is_correction:
        return
    raise RoundClosedError(
        ja=f"この評価は{state.label}なので、シートを変えられません。必要なときは企画担当に相談してください。",
        en=f"The round is {state.value}: its sheets cannot be changed. Ask the planning section.",
    )
