"""The commands that load plans and make the people of the demo."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.web.plans.invented import make_plan, next_year
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality as PlanMunicipality
from torikumi.plan.model import Plan
from torikumi.web.accounts.models import Municipality, RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.plans.models import Edition, PlanSeries

pytestmark = pytest.mark.django_db
OWNER = PlanMunicipality(code="999997", name="みほん市", prefecture="みほん県")


def run(name: str, *arguments: str) -> str:
    said = StringIO()
    call_command(name, *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    old = make_plan(6)
    written = []
    for name, plan in (("new.json", next_year(old)), ("old.json", old)):
        path = tmp_path / name
        path.write_text(dump_plan(Plan(**{**vars(plan), "municipality": OWNER})), encoding="utf-8")
        written.append(str(path))
    return written


def test_plans_are_loaded_the_oldest_first(files: list[str]) -> None:
    said = run("load_plans", *files)

    city = Municipality.objects.get()
    editions = Edition.objects.within(city).order_by("sequence")
    assert [(edition.year, edition.project_count) for edition in editions] == [(2024, 6), (2025, 6)]
    assert said.index("old.json") < said.index("new.json")


def test_loading_again_changes_nothing(files: list[str]) -> None:
    run("load_plans", *files)

    said = run("load_plans", *files)

    city = Municipality.objects.get()
    assert said.count("取り込み済み") == 2
    assert Edition.objects.within(city).count() == 2
    assert PlanSeries.objects.within(city).count() == 1


def test_a_plan_that_is_nobodys_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nobody.json"
    path.write_text(dump_plan(make_plan(1)), encoding="utf-8")

    with pytest.raises(UserError, match="団体"):
        run("load_plans", str(path))


def test_the_demo_has_a_person_for_each_role(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORIKUMI_DEMO", "1")
    run("load_plans", *files)

    said = run("demo_users")

    for role in Role:
        user = User.objects.get(login_name=f"{role}-999997")
        password = next(line.rpartition(" / ")[2] for line in said.splitlines() if user.login_name in line)
        assert user.check_password(password)
        assert not user.must_change_password
    section = RoleAssignment.objects.get(role=Role.SECTION).unit
    assert section is not None
    assert section.name == "農業振興課"  # two projects; every other section has one


def test_the_demo_prints_the_same_people_again(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORIKUMI_DEMO", "1")
    run("load_plans", *files)

    assert run("demo_users") == run("demo_users")
    assert User.objects.count() == len(Role)


def test_the_people_of_the_demo_are_made_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TORIKUMI_DEMO", raising=False)

    with pytest.raises(UserError, match="create_user"):
        run("demo_users")
