"""Run beside a server: `begin N` makes a round and N clerks of one section; `tell` prints what became of the sheet."""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402  Django's settings come first

from tests.web import factories  # noqa: E402
from tests.web.plans.invented import AT, make_plan  # noqa: E402
from tests.web.reviews.rounds import OPENED, make_round  # noqa: E402
from torikumi.web.accounts.models import Municipality  # noqa: E402
from torikumi.web.accounts.permissions import Role  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.plans.actions.series import open_series  # noqa: E402
from torikumi.web.plans.documents import ReadDocument, UploadedDocument  # noqa: E402
from torikumi.web.plans.importing import confirm_import, stage_import  # noqa: E402
from torikumi.web.plans.preparing import EditionWishes  # noqa: E402
from torikumi.web.reviews.actions.rounds import create_round, open_round  # noqa: E402
from torikumi.web.reviews.models import AnswerVersion, Sheet  # noqa: E402


def begin(count: int) -> dict[str, object]:
    """Return the sheet's number and a session of each clerk."""
    city = factories.municipality()
    planner = factories.person(city, Role.PLANNING)
    by = Actor(name=planner.login_name, role=Role.PLANNING, municipality=city.code)
    series = open_series(title="みほん市総合戦略", by=by, at=AT)
    plan = make_plan(7)
    read = ReadDocument(
        document=UploadedDocument(name="みほん.xlsx", content=b"crowd"), plan=plan, findings=()
    )
    batch = stage_import(read, series_id=series.pk, wishes=EditionWishes(year=2024), by=by, at=AT)
    confirm_import(import_id=batch.pk, by=by, at=AT)
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)
    open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
    section = factories.unit(city, name="企画課")
    sessions = []
    for _ in range(count):
        client = Client()
        client.force_login(factories.person(city, Role.SECTION, section=section))
        sessions.append(client.cookies["torikumi_session"].value)
    sheet = Sheet.objects.within(city).filter(round=round_).order_by("position")[0]
    return {"sheet": sheet.pk, "version": sheet.version, "sessions": sessions}


def tell() -> dict[str, object]:
    """Return every write of the sheet in order, and what stands in it at the end."""
    city = Municipality.objects.get()
    sheet = Sheet.objects.within(city).order_by("pk")[0]
    rows = AnswerVersion.objects.within(city).filter(sheet=sheet).order_by("version")
    return {
        "writes": [[row.version, row.changes["result"]] for row in rows if "result" in row.changes],
        "stands": sheet.values.get("result", ""),
        "version": sheet.version,
    }


sys.stdout.write(json.dumps(begin(int(sys.argv[2])) if sys.argv[1] == "begin" else tell()) + "\n")
