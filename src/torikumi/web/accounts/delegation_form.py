"""What people type about a deputy; checks it, saves nothing."""

from collections.abc import Iterable, Mapping

from django import forms

from torikumi.web.accounts.actions.delegations import Absence
from torikumi.web.accounts.models import RoleAssignment, User
from torikumi.web.accounts.queries import assignment_in_words
from torikumi.web.ui.fields import DayField

# What a choice stands for: the person with all roles that may be handed on (None), or with one.
Scope = tuple[User, RoleAssignment | None]


class DelegationForm(forms.Form):
    """Whose role, to whom, from when to when, and why."""

    scope = forms.ChoiceField(
        label="だれの、どの役割", error_messages={"required": "任せる役割を選んでください"}
    )
    taker = forms.ChoiceField(label="代理する人", error_messages={"required": "代理する人を選んでください"})
    first_day = DayField(label="いつから", error_messages={"required": "「いつから」を入力してください"})
    last_day = DayField(
        label="いつまで",
        help_text="その日も含みます。早く戻ったときは、途中で終わらせられます。",
        error_messages={"required": "「いつまで」を入力してください"},
    )
    reason = forms.CharField(
        label="理由",
        help_text="出張、休暇など。操作の記録に残ります。",
        max_length=200,
        error_messages={"required": "理由を入力してください"},
    )

    def __init__(
        self, *args: object, assignments: Iterable[RoleAssignment], people: Iterable[User], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.scopes = _scopes(assignments)
        self.people = {str(person.pk): person for person in people}
        self._offer("scope", {key: _in_words(scope) for key, scope in self.scopes.items()})
        # With the log-in name, so that two people of one name can be told apart.
        self._offer(
            "taker", {key: f"{one.display_name}（{one.login_name}）" for key, one in self.people.items()}
        )

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared just above
        field.choices = [("", "選んでください"), *choices.items()]

    def clean(self) -> dict[str, object]:
        """Check the days with one another."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "「いつまで」は「いつから」以後の日にしてください")
        return cleaned

    def absence(self) -> Absence:
        """Return who is away, once the form is valid."""
        person, assignment = self.scopes[self.cleaned_data["scope"]]
        return Absence(
            person=person,
            assignment=assignment,
            first_day=self.cleaned_data["first_day"],
            last_day=self.cleaned_data["last_day"],
            reason=self.cleaned_data["reason"],
        )

    def deputy(self) -> User:
        """Return who acts, once the form is valid."""
        return self.people[self.cleaned_data["taker"]]


def _scopes(assignments: Iterable[RoleAssignment]) -> Mapping[str, Scope]:
    """Return the choices by their key: somebody with one role has one, with several also one for all of them."""
    by_person: dict[int, list[RoleAssignment]] = {}
    for assignment in assignments:
        by_person.setdefault(assignment.user_id, []).append(assignment)
    scopes: dict[str, Scope] = {}
    for own in by_person.values():
        if len(own) > 1:
            scopes[f"person-{own[0].user_id}"] = (own[0].user, None)
        for one in own:
            scopes[f"role-{one.pk}"] = (one.user, one)
    return scopes


def _in_words(scope: Scope) -> str:
    person, assignment = scope
    words = assignment_in_words(assignment) if assignment else "決裁する役割のすべて"
    return f"{person.display_name}：{words}"
