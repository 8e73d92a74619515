"""What is said of a document that holds no plan: what was seen in it, and the next step."""

from collections import Counter
from collections.abc import Sequence

from torikumi.errors import UserError
from torikumi.read.document import Document, Table
from torikumi.read.grid import Grid
from torikumi.read.headings import match_heading
from torikumi.read.roles import Roles
from torikumi.read.side import Block

_SHOWN = 12  # how many headings a message quotes


class NoPlanError(UserError):
    """No table of the document lists projects."""


def only_a_tree(documents: Sequence[Document], count: int, levels: Sequence[str]) -> NoPlanError:
    """Return the refusal of a document that holds headings and no projects."""
    name = "」「".join(document.name for document in documents)
    named = "、".join(level for level in levels if level)
    return NoPlanError(
        ja=f"「{name}」にあるのは区分の木（{named or '見出し'}、{count}件）だけで、事業がありません。"
        "事業の一覧のファイルを指定してください。木だけを読むときは、コマンドで torikumi read --tree を使ってください。",
        en=f"{name} holds only the tree of headings ({count}) and no projects. "
        "Name the file that lists the projects, or read the tree alone with torikumi read --tree.",
    )


def no_plan(
    documents: Sequence[Document], grids: Sequence[Grid], found: Sequence[tuple[Block, Roles]]
) -> NoPlanError:
    """Return the refusal of a document without a plan, with what was seen in it."""
    name = "」「".join(document.name for document in documents)
    filled = [grid for grid in grids if len(grid.rows) > 1 and len(grid.rows[0].cells) > 1]
    if not filled:
        return NoPlanError(
            ja=f"「{name}」に表が見つかりません。事業名の列がある表のファイルを指定してください。",
            en=f"There is no table in {name}. Name a file whose table has a column of project names.",
        )
    headings = _seen_headings(filled, found)
    where = _where(filled[0].table, len(filled))
    # A column 事業名 may be there, in a list of something else.
    named = any(roles.is_sure for _, roles in found)
    wanted = "計画の事業とわかる列" if named else "事業名の列"
    return NoPlanError(
        ja=f"「{name}」の{where}に表が{len(filled)}つありましたが、{wanted}が見つかりません（見出し: {headings}）。"
        "見出しに「事業名」などと書いて保存し直すか、計画の表のファイルを指定してください。",
        en=f"{name} holds {len(filled)} tables, but none is a list of projects (headings: {headings}). "
        "Name the column 事業名, or name the file that holds the plan's table.",
    )


def _where(table: Table, count: int) -> str:
    if table.sheet is None:
        return "中"
    return f"{count}つのシート" if count > 1 else f"シート「{table.sheet}」"


def _seen_headings(grids: Sequence[Grid], found: Sequence[tuple[Block, Roles]]) -> str:
    texts: Counter[str] = Counter()
    for block, _ in found:
        texts.update(column.heading[:20] for column in block.columns if column.heading)
    if not texts:
        for grid in grids:
            row = max(
                grid.rows[:10],
                key=lambda row: (len(row.distinct()), sum(_is_word(c.text) for c in row.distinct())),
            )
            texts.update("".join(cell.text.split())[:20] for cell in row.distinct())
    shown = [text for text in texts if text][:_SHOWN]
    return ", ".join(shown) + (" …" if len(texts) > _SHOWN else "")


def _is_word(text: str) -> bool:
    return match_heading(text) is not None
