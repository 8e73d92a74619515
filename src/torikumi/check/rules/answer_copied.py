"""An answer that is word for word that of another project."""

from collections.abc import Iterator

from torikumi.check.answers import latest_answers
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.era import format_fiscal_year
from torikumi.text.width import fold_width

_SHORTEST = 20


def _look(plan: Plan) -> Iterator[Remark]:
    first_with: dict[str, Project] = {}
    for project in plan.projects:
        for answer in latest_answers(plan, project):
            for text in (answer.result, answer.reason):
                key = "".join(fold_width(text or "").split())
                if len(key) < _SHORTEST:
                    continue
                first = first_with.setdefault(key, project)
                if first is not project:
                    yield remark_on_project(
                        project,
                        "reviews",
                        ja=f"{title_of(project)}の{format_fiscal_year(answer.year)}の評価の文「{shorten(text or '')}」は、"
                        f"{title_of(first)}と同じです。写し間違いでないか確かめてください。",
                        en=f"“{shorten(text or '')}” in the answer of {title_of(project)} for {answer.year} is that of"
                        f" {title_of(first)}. Was it pasted by mistake?",
                    )


RULE = Rule(
    code="answer-copied",
    severity=Severity.WARNING,
    ja="評価の文がほかの事業と同じである",
    en="An answer is that of another project",
    explanation=Explanation(
        what="その年度の成果・課題の文（20字以上）が、ほかの事業とまったく同じであるところを知らせます。",
        why="行を写して書き換え忘れたときに起こります。違う事業の成果が同じ文になることは、まずありません。",
        wrong="「朝市事業」と「健康教室」の成果が、どちらも「月に二回開き、延べ1,200人が訪れた。」",
        right="「健康教室」の成果「公民館で12回開いた。」",
        what_en="Reports results and reasons of this year that are word for word those of another project.",
        why_en="A row was copied and not rewritten.",
    ),
    look=_look,
)
