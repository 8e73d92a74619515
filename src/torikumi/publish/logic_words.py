"""The words of a logic model: what its stages are called, how many gaps it has, and all of it as a table."""

from torikumi.publish.logic_model import LogicModel, Scope, Stage
from torikumi.publish.view import Table
from torikumi.text.characters import replace_unstorable

STAGES = {
    Stage.INPUT: "投入",
    Stage.ACTIVITY: "活動",
    Stage.OUTPUT: "活動指標",
    Stage.OUTCOME: "成果指標",
}
UNSORTED = "種類が書かれていない指標"
MOST_BOXES = 6
LONGEST_TITLE, LONGEST_FACT, LONGEST_OWNER = 60, 90, 40


def gap_words(model: LogicModel) -> str:
    """Return how many gaps the model has, and whose they are."""
    if not model.gaps:
        return "計画に書かれていないところはありません。"
    whose = {
        Scope.OWN: f"この{model.word}",
        Scope.BELOW: f"この{model.word}の下",
        Scope.ABOVE: "上の目標や施策",
    }
    counts = {scope: sum(group.scope is scope for group in model.gaps) for scope in Scope}
    each = "、".join(f"{whose[scope]}に{count}か所" for scope, count in counts.items() if count)
    return f"計画に書かれていないところが{len(model.gaps)}か所あります（{each}）。破線の枠で示します。"


def missing_words(model: LogicModel) -> str:
    """Return which stages the subject itself leaves out; "" where it leaves out none."""
    missing = model.missing()
    words = [word for stage, word in STAGES.items() if stage in missing]
    return f"計画に書かれていないもの：{'、'.join(words)}" if words else ""


def tabulate_logic(model: LogicModel) -> Table:
    """Return every box and every gap as a row: its stage, whose it is, what it is, and what is said of it."""
    rows = []
    for group in model.groups:
        stage = STAGES[group.stage]
        rows += [(stage, box.owner or group.owner, box.title, "、".join(box.facts)) for box in group.boxes]
        rows += [(stage, group.owner, f"（{group.gap}）", "")] if group.gap else []
    own = f"この{model.word}"
    rows += [(UNSORTED, box.owner or own, box.title, "、".join(box.facts)) for box in model.unsorted]
    return Table(
        caption="ロジックモデルの内容", heads=("段階", "どこのものか", "内容", "くわしく"), rows=tuple(rows)
    )


def shortened(words: str, longest: int) -> str:
    """Return the words on one line, of `longest` characters at most, as an XML file can hold them."""
    # A text of a megabyte need not be gone through for its first line.
    one_line = " ".join(replace_unstorable(words[: longest * 4]).split())
    is_whole = len(one_line) <= longest and len(words) <= longest * 4
    return one_line if is_whole else f"{one_line[: longest - 1]}…"
