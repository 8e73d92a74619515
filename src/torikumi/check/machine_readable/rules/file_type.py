"""1-1: the file is an Excel workbook or a CSV."""

from torikumi.check.machine_readable.rule import CheckedBook, FormRule, Judgement, Words


def _look(book: CheckedBook) -> Judgement:  # noqa: ARG001  what is no such file is refused before anybody looks
    return Judgement()


RULE = FormRule(
    code="1-1",
    title=Words("ファイル形式がExcelかCSVである", "The file is an Excel workbook or a CSV"),
    what=Words(
        "ファイルの中身（名前ではなく）が、Excelブック、CSV、ODSのどれかであること。ほかの種類は開かずに止めます。",
        "The content of the file, not its name, is a workbook, a CSV or an ODS; everything else is refused.",
    ),
    advice=Words(
        "Excelブック（.xlsx）かCSVで保存し直してください。",
        "Save it as an Excel workbook (.xlsx) or as CSV.",
    ),
    look=_look,
)
