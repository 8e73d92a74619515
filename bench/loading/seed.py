"""An invented city on the last day: 1,500 projects, 40 sections, as many people as are wanted, all logged in."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

SECTIONS = 40
PROJECTS = 1_500
_AT = datetime(2026, 5, 1, tzinfo=UTC)


def seed(*, people: int, to: Path) -> None:
    """Fill the database that the environment names, and write whom the load plays with into `to` as JSON."""
    import django

    django.setup()
    from django.conf import settings

    # Nobody logs in with these: a thousand careful hashes would take two minutes.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from dataclasses import replace

    from tests.web import factories
    from tests.web.plans.invented import make_plan
    from tests.web.reviews.rounds import STEPS, make_round
    from torikumi.plan.project import SectionRef
    from torikumi.web.accounts.permissions import Role
    from torikumi.web.audit.actor import Actor
    from torikumi.web.plans.documents import ReadDocument, UploadedDocument
    from torikumi.web.plans.importing import confirm_import, stage_new_plan
    from torikumi.web.plans.preparing import EditionWishes
    from torikumi.web.reviews.actions.rounds import create_round, open_round
    from torikumi.web.reviews.models import Sheet

    city = factories.municipality()
    names = [f"第{number + 1}課" for number in range(SECTIONS)]
    units = [factories.unit(city, name=name) for name in names]
    planner = factories.person(city, Role.PLANNING, login_name="planner")
    by = Actor(name="planner", role=Role.PLANNING, municipality=city.code)
    plan = make_plan(PROJECTS)
    plan = replace(
        plan,
        projects=tuple(
            replace(project, sections=(SectionRef(printed=name, name=name),))
            for number, project in enumerate(plan.projects)
            for name in (names[number % SECTIONS],)
        ),
    )
    document = ReadDocument(document=UploadedDocument(name="load", content=b"load"), plan=plan, findings=())
    batch = stage_new_plan(document, title=plan.title, wishes=EditionWishes(), by=by, at=_AT)
    confirm_import(import_id=batch.pk, by=by, at=_AT)
    today = datetime.now(tz=UTC).date()
    steps = (
        replace(STEPS[0], due=date(today.year + 1, 3, 31)),
        *(replace(step, due=None) for step in STEPS[1:]),
    )
    round_ = create_round(series_id=batch.series_id, rules=make_round(steps=steps), by=by, at=_AT)
    round_ = open_round(round_id=round_.pk, version=round_.version, by=by, at=_AT)
    sheets: dict[str, list[int]] = {}
    for pk, lead in Sheet.objects.within(city).filter(round=round_).values_list("pk", "lead_name"):
        sheets.setdefault(lead, []).append(pk)
    staff = [
        factories.person(city, Role.SECTION, login_name=f"clerk{number}", section=units[number % SECTIONS])
        for number in range(people)
    ]
    players = [
        {"cookie": _session(person), "sheets": sheets[names[number % SECTIONS]], "number": number}
        for number, person in enumerate(staff)
    ]
    planning = {"cookie": _session(planner)}
    to.write_text(json.dumps({"round": round_.pk, "players": players, "planner": planning}), encoding="utf-8")


def _session(person: object) -> str:
    """A session as the log-in makes it; the log-in itself (Argon2) is not what is measured here."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from torikumi.web.accounts.actions.sessions import BEGAN, SEEN

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[BEGAN] = session[SEEN] = int(timezone.now().timestamp())
    session.save()
    return session.session_key
