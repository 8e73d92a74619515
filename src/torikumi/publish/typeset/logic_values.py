"""A logic model as values for a template: text in frames, which a reader aloud reads in order, and no picture."""

from torikumi.publish.logic_boxes import Box
from torikumi.publish.logic_model import LogicModel, Stage
from torikumi.publish.logic_words import (
    LONGEST_FACT,
    LONGEST_OWNER,
    LONGEST_TITLE,
    MOST_BOXES,
    STAGES,
    UNSORTED,
    gap_words,
    shortened,
)
from torikumi.publish.typeset.values import Value


def logic_values(model: LogicModel) -> Value:
    """Return the stages with their groups; `broken` says that a group is led to from a gap, or is nothing but one."""
    broken = [False, *(step.is_broken for step in model.steps)]
    groups = [
        {
            "owner": shortened(group.owner, LONGEST_TITLE) if group.stage is Stage.OUTCOME else "",
            "boxes": _boxes(group.boxes),
            "gap": group.gap,
            "broken": is_broken,
        }
        for group, is_broken in zip(model.groups, broken, strict=True)
    ]
    return {
        "lead": gap_words(model),
        "stages": [
            {
                "name": word,
                "groups": [
                    one for one, group in zip(groups, model.groups, strict=True) if group.stage is stage
                ],
            }
            for stage, word in STAGES.items()
        ],
        "unsorted_name": UNSORTED,
        "unsorted": _boxes(model.unsorted),
    }


def _boxes(boxes: tuple[Box, ...]) -> list[Value]:
    shown: list[Value] = [
        {
            "title": shortened(box.title, LONGEST_TITLE),
            "facts": [shortened(fact, LONGEST_FACT) for fact in box.facts],
            "owner": shortened(box.owner, LONGEST_OWNER),
        }
        for box in boxes[:MOST_BOXES]
    ]
    more = len(boxes) - MOST_BOXES
    return [*shown, {"title": f"ほか{more}件", "facts": [], "owner": ""}] if more > 0 else shown
