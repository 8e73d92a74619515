"""The logic model (ロジックモデル) of a project or a heading: what is put in, done, counted, and brought about.

The four stages are those of 投入, 活動, 活動指標 (output) and 成果指標 (outcome). Everything in it stands in the plan. Where the
plan says nothing, the model has a gap with words; an indicator whose kind nobody wrote belongs to no stage and stands apart.
Which indicator follows from which activity no plan says, so that stages lead to stages, never box to box.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from torikumi.plan.indicator import Indicator, IndicatorKind
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish.logic_boxes import Box, indicator_box, money_boxes, sum_box
from torikumi.publish.tally import projects_also_under, projects_below
from torikumi.publish.view import project_name
from torikumi.publish.words import heading_words, level_word, name_words


class Stage(StrEnum):
    """A stage of the model, from what is put in to what changes."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"


class Scope(StrEnum):
    """Whose a group is: the subject's, that of what stands below it, or that of a heading above it."""

    OWN = "own"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The boxes of one stage and one owner; `gap` says what the plan leaves out, "" where it leaves out nothing.

    `owner` is what people call whose it is (「この事業」, 「基本目標：…」).
    """

    stage: Stage
    scope: Scope = Scope.OWN
    owner: str
    boxes: tuple[Box, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one group to the next, by their places; it is broken where one of the two has nothing but a gap."""

    before: int
    after: int
    is_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicModel:
    """The model of `subject`, its groups in the order in which they lead to one another.

    `unsorted` are the indicators without a kind (種類が書かれていない指標): the subject's, those below and those above.
    """

    subject: str
    word: str
    groups: tuple[Group, ...]
    unsorted: tuple[Box, ...] = ()

    @property
    def columns(self) -> dict[Stage, tuple[Group, ...]]:
        """The groups of each stage."""
        return {stage: tuple(one for one in self.groups if one.stage is stage) for stage in Stage}

    @property
    def gaps(self) -> tuple[Group, ...]:
        """The groups that have a gap."""
        return tuple(group for group in self.groups if group.gap)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What leads to what."""
        return tuple(
            Step(before=at, after=at + 1, is_broken=not (before.boxes and after.boxes))
            for at, (before, after) in enumerate(pairwise(self.groups))
        )

    def missing(self) -> frozenset[Stage]:
        """Return the stages in which the subject itself has a gap."""
        return frozenset(group.stage for group in self.gaps if group.scope is Scope.OWN)


_Owned = tuple[str, Indicator]


def model_of_project(project: Project, plan: Plan) -> LogicModel:
    """Return the model of a project, up to the outcomes of the measure and the goal above it."""
    own: list[_Owned] = [("", one) for one in project.indicators]
    above = _above(plan, project.node)
    return LogicModel(
        subject=name_words(project),
        word="事業",
        groups=(
            _group(
                Stage.INPUT,
                (*money_boxes(project.amounts, year=plan.year), *_boxes(own, IndicatorKind.INPUT)),
                gap="費用も投入指標も書かれていません",
            ),
            Group(
                stage=Stage.ACTIVITY,
                owner="この事業",
                boxes=(Box(title=name_words(project), facts=_summary(project)),),
                gap="" if _summary(project) else "事業の概要が書かれていません",
            ),
            *_indicator_groups(own, word="事業"),
            *(_above_group(node, plan) for node in above),
        ),
        unsorted=_unsorted(own, above, plan),
    )


def model_of_node(node: Node, plan: Plan) -> LogicModel:
    """Return the model of a heading: of the headings and projects right below it, up to the outcomes above it.

    Its input is the sum of the costs of all projects below it, as far as year, phase and unit are the same.
    """
    word = level_word(plan, node.level)
    parts = _parts(node, plan)
    own: list[_Owned] = [("", one) for one in node.indicators]
    below = [(name, one) for name, indicators in parts for one in indicators]
    above = _above(plan, node.parent)
    money = sum_box(replace(plan, projects=projects_below(plan, node.id)))
    doing = _doing(node, plan)
    return LogicModel(
        subject=heading_words(node),
        word=word,
        groups=(
            _group(
                Stage.INPUT,
                (*([money] if money else []), *_boxes([*own, *below], IndicatorKind.INPUT)),
                gap="費用も投入指標も書かれていません",
                word=word,
            ),
            _group(
                Stage.ACTIVITY,
                doing,
                gap="" if doing else "位置づけられた事業がありません",
                word=word,
            ),
            *_indicator_groups(own, word=word, below=below, told=_outcomes_below(node, plan)),
            *(_above_group(one, plan) for one in above),
        ),
        unsorted=_unsorted([*own, *below], above, plan),
    )


def _group(stage: Stage, boxes: tuple[Box, ...], *, gap: str, word: str = "事業") -> Group:
    return Group(stage=stage, owner=f"この{word}", boxes=boxes, gap="" if boxes else gap)


def _summary(project: Project) -> tuple[str, ...]:
    return (project.summary,) if project.summary and project.summary.strip() else ()


def _indicator_groups(
    own: Sequence[_Owned], *, word: str, below: Sequence[_Owned] = (), told: str = ""
) -> Iterator[Group]:
    """Yield the outputs, the outcomes of what stands below (`told` says how many have none), and the own outcomes."""
    everything = [*own, *below]
    outputs = _boxes(everything, IndicatorKind.OUTPUT)
    yield _group(Stage.OUTPUT, outputs, gap=_without("活動指標", [one for _, one in everything]), word=word)
    of_parts = _boxes(below, IndicatorKind.OUTCOME)
    if of_parts or told:
        yield Group(
            stage=Stage.OUTCOME,
            scope=Scope.BELOW,
            owner=f"この{word}の下",
            boxes=of_parts,
            gap=told,
        )
    outcomes = _boxes(own, IndicatorKind.OUTCOME)
    yield _group(Stage.OUTCOME, outcomes, gap=_without("成果指標", [one for _, one in own]), word=word)


def _without(word: str, indicators: Iterable[Indicator]) -> str:
    # Among those without a kind there may be one: nobody can say that it is not written.
    has_unsorted = any(one.kind is None for one in indicators)
    return f"{word}と書かれた指標がありません" if has_unsorted else f"{word}が書かれていません"


def _boxes(owned: Sequence[_Owned], kind: IndicatorKind) -> tuple[Box, ...]:
    return tuple(indicator_box(one, owner=owner) for owner, one in owned if one.kind is kind)


def _unsorted(owned: Sequence[_Owned], above: Sequence[Node], plan: Plan) -> tuple[Box, ...]:
    higher = [(_name(node, plan), one) for node in above for one in node.indicators]
    return tuple(indicator_box(one, owner=owner) for owner, one in (*owned, *higher) if one.kind is None)


def _above(plan: Plan, node_id: str | None) -> tuple[Node, ...]:
    """Return the headings above, the nearest first; () where the plan has no such heading."""
    return tuple(reversed(plan.path_to(node_id))) if node_id in plan.node_by_id else ()


def _name(node: Node, plan: Plan) -> str:
    return f"{level_word(plan, node.level)}：{heading_words(node)}"


def _above_group(node: Node, plan: Plan) -> Group:
    boxes = _boxes([("", one) for one in node.indicators], IndicatorKind.OUTCOME)
    return Group(
        stage=Stage.OUTCOME,
        scope=Scope.ABOVE,
        owner=_name(node, plan),
        boxes=boxes,
        gap="" if boxes else _without("成果指標", node.indicators),
    )


def _parts(node: Node, plan: Plan) -> list[tuple[str, tuple[Indicator, ...]]]:
    """Return what stands right below: the headings, then the projects whose one place this is."""
    return [
        *((heading_words(child), child.indicators) for child in plan.children.get(node.id, ())),
        *((project_name(one), one.indicators) for one in plan.projects_under.get(node.id, ())),
    ]


def _doing(node: Node, plan: Plan) -> tuple[Box, ...]:
    return (
        *(
            Box(
                title=heading_words(child),
                facts=(f"{len(projects_below(plan, child.id))}事業",),
                owner=level_word(plan, child.level),
            )
            for child in plan.children.get(node.id, ())
        ),
        *(Box(title=project_name(one)) for one in plan.projects_under.get(node.id, ())),
        *(Box(title=project_name(one), owner="再掲") for one in projects_also_under(plan, node.id)),
    )


def _outcomes_below(node: Node, plan: Plan) -> str:
    """Return how many of the headings and projects right below have no outcome; "" where all have one."""
    kinds = (
        ("項目", [child.indicators for child in plan.children.get(node.id, ())]),
        ("事業", [one.indicators for one in plan.projects_under.get(node.id, ())]),
    )
    told = []
    for word, parts in kinds:
        without = [part for part in parts if all(one.kind is not IndicatorKind.OUTCOME for one in part)]
        if without:
            gap = _without("成果指標", (one for part in without for one in part))
            told.append(f"下の{len(parts)}{word}のうち{len(without)}{word}に、{gap}")
    return "。".join(told)
