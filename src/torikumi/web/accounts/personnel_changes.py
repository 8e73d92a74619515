"""What a list of people changes on its day: who is added, moved, ended or untouched, and who is not in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from torikumi.text.names import section_key
from torikumi.web.accounts.models import Municipality, OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import UNIT_ROLES, Role
from torikumi.web.accounts.personnel_list import COLUMNS, PersonRow, RowProblem
from torikumi.web.accounts.queries import assignment_in_words, people_of, role_in_words, units_of
from torikumi.web.isolation.cities import in_all_cities

Place = tuple[Role, OrganisationUnit | None]
_Wanted = Mapping[tuple[Role, int | None], Place]


@dataclass(frozen=True, slots=True)
class Ending:
    """A role that ends, and its last day."""

    assignment: RoleAssignment
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What happens to one person of the list; `user` is None for somebody new."""

    login_name: str
    display_name: str
    email: str
    user: User | None
    begins: tuple[Place, ...]
    ends: tuple[Ending, ...]
    cancels: tuple[RoleAssignment, ...]
    keeps: tuple[RoleAssignment, ...]

    @property
    def is_renamed(self) -> bool:
        """Whether the name or the address of mail changes; an empty address says nothing."""
        known = self.user
        return known is not None and (
            known.display_name != self.display_name or self.email not in ("", known.email)
        )

    @property
    def is_reopened(self) -> bool:
        """Whether a closed account opens again (復職)."""
        return self.user is not None and not self.user.is_active

    @property
    def kind(self) -> str:
        """added, moved, ended, changed (only the name, the mail or a closed account) or untouched."""
        if self.user is None:
            return "added"
        if self.ends or self.cancels:
            return "moved" if self.begins or self.keeps else "ended"
        if self.begins:
            return "moved"
        return "changed" if self.is_renamed or self.is_reopened else "untouched"

    def in_words(self) -> tuple[str, ...]:
        """Return what changes, one sentence each."""
        words = [f"終わる：{assignment_in_words(one.assignment)}" for one in self.ends]
        words += [f"取り消す：{assignment_in_words(one)}" for one in self.cancels]
        words += [f"始まる：{role_in_words(role, unit)}" for role, unit in self.begins]
        words += [f"続く：{assignment_in_words(one)}" for one in self.keeps]
        if self.user and self.is_renamed:
            words.append(
                f"氏名・メール：{self.user.display_name} → {self.display_name} {self.email}".rstrip()
            )
        if self.is_reopened:
            words.append("再び利用できるようにする")
        return tuple(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonnelChanges:
    """All that a list changes on `first_day`; `absent` are the active people who do not stand in it."""

    first_day: date
    people: tuple[PersonChange, ...]
    absent: tuple[tuple[User, tuple[RoleAssignment, ...]], ...]

    def of_kind(self, kind: str) -> tuple[PersonChange, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.people if change.kind == kind)

    def fingerprint(self) -> str:
        """Return what stands for exactly these changes, so that nobody confirms others than were shown."""
        said = [
            (change.login_name, change.display_name, change.email, change.kind, change.in_words())
            for change in self.people
        ]
        absent = [(user.login_name, [one.pk for one in roles]) for user, roles in self.absent]
        return sha256(repr((self.first_day, said, absent)).encode()).hexdigest()


def find_changes(
    *, rows: Sequence[PersonRow], city: Municipality, first_day: date, today: date
) -> tuple[PersonnelChanges, tuple[RowProblem, ...]]:
    """Return what `rows` change in `city`, and what is wrong with them there. Three questions to the database."""
    units = _Units(units_of(city.code).on(first_day))
    known = {user.login_name: user for user in people_of(city.code)}
    with in_all_cities():  # a log-in name is taken whoever has it
        taken = set(
            User.objects.filter(login_name__in=[row.login_name for row in rows])
            .exclude(municipality=city)
            .values_list("login_name", flat=True)
        )
    roles = _roles_by_person(city, first_day)
    by_person: dict[str, list[PersonRow]] = {}
    problems: list[RowProblem] = []
    for row in rows:
        by_person.setdefault(row.login_name, []).append(row)
        if row.login_name in taken:
            problems.append(_problem(row, "login_name", "この利用者IDは使えません。別のIDにしてください"))
        problems += units.problems_of(row)
    people = []
    for login_name, own in by_person.items():
        user = known.get(login_name)
        present = roles.get(user.pk, []) if user else []
        wanted = units.wanted_by(own)
        people.append(_change(own, user, wanted, _sort(present, wanted, first_day, today)))
    absent = tuple(
        (user, tuple(roles.get(user.pk, ())))
        for login_name, user in known.items()
        if user.is_active and login_name not in by_person
    )
    changes = PersonnelChanges(first_day=first_day, people=tuple(people), absent=absent)
    return changes, tuple(sorted(problems, key=lambda problem: problem.line))


class _Units:
    """The units of a day, found by code or by name."""

    def __init__(self, units: Iterable[OrganisationUnit]) -> None:
        self._found: dict[str, list[OrganisationUnit]] = {}
        for unit in units:
            for key in {unit.code, section_key(unit.name)}:
                self._found.setdefault(key, []).append(unit)

    def of(self, text: str) -> list[OrganisationUnit]:
        return self._found.get(text) or self._found.get(section_key(text), [])

    def wanted_by(self, rows: Sequence[PersonRow]) -> _Wanted:
        wanted: dict[tuple[Role, int | None], Place] = {}
        for row in rows:
            if row.role is not None:
                unit = next(iter(self.of(row.unit)), None) if row.role in UNIT_ROLES else None
                wanted[row.role, unit.pk if unit else None] = (row.role, unit)
        return wanted

    def problems_of(self, row: PersonRow) -> list[RowProblem]:
        if row.role not in UNIT_ROLES or len(found := self.of(row.unit)) == 1:
            return []
        if found:
            codes = "、".join(unit.code for unit in found)
            return [
                _problem(
                    row,
                    "unit",
                    f"「{row.unit}」が{len(found)}つあります。組織コード（{codes}）で書いてください",
                )
            ]
        said = (
            f"「{row.unit}」という組織がその日にありません。先に「組織」で登録するか、書き方を直してください"
        )
        return [_problem(row, "unit", said)]


def _problem(row: PersonRow, column: str, sentence: str) -> RowProblem:
    return RowProblem(line=row.line, column=COLUMNS[column][0], sentence=sentence)


def _roles_by_person(city: Municipality, first_day: date) -> Mapping[int, list[RoleAssignment]]:
    rows = RoleAssignment.objects.filter(user__municipality=city).not_ended_before(first_day)
    roles: dict[int, list[RoleAssignment]] = {}
    for assignment in rows.select_related("unit", "user__municipality"):
        roles.setdefault(assignment.user_id, []).append(assignment)
    return roles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    keeps: tuple[RoleAssignment, ...]
    ends: tuple[Ending, ...]
    cancels: tuple[RoleAssignment, ...]


def _sort(present: Sequence[RoleAssignment], wanted: _Wanted, first_day: date, today: date) -> _Sorted:
    """Tell what becomes of the roles that somebody has on the day or later."""
    keeps, ends, cancels = [], [], []
    for one in present:
        if _place(one) in wanted and one.valid_from <= first_day:
            keeps.append(one)
        elif one.valid_from < first_day:
            ends.append(Ending(one, first_day - timedelta(days=1)))
        elif one.valid_from < today:
            # A list for 1 April may come on the 5th; what was done in the wrong role until then was done in it.
            ends.append(Ending(one, today - timedelta(days=1)))
        else:
            cancels.append(one)
    return _Sorted(keeps=tuple(keeps), ends=tuple(ends), cancels=tuple(cancels))


def _change(own: Sequence[PersonRow], user: User | None, wanted: _Wanted, roles: _Sorted) -> PersonChange:
    kept = {_place(one) for one in roles.keeps}
    return PersonChange(
        login_name=own[0].login_name,
        display_name=own[0].display_name,
        email=next((row.email for row in own if row.email), ""),
        user=user,
        begins=tuple(place for key, place in wanted.items() if key not in kept),
        ends=roles.ends,
        cancels=roles.cancels,
        keeps=roles.keeps,
    )


def _place(assignment: RoleAssignment) -> tuple[Role, int | None]:
    return Role(assignment.role), assignment.unit_id
