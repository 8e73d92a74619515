"""An indicator of the edition before that the project no longer has."""

from collections.abc import Iterator
from difflib import get_close_matches

from torikumi.check.lineage import Before
from torikumi.check.measured import same_indicators, values_of
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator, IndicatorKind
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.width import search_key


def _look_back(plan: Plan, before: Before) -> Iterator[Remark]:
    pairs = [(old, project) for old, project in before.pairs() if old.indicators]
    dropped = [(project, gone) for old, project in pairs if (gone := _gone(old, project))]
    # Where one project in ten drops an indicator, the form was changed.
    if not any(project.indicators for project in plan.projects) or len(dropped) * 10 > len(pairs) + 9:
        return
    for project, gone in dropped:
        names, names_en = "」「".join(map(shorten, gone)), ", ".join(map(shorten, gone))
        yield remark_on_project(
            project,
            "indicators",
            ja=f"{title_of(project)}の指標「{names}」が、前の版にはありましたがこの版にありません。"
            "やめた理由を書くか、戻してください。",
            en=f"{title_of(project)} had the indicator {names_en} in the edition before, and has it no longer."
            " Say why, or put it back.",
        )


def _gone(old: Project, project: Project) -> tuple[str, ...]:
    # As many others in its place: the indicators were worded anew.
    if len(project.indicators) >= len(old.indicators):
        return ()
    kept = {id(was) for was, _ in same_indicators(old, project)}
    # A new set altogether, and what was done once (活動), are no loss.
    if not kept:
        return ()
    return tuple(
        was.name
        for was in old.indicators
        if id(was) not in kept
        and was.kind in (None, IndicatorKind.OUTCOME)
        and any(value.value.number is not None for value in values_of(was))
        and not _is_reworded(was, project)
    )


def _is_reworded(was: Indicator, project: Project) -> bool:
    key, names = search_key(was.name), [search_key(indicator.name) for indicator in project.indicators]
    return any(key in name or name in key for name in names) or bool(
        get_close_matches(key, names, n=1, cutoff=0.6)
    )


RULE = Rule(
    code="indicator-dropped",
    severity=Severity.INFO,
    ja="前の版の指標がなくなった",
    en="An indicator of the edition before is gone",
    explanation=Explanation(
        what="前の版（--previous）で数の入っていた成果の指標が、続いている事業からなくなり、"
        "指標の数も減ったところを知らせます。名前を変えただけと見られるもの、活動・"
        "投入の指標、すべてを入れ替えたものでは知らせません。一割より多くの事業がそうなら、"
        "様式が変わったものとみなします。",
        why="達しなかった指標が黙って消えると、評価のしようがなくなります。",
        wrong="前の版の指標「参加者数」「満足度」、この版の指標「参加者数」",
        right="この版にも「満足度」があるか、概要に「満足度の調査は令和5年度で終えた。」とある",
        what_en="Reports outcomes with numbers that a continuing project had in the edition "
        "before and lacks now, with none in their place. A whole new set, and a "
        "form that changed for more than one project in ten, are no loss.",
        why_en="An indicator that was missed must not vanish without a word.",
    ),
    look_back=_look_back,
)
