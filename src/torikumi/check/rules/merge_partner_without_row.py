"""A merge with a project that has no row."""

from collections.abc import Iterator

from torikumi.check.lineage import Before
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import project_key
from torikumi.text.width import search_key

_KINDS = tuple(search_key(kind) for kind in ("プロジェクト", "事業", "活動", "業務"))

# Of what a name may end in, shorter or longer ends say nothing.
_SHORTEST_END, _LONGEST_END = 4, 40


def _look(plan: Plan) -> Iterator[Remark]:
    return _remarks(plan, (plan,))


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    return _remarks(plan, (plan, before.plan))


def _remarks(plan: Plan, editions: tuple[Plan, ...]) -> Iterator[Remark]:
    if not any(project.merges for project in plan.projects):
        return
    known = frozenset(name for edition in editions for name in _known_names(edition))
    for project in plan.projects:
        for partner in _partners(project):
            if not known.isdisjoint(_stems(partner)):
                continue
            yield remark_on_project(
                project,
                "merges",
                ja=f"{title_of(project)}に統合の相手として「{shorten(partner)}」とありますが、その事業の行がありません。"
                "いつの計画の何番だったかを書き添えてください。",
                en=f"{title_of(project)} tells of a merge with “{shorten(partner)}”, which has no row."
                " Add which plan and number it had.",
            )


def _partners(project: Project) -> tuple[str, ...]:
    """Return the partners without a row; one that the name and the summary both tell of comes once."""
    told = {
        stem for merge in project.merges if merge.partner_id is not None for stem in _stems(merge.partner)
    }
    partners = []
    for merge in project.merges:
        stems = _stems(merge.partner)
        if stems and told.isdisjoint(stems):
            partners.append(merge.partner)
        told |= stems
    return tuple(partners)


def _known_names(plan: Plan) -> Iterator[str]:
    """Yield what the projects of a plan may be called: their names, second names, and the ends of both.

    「隣町と巡る歩こう会」 is told of as 「歩こう会」.
    """
    for project in plan.projects:
        # 「（朝市を統合）」 tells of the merge; it is no name of this project.
        second = project.second_name or ""
        for name in (project.name, "" if second.endswith("統合") else second):
            for stem in _stems(name):
                yield stem
                for start in range(max(0, len(stem) - _LONGEST_END), len(stem) - _SHORTEST_END + 1):
                    yield stem[start:]


def _stems(name: str) -> frozenset[str]:
    """Return the forms in which a name is told of: with and without its brackets, both without their kind.

    「朝市（駅前）」 in the name of a project is 「朝市事業」 in its summary.
    """
    key = project_key(name)
    return frozenset(_without_kind(form) for form in (key, key.partition("(")[0]) if form)


def _without_kind(key: str) -> str:
    kind = next((kind for kind in _KINDS if key.endswith(kind) and len(key) > len(kind)), "")
    return key.removesuffix(kind)


RULE = Rule(
    code="merge-partner-without-row",
    severity=Severity.WARNING,
    ja="統合の相手の行がない",
    en="The partner of a merge has no row",
    explanation=Explanation(
        what="名前や概要に「…を統合」「…と統合して実施」とあるのに、"
        "相手の事業の行がこの計画にないところを知らせます。前の版を渡したときは、"
        "そこに行があれば知らせません。",
        why="相手が何番の、どんな事業だったかがどこにも残りません。あとから経過をたどる人のために、"
        "出どころを書いておく必要があります。",
        wrong="「図書館整備事業（移動図書館事業を統合）」とあるが、「移動図書館事業」はどこにもない",
        right="「図書館整備事業（平成30年度のNo.12移動図書館事業を統合）」",
        what_en="Reports merges whose partner has no row in this plan, nor in the edition before where one is given.",
        why_en="Nothing then tells what became of the partner.",
    ),
    look=_look,
    look_back=_look_back,
)
