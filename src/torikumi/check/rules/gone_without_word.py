"""A project of the edition before that is not in this one, and nothing says why."""

from collections.abc import Iterator

from torikumi.check.directions import LEAVING, outcomes_of_project
from torikumi.check.lineage import Before
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.names import project_key


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    remaining = {project.id for project in before.rows.values()}
    # Where most rows are gone, a new plan has begun, and each row needs no word of its own.
    if len(remaining) * 2 < len(before.plan.projects):
        return
    merged = {project_key(merge.partner) for project in plan.projects for merge in project.merges}
    for project in before.plan.projects:
        if project.id in remaining or project_key(project.name) in merged:
            continue
        # A project whose direction is not known may have ended as it was meant to.
        outcomes = outcomes_of_project(project)
        if not outcomes or outcomes & LEAVING:
            continue
        yield Remark(
            ja=f"前の版の{title_of(project)}が、この版にありません。終わったのか、名前が変わったのか、"
            "落としたのかを確かめてください。",
            en=f"{title_of(project)} of the edition before is not in this one. Did it end, change its name, or get lost?",
            field="projects",
        )


RULE = Rule(
    code="gone-without-word",
    severity=Severity.WARNING,
    ja="前の版の事業が断りなく消えた",
    en="A project of the edition before is gone",
    explanation=Explanation(
        what="前の版（--previous）で充実・継続・縮小などの方針だった事業が、"
        "この版にないところを知らせます。統合の相手として名前が残っている事業と、前の版に方針がない事業では知らせません。"
        "半分より多くの事業が入れ替わった計画では知らせません。",
        why="続けるはずだった事業が表から消えると、議会や住民にはやめた理由が分かりません。"
        "行を落としただけのこともあります。",
        wrong="前の版のNo.12「相談事業」方針「B：継続」が、この版のどこにもない",
        right="この版にもNo.12「相談事業」があるか、前の版の方針が「D：廃止」である",
        what_en="Reports projects of the edition before that were to go on by their direction, and have no row now.",
        why_en="A project that was to go on and is gone needs a word, or was lost in copying.",
    ),
    look_back=_look_back,
)
