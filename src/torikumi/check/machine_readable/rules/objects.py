"""1-8: no objects lie over the cells."""

from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Words, judge, spot_at
from torikumi.text.book import ObjectKind

_WORDS = {
    ObjectKind.PICTURE: Words("画像", "a picture"),
    ObjectKind.SHAPE: Words("図形かテキストボックス", "a shape or text box"),
    ObjectKind.CHART: Words("グラフなど", "a chart or the like"),
    ObjectKind.COMMENT: Words("メモ（コメント）", "a note (comment)"),
    ObjectKind.OTHER: Words("そのほかのオブジェクト", "another object"),
}


def _look(book: CheckedBook) -> Judgement:
    nobody_looked = any(grid.sheet.look.objects is None for grid in book.grids)
    return judge(
        (
            spot_at(grid, thing.row, thing.column, _WORDS[thing.kind])
            for grid in book.grids
            for thing in grid.sheet.look.objects or ()
        ),
        unseen=Words(
            "この種類のファイルでは、図形や画像を見ていません。.xlsxで保存し直すと見られます。",
            "Objects are not looked for in this type of file; save it as .xlsx to have them looked for.",
        )
        if nobody_looked
        else None,
    )


RULE = FormRule(
    code="1-8",
    title=Words("オブジェクトを使っていない", "No objects are used"),
    what=Words(
        "画像、図形、テキストボックス、グラフ、メモ（コメント）がシートの上にないこと。",
        "No pictures, shapes, text boxes, charts or notes lie on the sheets.",
    ),
    advice=Words(
        "図形や画像に書いた値はセルに移し、図は別のファイルにしてください。メモの内容は備考の列に書けます。",
        "Move what they say into cells, and keep drawings in a file of their own.",
    ),
    look=_look,
)
