"""The first sheet of a review workbook (はじめに): until when, how to fill in, what the choices mean, whom to ask."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from torikumi.plan.model import Plan
from torikumi.plan.tints import TINTS, Tint, furthest_outcome
from torikumi.review.answers import write_direction
from torikumi.review.columns import ordered_fields
from torikumi.review.entry_sheet import SHEET
from torikumi.review.form import Field, FieldKind, Need
from torikumi.review.round import Round
from torikumi.review.section_table import SectionTable
from torikumi.review.sheet_formats import CHANGED, DONE, LOCKED, NOTICE, OPEN, WANTED, Formats
from torikumi.text.era import format_day, format_fiscal_year
from torikumi.text.storable import storable

GUIDE = "はじめに"
_LABEL, _TEXT = 28, 78
_STEPS = (
    f"シート「{SHEET}」を開き、黄色の見出しの列に記入します。灰色の欄は、計画とこれまでの回答で、書き換えられません。",
    "記入した欄は色が変わります。「確認」の列がすべて「OK」になれば終わりです。途中で保存して、あとで続けることもできます。",
    "空のままの欄は「変更なし」として扱い、すでに保存されている回答は消えません。",
    "ファイルの形式は Excelブック（.xlsx）のまま、名前も変えずに返送してください。",
)
_DO_NOT = (
    "行や列の追加・削除・並べ替え、セルの結合、シートの名前の変更はしないでください。隠れている列（キー）は、どの行が"
    "どの事業かを見分けるためのものです。事業を足したい、なくしたいときは、上の問合せ先へお知らせください。"
)
_NEEDS = {
    Need.REQUIRED: "必ず記入",
    Need.WHEN_CHANGED: "方針を変えるときは必ず記入",
    Need.OPTIONAL: "",
}
_KINDS = {
    FieldKind.DIRECTION: "一覧から選ぶ",
    FieldKind.CHOICE: "一覧から選ぶ",
    FieldKind.NUMBER: "数字だけ",
    FieldKind.AMOUNT: "整数だけ",
    FieldKind.INDICATORS: "指標ごとに実績の数字",
}
_NOT_COUNTED = "まだ集計できないときは「未集計」"


class GuideSheet:
    """Writes the guide."""

    def __init__(
        self, sheet: Worksheet, *, plan: Plan, round_: Round, table: SectionTable, formats: Formats
    ) -> None:
        self.sheet = sheet
        self.plan = plan
        self.round = round_
        self.table = table
        self.formats = formats
        self._row = 0

    def write(self) -> None:
        """Write the sheet and set up its page."""
        make = self.formats.make
        self.sheet.set_column(0, 0, _LABEL)
        self.sheet.set_column(1, 1, _TEXT)
        self.sheet.write_string(0, 0, storable(self.round.title), make(bold=True, font_size=16))
        self.sheet.set_row(0, 28)
        self._row = 2
        for label, text in self._facts():
            self._pair(label, text, bold=label == "締切")
        if self.plan.notice:
            self._pair("お知らせ", self.plan.notice, tint=NOTICE)
        self._heading("記入のしかた")
        for number, step in enumerate(self._steps(), start=1):
            self._pair(str(number), step)
        self._pair("しないこと", _DO_NOT, tint=WANTED)
        self._heading("記入する欄")
        for field in ordered_fields(self.round):
            self._pair(field.label, _field_words(field))
        self._write_choices()
        self._heading("色の見かた")
        for words, tint in (
            ("書き換えられない欄", LOCKED),
            ("記入する欄", OPEN),
            ("送付のときから変わった欄", CHANGED),
            ("記入が必要な欄", WANTED),
            ("記入が済んだ行の「確認」", DONE),
        ):
            self._sample(words, tint)
        self._set_up_page()

    def _facts(self) -> Iterator[tuple[str, str]]:
        city = self.plan.municipality.name if self.plan.municipality else ""
        yield "計画", f"{city}　{self.plan.title}".strip("　")
        yield "評価する年度", format_fiscal_year(self.round.year)
        leading = sum(row.lead for row in self.table.rows)
        helping = len(self.table.rows) - leading
        helped = f"（ほかに関係課として{helping}事業）" if helping else ""
        yield "担当課", f"{self.table.section}　{leading}事業{helped}"
        yield "締切", format_day(self.round.due) if self.round.due else "別にお知らせします。"
        yield "問合せ先", self.round.contact or "このファイルを送った課"

    def _steps(self) -> Iterator[str]:
        yield from (line.strip() for line in self.round.guide.splitlines() if line.strip())
        yield from _STEPS
        if any(not row.lead for row in self.table.rows):
            yield (
                "「役割」が「関係」の行は、ほかの課が主管です。関係課として書くことがあるときだけ記入してください"
                "（「確認」は「任意」になります）。"
            )

    def _write_choices(self) -> None:
        for field in ordered_fields(self.round):
            if field.kind is not FieldKind.DIRECTION:
                continue
            self._heading(f"{field.label}の選び方")
            for label in self.round.scale_of(field.key).labels:
                self._sample(write_direction(label), TINTS[furthest_outcome(label.outcomes)])

    def _heading(self, text: str) -> None:
        self._row += 1
        style = self.formats.make(
            bold=True, font_size=12, font_color="#00118f", bottom=2, bottom_color="#00118f"
        )
        self.sheet.write_string(self._row, 0, storable(text), style)
        self.sheet.write_blank(self._row, 1, None, style)
        self.sheet.set_row(self._row, 22)
        self._row += 1

    def _pair(self, label: str, text: str, *, tint: Tint = OPEN, bold: bool = False) -> None:
        self.sheet.write_string(self._row, 0, storable(label), self.formats.box(LOCKED, bold=True))
        self.sheet.write_string(self._row, 1, storable(text), self.formats.box(tint, bold=bold))
        room = (_TEXT - 2) / 2
        lines = sum(max(1, -int(-len(line) // room)) for line in text.split("\n"))
        self.sheet.set_row(self._row, min(14.5 * lines + 6, 409))
        self._row += 1

    def _sample(self, words: str, tint: Tint) -> None:
        self.sheet.write_string(self._row, 0, storable(words), self.formats.box(tint, bold=True))
        self.sheet.set_row(self._row, 14.5 * (1 + (len(words) > _LABEL // 2)) + 6)
        self._row += 1

    def _set_up_page(self) -> None:
        sheet = self.sheet
        sheet.protect("", {"format_rows": True, "format_columns": True})
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9&P / &N")


def _field_words(field: Field) -> str:
    parts = [_NEEDS[field.need], _KINDS.get(field.kind, "")]
    # The city's own hint may say it already.
    parts += [_NOT_COUNTED] if field.kind is FieldKind.INDICATORS and "未集計" not in field.hint else []
    parts += [f"単位は{field.unit}"] if field.unit else []
    parts += [f"{field.limit}字まで"] if field.limit is not None else []
    words = "。".join(part for part in parts if part)
    return "。".join(part for part in (words, field.hint.rstrip("。")) if part) + (
        "。" if words or field.hint else ""
    )
