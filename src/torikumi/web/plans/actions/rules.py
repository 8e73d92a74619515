"""What a city decides of the rules of the check. Nothing is overwritten: every decision is a row, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.check.settings import RuleChoice, RuleSettings
from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.queries.rules import newest_decisions, settings_from
from torikumi.web.plans.rule_keepers import city_of_rule_keeper
from torikumi.web.plans.rule_models import AS_AT_FIRST, RuleDecision
from torikumi.web.plans.store import refuse_unstorable_text

NOT_IN_FILE = "規則のファイルにないので、初めの設定に戻しました。"


class StaleRuleError(UserError):
    """Somebody else has decided on the rule since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            ja="開いている間に、ほかの人がこの規則の設定を変えました。今の設定を確かめて、もう一度押してください。",
            en="Somebody else changed this rule while the page was open. Look at it again, then decide.",
        )


class UnchangedRuleError(UserError):
    """The decision says what holds already."""

    def __init__(self) -> None:
        super().__init__(
            ja="今の設定と同じです。変えるところを選んでください。",
            en="This is what holds already. Choose what to change.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTaken:
    """What a rules file changed: the rules that are set now, and those that are as at first again."""

    set_codes: tuple[str, ...]
    reset_codes: tuple[str, ...]


@transaction.atomic
def decide_rule(choice: RuleChoice, *, turn: int, by: Actor, at: datetime) -> RuleDecision:
    """Set a rule off, on, or to another severity. `turn` is the newest decision that the person saw, 0 for none.

    Raises StaleRuleError where there is a newer one, UnchangedRuleError where it is what holds already.
    """
    return _decide(choice.code, choice.word, choice.reason, turn=turn, by=by, at=at)


@transaction.atomic
def reset_rule(*, code: str, reason: str, turn: int, by: Actor, at: datetime) -> RuleDecision:
    """Take back what was decided of a rule: it is as the catalogue has it again."""
    return _decide(code, AS_AT_FIRST, reason, turn=turn, by=by, at=at)


@transaction.atomic
def take_rules_file(settings: RuleSettings, *, file_name: str, by: Actor, at: datetime) -> FileTaken:
    """Make the city's settings those of a rules file; a rule that the file does not name is as at first again."""
    desk = _open_desk(by, at)
    before = settings_from(desk.standing).by_code
    changed = [choice for choice in settings.choices if before.get(choice.code) != choice]
    gone = [code for code in before if code not in settings.by_code]
    name = file_name[:200]
    for choice in changed:
        desk.insert(choice.code, choice.word, choice.reason, file_name=name)
    for code in gone:
        desk.insert(code, AS_AT_FIRST, NOT_IN_FILE, file_name=name)
    record(
        by=by,
        at=at,
        action="take_rules_file",
        kind="check_rule",
        key=desk.city.code,
        before={choice.code: choice.word for choice in before.values()},
        after={choice.code: choice.word for choice in settings.choices} | {"file_name": name},
    )
    return FileTaken(set_codes=tuple(choice.code for choice in changed), reset_codes=tuple(gone))


def _decide(code: str, word: str, reason: str, *, turn: int, by: Actor, at: datetime) -> RuleDecision:
    desk = _open_desk(by, at)
    last = desk.standing.get(code)
    if (last.turn if last else 0) != turn:
        raise StaleRuleError
    word_before = last.word if last else AS_AT_FIRST
    if word == word_before and (word == AS_AT_FIRST or (last is not None and last.reason == reason)):
        raise UnchangedRuleError
    row = desk.insert(code, word, reason)
    record(
        by=by,
        at=at,
        action="decide_rule",
        kind="check_rule",
        key=code,
        before={"word": word_before},
        after={"word": word},
        reason=reason,
    )
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where one person decides: the city, locked, and what stands there."""

    city: Municipality
    standing: dict[str, RuleDecision]
    by: Actor
    by_name: str
    at: datetime

    def insert(self, code: str, word: str, reason: str, *, file_name: str = "") -> RuleDecision:
        refuse_unstorable_text(reason)
        last = self.standing.get(code)
        return RuleDecision.objects.create(
            municipality=self.city,
            code=code,
            turn=last.turn + 1 if last else 1,
            word=word,
            reason=reason,
            file_name=file_name,
            made_by=self.by.name,
            by_name=self.by_name,
            made_at=self.at,
        )


def _open_desk(by: Actor, at: datetime) -> _Desk:
    # Two that decide at once meet at the city's row.
    city = Municipality.objects.select_for_update().get(pk=city_of_rule_keeper(by).pk)
    person = User.objects.of_municipality(city.code).filter(login_name=by.name).first()
    name = person.display_name if person else by.name
    return _Desk(city=city, standing=newest_decisions(city), by=by, by_name=name, at=at)
