"""An indicator that a single project cannot move."""

import re
from collections.abc import Iterator

from torikumi.check.measured import indicators_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

_BEYOND = re.compile(
    r"^(本?市|町|村|区|県|都|府)?(内)?(の)?((総|全)?人口(の)?(総?数|減少率|増減数|増減率)?|定住人口|生産年齢人口|年少人口|合計特殊出生率|出生率|出生数|高齢化率"
    r"|平均寿命|健康寿命|転入(者)?数|転出(者)?数|社会(増|減|増減)(数)?|自然(増|減|増減)(数)?|転入超過(者)?数|転出超過(者)?数"
    r"|総生産(額)?|GDP|有効求人倍率|失業率|完全失業率|税収(額)?|市税収入(額)?|一人当たり(の)?所得|財政力指数)(\(.*\))?$"
)


def _look(plan: Plan) -> Iterator[Remark]:
    for measured in indicators_of(plan):
        name = "".join(fold_width(measured.indicator.name).split())
        # A goal may well be measured so; a single project cannot.
        if measured.owner not in plan.project_by_id or not _BEYOND.match(name):
            continue
        yield measured.remark(
            ja=f"{measured.title}の指標「{shorten(measured.indicator.name)}」は、この事業だけでは動かせません。"
            "目標・施策の指標とし、事業には事業で変わるものを置いてください。",
            en=f"“{shorten(measured.indicator.name)}” cannot be moved by {measured.title} alone. Set it for the goal, and"
            " give the project what it can change.",
        )


RULE = Rule(
    code="indicator-beyond-project",
    severity=Severity.INFO,
    ja="事業では動かせない指標である",
    en="An indicator that the project cannot move",
    explanation=Explanation(
        what="事業の指標が、人口・合計特殊出生率・高齢化率・社会増減のように、一つの事業では動かせないものであると"
        "ころを知らせます。目標や施策の指標なら知らせません。",
        why="事業がよくても悪くても値が変わらず、評価のたびに「一概に言えない」と書くことになります。",
        wrong="「婚活イベント事業」の指標「人口」",
        right="「婚活イベント事業」の指標「参加者のうち交際を始めた組の数」、基本目標の指標「人口」",
        what_en="Reports indicators of projects (not of goals) such as population or birth rate.",
        why_en="The value does not change with the project, whether it is good or bad.",
    ),
    look=_look,
)
