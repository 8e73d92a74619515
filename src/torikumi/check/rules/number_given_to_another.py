"""A number that was another project’s the year before."""

from collections.abc import Iterator

from torikumi.check.lineage import Before
from torikumi.check.numbering import number_of, numbered_runs
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_STABLE = 0.9


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    pairs = [(old, new) for old, new in before.pairs() if number_of(old) and number_of(new)]
    kept = sum(1 for old, new in pairs if number_of(old) == number_of(new))
    # Only where numbers stay with their projects does a number say who it is.
    if len(pairs) < 5 or kept < _STABLE * len(pairs) or len(numbered_runs(plan)) != 1:
        return
    remaining = {old.id for old, _ in pairs}
    gone = {number_of(old): old for old in before.plan.projects if old.id not in remaining and number_of(old)}
    for project in plan.projects:
        old = gone.get(number_of(project))
        if old is None or project.id in before.rows:
            continue
        yield remark_on_project(
            project,
            "number",
            ja=f"{title_of(project)}の番号は、前の版では{title_of(old)}のものでした。同じ事業の名前が変わったのか、"
            "番号を使い回したのかを確かめてください。",
            en=f"The number of {title_of(project)} was that of {title_of(old)} in the edition before. Did the project change its"
            " name, or was the number used again?",
        )


RULE = Rule(
    code="number-given-to-another",
    severity=Severity.INFO,
    ja="番号が前の版では別の事業のものだった",
    en="A number was another project’s before",
    explanation=Explanation(
        what="番号が事業に付いて変わらない計画で、前の版（--previous）になかった事業の番号が、"
        "前の版ではなくなった事業のものだったところを知らせます。",
        why="番号で前の年の資料を引く人は、別の事業を見ることになります。名前を変えただけの同じ事業かもしれません"
        "。",
        wrong="前の版のNo.12「朝市事業」がなくなり、この版のNo.12が「見守り事業」",
        right="「見守り事業」は新しい番号No.73",
        what_en="Reports new projects whose number was that of a project now gone, in plans "
        "whose numbers stay with their projects.",
        why_en="Whoever looks a number up in last year’s papers finds another project; "
        "or it is the same one under a new name.",
    ),
    look_back=_look_back,
)
