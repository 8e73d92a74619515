"""The headings of a city's list of its organisation (組織一覧), as they are seen."""

from torikumi.text.width import search_key

# From the top down: a list of the whole organisation has a column a level, and the last one filled names the row.
LEVEL_HEADS = (
    *(
        "局",
        "部局",
        "部",
        "部名",
        "課",
        "課名",
        "担当課",
        "課・室",
        "課室名",
        "室",
        "室・出先",
        "出先",
        "班",
        "係",
        "係名",
    ),
    *("bureau", "department", "division", "office", "unit"),
)
WHOLE_HEADS = ("所属名称", "所属名", "所属", "組織名", "組織", "名称", "affiliationname", "section", "name")


def plain_head(cell: str) -> str:
    """Return a heading without spaces; English ones come in any case, the Japanese ones have neither case nor two forms."""
    return search_key(cell) if cell.isascii() else "".join(cell.split())
