"""A number that is left out between two others."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from torikumi.check.lineage import Before
from torikumi.check.numbering import numbered_runs, plain_number
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

# Wider or more frequent gaps mean numbers that are codes, or that ended projects keep for themselves.
_WIDEST_GAP = 3
_FREQUENT = 20


def _look(plan: Plan) -> Iterator[Remark]:
    return _remarks(plan, frozenset())


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    # A number that the edition before used up is left free on purpose; whether its project is missed is another rule's.
    used = {number for project in before.plan.projects if (number := plain_number(project)) is not None}
    return _remarks(plan, frozenset(used))


def _remarks(plan: Plan, used: frozenset[int]) -> Iterator[Remark]:
    for run in numbered_runs(plan):
        gaps = [(missing, after) for missing, after in _gaps(run) if len(missing) <= _WIDEST_GAP]
        if len(gaps) > max(1, len(run) // _FREQUENT):
            continue
        for numbers, after in gaps:
            missing = [str(number) for number in numbers if number not in used]
            if not missing:
                continue
            yield remark_on_project(
                after,
                "number",
                ja=f"{title_of(after)}の前に、No.{'、'.join(missing)}がありません。抜けた行がないか確かめてください。",
                en=f"No. {', '.join(missing)} is missing before {title_of(after)}. Look for a lost row.",
            )


def _gaps(run: tuple[Project, ...]) -> Iterator[tuple[range, Project]]:
    plain = [(number, project) for project in run if (number := plain_number(project)) is not None]
    # One number that is not plain (3-2, 3①) may be the one that seems to be missing.
    if len(plain) < len(run):
        return
    for (before, _), (after, project) in pairwise(sorted(plain, key=itemgetter(0))):
        if after - before > 1:
            yield range(before + 1, after), project


RULE = Rule(
    code="number-skipped",
    severity=Severity.WARNING,
    ja="番号が飛んでいる",
    en="A number is left out",
    explanation=Explanation(
        what="続いている番号の途中で、三つまでの番号が抜けているところを知らせます。"
        "抜けが多い計画（終わった事業の番号を空けておく計画や、番号が分類を表す計画）では知らせません。前の版を渡したときは、前の版で使われていた番号を数えません。",
        why="表を写すとき、ページの変わり目などで行を落とすことがあります。番号の抜けは、その印です。",
        wrong="No.52、No.53、No.55、No.56",
        right="No.52、No.53、No.54、No.55、No.56",
        what_en="Reports up to three numbers missing in a run that is otherwise complete.",
        why_en="A missing number is the sign of a row that was lost in copying, often at a page break.",
    ),
    look=_look,
    look_back=_look_back,
)
