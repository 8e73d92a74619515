"""`load_plans`: plan.json files become editions, through the same actions as an upload."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from torikumi.errors import UserError
from torikumi.plan.file import read_plan
from torikumi.plan.model import Municipality as PlanMunicipality
from torikumi.plan.model import Plan
from torikumi.web.accounts.actions.people import create_municipality
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.series import open_series
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_import
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.queries.imports import was_applied


class Command(BaseCommand):
    """Loads plan.json files, the oldest fiscal year first; a file that was loaded before is passed over."""

    help = "plan.json を版として取り込みます。取り込み済みのファイルは飛ばします。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="plan.json")

    def handle(self, *args: object, **options: object) -> None:
        """Load every file."""
        files = options["files"]
        assert isinstance(files, list)  # noqa: S101  nargs="+" gives a list
        loaded = [(path, read_plan(path)) for path in files]
        for path, plan in sorted(loaded, key=lambda pair: (pair[1].year or 0, pair[0].name)):
            self.stdout.write(_load(path, plan))


def _load(path: Path, plan: Plan) -> str:
    at = timezone.now()
    city = _find_city(plan.municipality, path)
    by = Actor(name="system", role=Role.ADMINISTRATOR, municipality=city.code)
    series = open_series(title=plan.title, by=by, at=at)
    document = UploadedDocument(name=path.name, content=path.read_bytes())
    if was_applied(series, document.sha256):
        return f"{path.name}：{city.name}「{series}」に取り込み済みです。"
    read = ReadDocument(document=document, plan=plan, findings=())
    batch = stage_import(read, series_id=series.pk, wishes=EditionWishes(), by=by, at=at)
    edition = confirm_import(import_id=batch.pk, by=by, at=at)
    return (
        f"{path.name}：{city.name}「{series}」の{edition}として{edition.project_count}事業を取り込みました。"
    )


def _find_city(owner: PlanMunicipality | None, path: Path) -> Municipality:
    if owner is None:
        raise UserError(
            ja=f"「{path.name}」にはどの団体の計画かが書かれていません。municipality に団体コードと名前を入れてください。",
            en=f"{path.name} does not say whose plan it is; give its municipality a code and a name.",
        )
    found = Municipality.objects.filter(code=owner.code).first()
    return found or create_municipality(
        code=owner.code,
        name=owner.name,
        prefecture=owner.prefecture or "",
        by=Actor(name="system", municipality=owner.code),
        at=timezone.now(),
    )
