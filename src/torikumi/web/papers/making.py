"""A form of an edition, made: which plan it speaks of, which template, which files come out."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.publish.forms.catalogue import FilledForm, Form, Per, default_year, fill, only_section
from torikumi.publish.forms.document import names_in
from torikumi.publish.forms.names import FACTS
from torikumi.publish.forms.setting import set_form
from torikumi.publish.tally import section_groups
from torikumi.text.era import format_day
from torikumi.web.papers.models import PaperTemplate
from torikumi.web.papers.queries import Standing, own_template, standing_of, with_standing
from torikumi.web.plans.models import Edition
from torikumi.web.plans.store import load_edition

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"
ZIP_TYPE = "application/zip"
# Setting more projects than this in one PDF takes more memory than a page may ask for.
MOST_IN_PDF = 300
_PATIENCE_SECONDS = 60
_OLDEST = (1980, 1, 1, 0, 0, 0)
# A typesetter takes a gigabyte: one at a time in each process of the server.
_setting = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A form with all it is made of."""

    form: Form
    edition: Edition
    plan: Plan
    previous: Plan | None
    template: PaperTemplate | None
    standing: Standing | None

    @property
    def year(self) -> int | None:
        """The fiscal year that is offered."""
        if self.standing is not None and self.form.per is Per.SECTION:
            return self.standing.year
        return default_year(self.form, self.plan)

    @property
    def asked(self) -> tuple[str, ...]:
        """What only a person knows and this template asks for."""
        used = names_in(self.octets, file_name=self.template_name)
        # A letter is addressed to its section; who wants another word writes it into the file.
        left_out = {"宛先"} if self.form.per is Per.SECTION else set()
        return tuple(name for name in FACTS if name in used and name not in left_out)

    @property
    def sections(self) -> tuple[str, ...] | None:
        """The sections to choose from; None where the form is made for each of them anyway."""
        if self.form.per is Per.SECTION:
            return None
        return tuple(group.name for group in section_groups(self.plan))

    @property
    def octets(self) -> bytes:
        """The template."""
        return bytes(self.template.content) if self.template is not None else self.form.template

    @property
    def template_name(self) -> str:
        """What messages call the template."""
        return self.template.file_name if self.template is not None else f"{self.form.name}.docx"

    @property
    def known_facts(self) -> dict[str, str]:
        """What the open round knows."""
        due = self.standing.due if self.standing is not None and self.form.per is Per.SECTION else None
        return {"期限": format_day(due)} if due is not None else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a person takes away."""

    file_name: str
    media_type: str
    octets: bytes
    count: int


def open_desk(form: Form, edition: Edition, earlier: Edition | None) -> Desk:
    """Return a form with the edition, the one before it, the city's template and, for letters, the open round."""
    plan = load_edition(edition)
    standing = standing_of(edition) if form.per is Per.SECTION else None
    return Desk(
        form=form,
        edition=edition,
        plan=plan if standing is None else with_standing(plan, standing),
        previous=load_edition(earlier) if earlier is not None else None,
        template=own_template(edition, form.code),
        standing=standing,
    )


def fill_desk(
    desk: Desk, *, year: int | None, section: str = "", facts: Mapping[str, str] | None = None
) -> list[FilledForm]:
    """Fill the form. Raises a UserError where it cannot be."""
    plan = only_section(desk.plan, section) if section else desk.plan
    return [
        *fill(
            desk.form,
            plan,
            year=desk.year if year is None else year,
            previous=desk.previous,
            facts=facts or {},
            template=desk.octets,
            template_name=desk.template_name,
        )
    ]


def hand_out(desk: Desk, forms: Sequence[FilledForm], *, with_docx: bool, with_pdf: bool) -> Handed:
    """Return one file, or a ZIP where there are several. Raises a UserError where a PDF cannot be made now."""
    files = dict(_files(desk, forms, with_docx=with_docx, with_pdf=with_pdf))
    if len(files) == 1:
        (name, octets), *_ = files.items()
        kind = DOCX_TYPE if name.endswith(".docx") else PDF_TYPE
        return Handed(file_name=name, media_type=kind, octets=octets, count=1)
    return Handed(
        file_name=f"{desk.form.name}.zip", media_type=ZIP_TYPE, octets=_zip(files), count=len(files)
    )


def _files(
    desk: Desk, forms: Sequence[FilledForm], *, with_docx: bool, with_pdf: bool
) -> Iterator[tuple[str, bytes]]:
    if with_docx:
        for one in forms:
            yield f"{one.file_name}.docx", one.filled.octets
    if not with_pdf:
        return
    if desk.form.per is Per.PLAN and sum(one.project_count for one in forms) > MOST_IN_PDF:
        raise UserError(
            ja=f"{MOST_IN_PDF}事業を超えるPDFは、ここでは作れません。担当課を選ぶか、Wordで受け取ってください。",
            en=f"More than {MOST_IN_PDF} projects cannot be set as PDF here. Choose a section, or take the Word file.",
        )
    if not _setting.acquire(timeout=_PATIENCE_SECONDS):
        raise UserError(
            ja="ほかのPDFを作っているところです。少し待って、もう一度押してください。",
            en="Another PDF is being made. Wait a moment and try again.",
        )
    try:
        for one in forms:
            name = f"{one.file_name}.docx"
            yield f"{one.file_name}.pdf", set_form(one.filled.octets, title=one.title, file_name=name).octets
    finally:
        _setting.release()


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, octets in files.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=_OLDEST), octets)
    return buffer.getvalue()
