"""T-2: a CSV is UTF-8. The state's list speaks of Excel; its guides to open data ask for UTF-8."""

from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Spot, Words, judge
from torikumi.text.book import BookKind


def _look(book: CheckedBook) -> Judgement:
    if book.book.kind is not BookKind.CSV:
        return judge((), unseen=Words("CSVではありません。", "It is no CSV."))
    encoding = book.book.encoding or ""
    if encoding == "UTF-8":
        return Judgement()
    return judge(
        [Spot(sheet="", place="", ja=f"文字コードは{encoding}です", en=f"it is written in {encoding}")]
    )


RULE = FormRule(
    code="T-2",
    title=Words("CSVの文字コードがUTF-8である", "A CSV is written in UTF-8"),
    what=Words(
        "CSVがUTF-8（BOMがあってもなくても）であること。国のルールにはない、取組が加えた項目です。"
        "CP932（シフトJIS）は、人名や地名の漢字に書けないものがあり、国外のプログラムでは読めないことがあります。",
        "A CSV is UTF-8, with or without the mark. This one is ours: CP932 lacks ideographs of names.",
    ),
    advice=Words(
        "Excelの「CSV UTF-8（コンマ区切り）」で保存し直してください。",
        "Save it as “CSV UTF-8” from Excel.",
    ),
    look=_look,
)
