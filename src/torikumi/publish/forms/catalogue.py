"""The forms (様式) that there are, and making one of them from a plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.plan.money import Phase
from torikumi.publish.forms.document import Filled, fill_form
from torikumi.publish.forms.draft import Draft
from torikumi.publish.forms.names import NAMES
from torikumi.publish.forms.ours import committee, letters, reports
from torikumi.publish.forms.scope import Scope, Unset
from torikumi.publish.forms.values import FormReader
from torikumi.text.names import section_key


class Per(Enum):
    """What a form is filled once for."""

    PLAN = "計画"
    SECTION = "課"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: its code for the command, its official name, what it is for, and its template."""

    code: str
    name: str
    purpose: str
    draft: Callable[[], Draft]
    per: Per = Per.PLAN
    stays_in_house: bool = False
    looks_back: bool = False
    only_waiting: bool = False

    @property
    def template(self) -> bytes:
        """The bytes of the template that comes with the product."""
        return self.draft().octets(title=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form that was filled: the name of its file without a suffix, what people call it, and the result.

    `project_count` is how many projects the plan has that it was filled from.
    """

    file_name: str
    title: str
    project_count: int
    filled: Filled


FORMS: Sequence[Form] = (
    Form(
        code="results",
        name="主要な施策の成果に関する説明書",
        purpose="決算とともに議会に出す（地方自治法第233条第5項）",
        draft=reports.results,
        looks_back=True,
    ),
    Form(
        code="implementation",
        name="実施計画調書",
        purpose="事業ごとに1枚。予算と実施計画の査定に使う",
        draft=reports.implementation,
        stays_in_house=True,
    ),
    Form(code="committee", name="委員会資料", purpose="審議会や委員会に出す", draft=committee.committee),
    Form(
        code="grant",
        name="交付金事業の効果検証報告書",
        purpose="交付金の効果を4段階で報告する",
        draft=reports.grant,
        looks_back=True,
    ),
    Form(
        code="letter-request",
        name="依頼文",
        purpose="課ごとに回答を依頼する",
        draft=letters.request,
        per=Per.SECTION,
        stays_in_house=True,
    ),
    Form(
        code="letter-reminder",
        name="督促文",
        purpose="回答がまだの課に督促する",
        draft=letters.reminder,
        per=Per.SECTION,
        stays_in_house=True,
        only_waiting=True,
    ),
    Form(
        code="letter-notice",
        name="通知文",
        purpose="決まった方針を課ごとに通知する",
        draft=letters.notice,
        per=Per.SECTION,
        stays_in_house=True,
    ),
)


def form_of(code: str) -> Form:
    """Return the form of a code. Raises UserError."""
    found = next((form for form in FORMS if form.code == code), None)
    if found is None:
        raise UserError(
            ja=f"「{code}」という様式はありません。{'、'.join(form.code for form in FORMS)} から選んでください。",
            en=f"There is no form “{code}”. Choose from {', '.join(form.code for form in FORMS)}.",
        )
    return found


def default_year(form: Form, plan: Plan) -> int | None:
    """Return the fiscal year that a form is about where nobody said: the plan's own.

    A form that looks back at what was spent is about the newest year with a settlement (決算額), where there is one.
    """
    if form.looks_back:
        settled = [
            amount.year
            for project in plan.projects
            for amount in project.amounts
            if amount.phase is Phase.SETTLED and amount.year is not None and amount.value.number is not None
        ]
        if settled:
            return max(settled)
    return plan.year


def only_section(plan: Plan, section: str) -> Plan:
    """Return the plan with the projects of one section alone. Raises UserError where it has none of that name."""
    key = section_key(section)
    projects = tuple(
        project for project in plan.projects if any(section_key(one.name) == key for one in project.sections)
    )
    if not projects:
        raise UserError(
            ja=f"担当課が「{section}」の事業はありません。課の名前を確かめてください。",
            en=f"No project has the section “{section}”. Check its name.",
        )
    return replace(plan, projects=projects)


def fill(
    form: Form,
    plan: Plan,
    *,
    year: int | None = None,
    previous: Plan | None = None,
    facts: Mapping[str, str] | None = None,
    template: bytes | None = None,
    template_name: str = "",
) -> Iterator[FilledForm]:
    """Yield a form filled from a plan: one, or one for each section. See `FormReader` for the values.

    Raises a UserError for a template that cannot be opened or filled, and where no section has anything to be told.
    """
    reader = FormReader(
        plan=plan,
        year=default_year(form, plan) if year is None else year,
        previous=previous,
        facts=facts or {},
        with_internal=form.stays_in_house,
    )
    octets = form.template if template is None else template
    whole = reader.whole()
    for file_name, title, scopes in _parts(form, reader, whole):
        yield FilledForm(
            file_name=file_name,
            title=title,
            project_count=len(plan.projects),
            filled=fill_form(
                octets,
                scopes=scopes,
                names=NAMES,
                title=title,
                file_name=template_name or f"{form.name}.docx",
            ),
        )


def _parts(form: Form, reader: FormReader, whole: Scope) -> Iterator[tuple[str, str, Mapping[str, Scope]]]:
    if form.per is Per.PLAN:
        yield form.name, f"{form.name}（{whole['計画名']}）", {Per.PLAN.value: whole}
        return
    sections = [
        section for section in reader.sections() if not form.only_waiting or section["未回答の事業ごと"]
    ]
    if not sections:
        raise UserError(
            ja="督促する課はありません。対象の年度の回答は、すべて出ています。"
            if form.only_waiting
            else "計画に担当課がないので、課ごとの文書は作れません。担当課のある計画を指定してください。",
            en="Every answer of the year has come; there is nobody to remind."
            if form.only_waiting
            else "The plan names no section, so there is nobody to write to. Name a plan with sections.",
        )
    for at, section in enumerate(sections, start=1):
        name = str(section["担当課名"])
        addressed = {**whole, "宛先": name} if isinstance(whole["宛先"], Unset) else whole
        scopes = {Per.PLAN.value: addressed, Per.SECTION.value: section}
        yield f"{form.name}_{at:02}_{_file_words(name)}", f"{form.name}（{name}）", scopes


def _file_words(name: str) -> str:
    """Return a section's name as part of a file's name."""
    return "".join("_" if letter in '\\/:*?"<>|' or not letter.isprintable() else letter for letter in name)[
        :60
    ]
