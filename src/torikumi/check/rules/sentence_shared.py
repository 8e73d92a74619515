"""A long sentence that two unlike projects share."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from torikumi.check.rule import Explanation, Remark, Resting, Rule, remark_on_project
from torikumi.check.sentences import sentences_of
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import project_key
from torikumi.text.width import fold_width

_SHORTEST = 40
_RELATED = 4
# A sentence in three or more projects is a set phrase of the form.
_SHARED_BY = 2


def _look(plan: Plan) -> Iterator[Remark]:
    users: defaultdict[str, list[Project]] = defaultdict(list)
    whole = Counter(_fold(project.summary or "") for project in plan.projects)
    for project in plan.projects:
        # Summaries that are the same as a whole are another rule's.
        if whole[_fold(project.summary or "")] > 1:
            continue
        for sentence in {_fold(each) for each in sentences_of(project.summary or "")}:
            if len(sentence) >= _SHORTEST:
                users[sentence].append(project)
    told: set[tuple[str, str]] = set()
    for sentence, projects in users.items():
        if len(projects) != _SHARED_BY or _are_related(*projects) or (projects[0].id, projects[1].id) in told:
            continue
        told.add((projects[0].id, projects[1].id))
        first, project = projects
        yield remark_on_project(
            project,
            "summary",
            ja=f"{title_of(project)}の概要の「{shorten(sentence)}」は、{title_of(first)}と一字一句同じ文です。"
            "写したまま残っていないか確かめてください。",
            en=f"“{shorten(sentence)}” in the summary of {title_of(project)} stands word for word in {title_of(first)}."
            " Was it copied and left?",
        )


def _fold(text: str) -> str:
    return "".join(fold_width(text).split())


def _are_related(one: Project, other: Project) -> bool:
    # Parts of one thing share a piece of their names.
    first, second = project_key(one.name), project_key(other.name)
    pieces = {first[start : start + _RELATED] for start in range(len(first) - _RELATED + 1)}
    return any(second[start : start + _RELATED] in pieces for start in range(len(second) - _RELATED + 1))


RULE = Rule(
    code="sentence-shared",
    severity=Severity.INFO,
    ja="ほかの事業と同じ文がある",
    en="A sentence is shared with another project",
    explanation=Explanation(
        what="名前に共通の語（四字以上）のない二つの事業の概要に、40字以上のまったく同じ文があるところを知らせます"
        "。概要の全体が同じものは別の規則（summary-repeated）が、三つ以上の事業にある文は決まり文句とみなしま"
        "す。",
        why="ほかの事業の文を写して、一部だけを書き換えたときに残ります。",
        wrong="「朝市事業」と「健康教室」の概要に、どちらも「商店街の空き店舗を使って、"
        "地域の人が集まり交流する場を月に二回開くことで、にぎわいを取り戻す。」とある",
        right="「健康教室」の概要は「保健師が公民館で体操を教える。」",
        what_en="Reports a sentence of 40 characters or more that exactly two projects of unlike names share.",
        why_en="A text was copied from another project and only partly rewritten.",
    ),
    look=_look,
    resting=Resting(
        ja="関係のある事業がわざと同じ文を使うことのほうが多いため、初めは切ってあります。",
        en="Off at first: related projects share a sentence on purpose more often than by mistake.",
    ),
)
