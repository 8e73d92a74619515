"""The logic models (ロジックモデル) of the goals and measures as a paper, and which projects leave something out."""

from torikumi.plan.model import Node, Plan
from torikumi.publish.history import Editions
from torikumi.publish.logic_gaps import GapTable, gap_tables, lead_words
from torikumi.publish.logic_model import model_of_node
from torikumi.publish.logic_words import STAGES
from torikumi.publish.typeset.engine import Paper, template_text
from torikumi.publish.typeset.logic_values import logic_values
from torikumi.publish.typeset.values import Value, frame, table
from torikumi.publish.view import Table
from torikumi.publish.words import heading_words, level_word

NAME = "ロジックモデル"
_MOST_ROWS = 300


def logic_models(editions: Editions) -> Paper:
    """Return a model for each goal and measure of the newest edition, then the projects with gaps (300 at most)."""
    plan, tables = editions.newest, gap_tables(editions)
    projects = [one for one in tables if one.unit == "事業"]
    rows = sum(len(one.rows) for one in projects)
    data = {
        **frame(plan, paper=NAME),
        "lead": lead_words(tables),
        "counts": [table(_counts(tables))] if tables else [],
        "models": [_model(node, plan) for node in plan.nodes],
        "projects": table(_rows(projects)),
        "left-out": f"ほかに{rows - _MOST_ROWS:,}事業あります。全部はサイトにあります。"
        if rows > _MOST_ROWS
        else "",
    }
    return Paper(template=template_text("logic_models.typ"), data=data)


def _model(node: Node, plan: Plan) -> Value:
    return {
        "title": heading_words(node),
        "level": level_word(plan, node.level),
        "logic": logic_values(model_of_node(node, plan)),
    }


def _counts(tables: tuple[GapTable, ...]) -> Table:
    return Table(
        caption="書かれていないところの数",
        heads=("", *STAGES.values()),
        rows=tuple(
            (f"{one.title}（{one.total:,}{one.unit}）", *(f"{count:,}" for _, count in one.counts))
            for one in tables
        ),
        numeric=frozenset({1, 2, 3, 4}),
    )


def _rows(tables: list[GapTable]) -> Table:
    return Table(
        caption="書かれていないところのある事業",
        heads=("事業", *STAGES.values()),
        rows=tuple(
            (row.link.name, *("あり" if is_said else "なし" for is_said in row.stages))
            for one in tables
            for row in one.rows[:_MOST_ROWS]
        ),
    )
