"""A project that another took in, and that goes on as if nothing had been."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from torikumi.check.directions import is_going_on
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Merge, MergeKind, Project
from torikumi.text.names import project_key


def _look(plan: Plan) -> Iterator[Remark]:
    by_name: defaultdict[str, list[Project]] = defaultdict(list)
    for project in plan.projects:
        by_name[project_key(project.name)].append(project)
    for project in plan.projects:
        for merge in project.merges:
            partner = plan.project_by_id.get(merge.partner_id or "") or _only(by_name, merge)
            if merge.kind is not MergeKind.ABSORBED or partner is None or partner is project:
                continue
            if partner.merges or partner.direction is None or not is_going_on(partner):
                continue
            yield remark_on_project(
                partner,
                "merges",
                ja=f"{title_of(project)}は{title_of(partner)}を統合したとしていますが、{title_of(partner)}は"
                f"「{partner.direction.printed}」のままで、統合に触れていません。どちらかを直してください。",
                en=f"{title_of(project)} says that it took in {title_of(partner)}, which is “{partner.direction.printed}” and"
                " tells of no merge. Mend one of the two.",
            )


def _only(by_name: Mapping[str, list[Project]], merge: Merge) -> Project | None:
    found = by_name.get(project_key(merge.partner), [])
    return found[0] if len(found) == 1 else None


RULE = Rule(
    code="merge-told-by-one-side",
    severity=Severity.INFO,
    ja="統合したとされた事業が続いている",
    en="Taken in by another, and going on",
    explanation=Explanation(
        what="ある事業が「…を統合」と述べている相手の行が同じ計画にあり、その行が充実・"
        "継続・改善のままで統合に触れていないところを知らせます。",
        why="同じ仕事を二度数えます。片方の課だけが統合を知っていることもあります。",
        wrong="No.1「商店街事業（朝市事業を統合）」、No.2「朝市事業」方針「B：継続」",
        right="No.2「朝市事業」方針「統合」、概要「No.1に統合した。」",
        what_en="Reports a project that another says it took in, and that goes on without "
        "a word of the merge.",
        why_en="The same work is counted twice, or only one section knows.",
    ),
    look=_look,
)
