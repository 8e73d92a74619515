"""A project that was abolished in the edition before and goes on in this one."""

from collections.abc import Iterator

from torikumi.check.directions import is_ending, is_going_on
from torikumi.check.lineage import Before
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look_back(_: Plan, before: Before) -> Iterator[Remark]:
    for old, project in before.pairs():
        if old.direction is None or project.direction is None:
            continue
        if is_ending(old) and is_going_on(project):
            was, now = old.direction.printed, project.direction.printed
            yield remark_on_project(
                project,
                "direction",
                ja=f"{title_of(project)}は前の版で「{was}」でしたが、この版では「{now}」です。再開したのなら、"
                "その理由を概要に書いてください。",
                en=f"{title_of(project)} was “{was}” in the edition before and is “{now}” now."
                " Say why in its summary if it began again.",
            )


RULE = Rule(
    code="abolished-but-listed",
    severity=Severity.WARNING,
    ja="前の版で廃止とした事業が続いている",
    en="Abolished before, and going on now",
    explanation=Explanation(
        what="前の版（--previous）で廃止・休止・終了だった事業が、"
        "この版で充実・継続・改善になっているところを知らせます。",
        why="方針の入れ間違いか、再開です。再開なら、その理由が要ります。",
        wrong="前の版「D：廃止」、この版「B：継続」、概要は前のまま",
        right="この版も「D：廃止」か、概要に「要望を受けて再開する。」とある",
        what_en="Reports projects that were to end in the edition before and are continued in this one.",
        why_en="Either the direction is mistaken, or a new start needs its reason.",
    ),
    look_back=_look_back,
)
