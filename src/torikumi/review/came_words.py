"""What is told about a workbook that came back, in words, each with its place and the next step."""

from collections.abc import Iterator, Mapping, Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.review.came import Doubt
from torikumi.review.came_rows import Found
from torikumi.review.came_sheet import LaidSheet
from torikumi.review.columns import CHECK, KEY, NAME
from torikumi.review.entry_sheet import SHEET
from torikumi.review.sent import SentBook, SentRow
from torikumi.text.cells import cell_name, column_letters

_ASK = "確認するまで、この行は何も変えません。"
_ASK_EN = "The row changes nothing until it is confirmed."
_DOUBTS: Mapping[Doubt, tuple[str, str]] = {
    Doubt.NEW: (
        "キーのない行で、送った事業のどれとも合いません。新しい事業なら、行ではなく事業の追加として申し出てもらってください。",
        "has no key and fits no project that was sent. A new project has to be proposed as one.",
    ),
    Doubt.COPIED: (
        f"ほかの行を写して作られた行です（キーが同じで、事業名などが違います）。{_ASK}",
        f"was made by copying another row (its key, other content). {_ASK_EN}",
    ),
    Doubt.DUPLICATE: (
        f"同じ事業の行が複数あります。どの行が正しいか確かめてください。{_ASK}",
        f"is one of several rows of one project; find out which is right. {_ASK_EN}",
    ),
    Doubt.ELSEWHERE: (
        f"キーと中身が別の事業です。見えている列だけを並べ替えたのかもしれません。{_ASK}",
        f"has the key of one project and the content of another; perhaps only the visible columns were sorted. {_ASK_EN}",
    ),
    Doubt.UNKNOWN: (
        f"キーは送ったものですが、事業名か概要が送ったものではありません。{_ASK}",
        f"has a key that was sent, but not the name and summary that went with it. {_ASK_EN}",
    ),
    Doubt.SHIFTED: (
        f"一部の列だけが、ほかの行と入れ替わっています。列だけを並べ替えたのかもしれません。{_ASK}",
        f"has changed places with other rows in one column; perhaps that column was sorted by itself. {_ASK_EN}",
    ),
    Doubt.OTHER_SECTION: (
        f"ほかの課に送った行です。{_ASK}",
        f"was sent to another section. {_ASK_EN}",
    ),
    Doubt.OTHER_ROUND: (
        "ほかの回に送った行です。今回のブックに書き写してもらってください。",
        "belongs to another round; have it copied into this round's workbook.",
    ),
    Doubt.DAMAGED: (
        "キーが壊れていて、送った事業のどれとも合いません。もとのブックの行に書き写してもらってください。",
        "has a damaged key and fits no project that was sent; have it copied into a row of the workbook.",
    ),
}


class Told:
    """Gathers the findings about one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def tell(
        self, code: str, severity: Severity, ja: str, en: str, *, place: Place | None = None,
        subject: str | None = None, field: str | None = None,
    ) -> None:  # fmt: skip
        """Add a finding."""
        self.findings.append(
            Finding(
                code=code, severity=severity, ja=ja, en=en, subject=subject, field=field,
                place=place or Place(file=self.file),
            )
        )  # fmt: skip

    def place(self, laid: LaidSheet, row: int | None = None, column: int | None = None) -> Place:
        """Return a place in the file."""
        cell = cell_name(row, column) if row is not None and column is not None else None
        return Place(file=self.file, sheet=laid.sheet.name or None, row=row, column=column, cell=cell)


def tell_of_sheets(told: Told, laid: Sequence[LaidSheet], book: SentBook) -> None:
    """What happened to the sheets, and to their columns."""
    if len(laid) > 1:
        names = "、".join(f"「{one.sheet.name}」" for one in laid)
        told.tell(
            "sheet-split", Severity.INFO, f"評価シートが{len(laid)}枚に分かれています（{names}）。あわせて読みました。",
            f"The sheet is split in {len(laid)}; they were read together.",
        )  # fmt: skip
    for one in laid:
        name = one.sheet.name
        if name not in ("", SHEET) and len(laid) == 1:
            told.tell(
                "sheet-renamed", Severity.INFO,
                f"シート「{SHEET}」の名前が「{name}」に変わっています。中身で見分けて読みました。",
                f"The sheet was renamed to {name!r}; it was known by its content.", place=told.place(one),
            )  # fmt: skip
        _tell_of_columns(told, one, book)
        _tell_of_hidden_rows(told, one, book)
        _tell_of_outside(told, one, book)


def _tell_of_outside(told: Told, laid: LaidSheet, book: SentBook) -> None:
    """Words beside the table: in the row of a project, in a column without a heading."""
    known = {*laid.columns.values(), *(column for column, label in laid.labels.items() if label.strip())}
    outside = [
        cell for row in laid.rows(book) for column, cell in laid.grid[row].items() if column not in known
    ]
    if outside:
        first = outside[0]
        told.tell(
            "text-beside", Severity.WARNING,
            f"表の横に書き込みが{len(outside)}か所あります（はじめは「{first.text[:40]}」）。ここは読みません。",
            f"{len(outside)} cells beside the table hold text (the first one {first.text[:40]!r}) and are not read.",
            place=told.place(laid, first.row, first.column),
        )  # fmt: skip


def _tell_of_hidden_rows(told: Told, laid: LaidSheet, book: SentBook) -> None:
    hidden = [row for row in laid.rows(book) if row in laid.sheet.hidden_rows]
    if hidden:
        told.tell(
            "rows-hidden", Severity.INFO,
            f"絞り込み（フィルター）か非表示で隠れている行が{len(hidden)}行あります。見えている行と同じに読みました。",
            f"{len(hidden)} rows are hidden, perhaps by a filter; they were read like the others.",
            place=told.place(laid, hidden[0]),
        )  # fmt: skip


def _tell_of_columns(told: Told, laid: LaidSheet, book: SentBook) -> None:
    if not laid.has_ids:
        told.tell(
            "id-row-removed", Severity.INFO, "隠れた行（列の目印）がなくなっています。見出しの言葉で列を見分けました。",
            "The hidden row of column ids is gone; columns were known by their headings.", place=told.place(laid),
        )  # fmt: skip
    for column in book.columns:
        if column.id in laid.doubled:
            told.tell(
                "column-doubled", Severity.ERROR,
                f"「{column.label}」の列が複数あります。どちらが正しいかわからないので読みません。一つを消して返してもらってください。",
                f"The column {column.label!r} stands there twice and was not read; have one of them removed.",
                place=told.place(laid), field=column.id,
            )  # fmt: skip
        elif column.id not in laid.columns and column.id != CHECK:
            _tell_of_lost_column(told, laid, column.id, column.label, is_answer=column.answer)
        elif laid.has_ids and column.id != CHECK:
            _tell_of_heading(told, laid, column.id, column.label)
    _tell_of_added_columns(told, laid)


def _tell_of_lost_column(told: Told, laid: LaidSheet, name: str, label: str, *, is_answer: bool) -> None:
    if name == KEY:
        told.tell(
            "key-column-removed", Severity.WARNING,
            "隠れた列（キー）がなくなっています。事業名と概要で行を見分けました。どの行がどの事業か確かめてください。",
            "The hidden column of keys is gone; rows were known by name and summary. Check which row is which.",
            place=told.place(laid),
        )  # fmt: skip
        return
    told.tell(
        "column-removed", Severity.WARNING if is_answer else Severity.INFO,
        f"「{label}」の列がなくなっています。" + ("この欄の回答は変えません。" if is_answer else ""),
        f"The column {label!r} is gone." + (" Its answers stay as they are." if is_answer else ""),
        place=told.place(laid), field=name,
    )  # fmt: skip


def _tell_of_heading(told: Told, laid: LaidSheet, name: str, label: str) -> None:
    column = laid.columns[name]
    here = laid.labels.get(column, "")
    if "".join(here.split()) != "".join(label.split()):
        told.tell(
            "column-renamed", Severity.WARNING,
            f"見出し「{label}」が「{here[:40]}」に変わっています。もとの「{label}」の欄として読みました。",
            f"The heading {label!r} was changed to {here[:40]!r}; the column was read as {label!r}.",
            place=told.place(laid, laid.header, column), field=name,
        )  # fmt: skip


def _tell_of_added_columns(told: Told, laid: LaidSheet) -> None:
    known = set(laid.columns.values())
    for column, label in sorted(laid.labels.items()):
        is_doubled = any(laid.grid.get(laid.header - 1, {}).get(column) for _ in laid.doubled)
        if column not in known and label.strip() and not is_doubled:
            told.tell(
                "column-added", Severity.WARNING,
                f"送っていない列「{label[:40]}」（{column_letters(column)}列）があります。この列は読みません。",
                f"The column {label[:40]!r} ({column_letters(column)}) was not sent and is not read.",
                place=told.place(laid, laid.header, column),
            )  # fmt: skip


def tell_of_row(told: Told, one: Found, book: SentBook) -> None:
    """What is doubted about a row, or was done to its locked cells."""
    place = told.place(one.laid, one.row)
    if one.doubts == [Doubt.NEW] and _is_stray(one, book):
        told.tell(
            "stray-text", Severity.WARNING, f"{one.row}行目は表の外の書き込みなので読みません。要るものか確かめてください。",
            f"Row {one.row} is text outside the table and was not read; check whether it matters.", place=place,
        )  # fmt: skip
        return
    if one.doubts:
        _tell_of_doubts(told, one)
        return
    if one.repeats:
        told.tell(
            "row-repeated", Severity.INFO, f"{one.row}行目は、前の行とまったく同じなので読み飛ばしました。",
            f"Row {one.row} repeats an earlier one and was passed over.", place=place,
        )  # fmt: skip
    if one.rekeyed and KEY in one.laid.columns and one.sent is not None:
        how = "壊れています" if one.has_damaged_key else "消えています"
        told.tell(
            "key-restored", Severity.WARNING, f"{one.row}行目のキーが{how}。中身から{_words(one.sent)}とわかりました。",
            f"The key of row {one.row} is gone or damaged; by its content it is {_words(one.sent)}.",
            place=place, subject=one.sent.project,
        )  # fmt: skip
    for finding in _typed_over(told, one, book):
        told.findings.append(finding)


def _tell_of_doubts(told: Told, one: Found) -> None:
    """One finding a row, whatever is doubted about it: one decision settles all."""
    ja = "また、".join(_DOUBTS[doubt][0].removesuffix(_ASK) for doubt in one.doubts)
    en = " It also ".join(_DOUBTS[doubt][1].removesuffix(_ASK_EN).rstrip() for doubt in one.doubts)
    waits = any(_DOUBTS[doubt][0].endswith(_ASK) for doubt in one.doubts)
    who = "、".join(_words(row) for row in one.candidates)
    told.tell(
        one.doubts[0].value, Severity.ERROR,
        f"{one.row}行目は、{ja}{_ASK if waits else ''}" + (f"（{who}）" if who else ""),
        f"Row {one.row} {en}{' ' + _ASK_EN if waits else ''}" + (f" ({who})" if who else ""),
        place=told.place(one.laid, one.row), subject=one.candidates[0].project if one.candidates else None,
    )  # fmt: skip


def _is_stray(one: Found, book: SentBook) -> bool:
    """Whether a row names no project and answers nothing: a remark below the table."""
    answers = [column.id for column in book.columns if column.answer]
    return not any(one.text(name) for name in (NAME, *answers))


def _typed_over(told: Told, one: Found, book: SentBook) -> Iterator[Finding]:
    labels = {column.id: column.label for column in book.columns}
    before = {value.key: value.text for value in one.sent.locked} if one.sent else {}
    for name in one.typed_over:
        place = told.place(one.laid, one.row, one.laid.columns[name])
        here, went = one.text(name)[:40], before.get(name, "")[:40]
        ja = f"書き換えられない欄「{labels[name]}」が「{before.get(name, '')[:40]}」から「{here[:40]}」に変わっています。"
        yield Finding(
            code="locked-cell-changed", severity=Severity.WARNING, place=place, field=name,
            subject=one.sent.project if one.sent else None,
            ja=f"{ja}計画は変えません。変えたいときは、変更の申し出として受けてください。",
            en=f"The locked cell {labels[name]!r} was changed from {went!r} to {here!r}; "
            "the plan stays as it is.",
        )  # fmt: skip


def tell_of_missing(told: Told, missing: Sequence[SentRow]) -> None:
    """Which projects of the book are not in the file."""
    for row in missing:
        told.tell(
            "row-missing", Severity.WARNING, f"{_words(row)}の行がありません。この事業は何も変えません。",
            f"The row of {_words(row)} is missing; nothing changes for it.", subject=row.project,
        )  # fmt: skip


def tell_of_order(told: Told, moved: int) -> None:
    """That rows stand in another order."""
    if moved:
        told.tell(
            "rows-moved", Severity.INFO,
            f"行の並び順が変わっています（{moved}行）。キーで見分けたので、回答はもとの事業に付きます。",
            f"{moved} rows stand in another order; by their keys they are still known.",
        )  # fmt: skip


def _words(row: SentRow) -> str:
    texts = {value.key: value.text for value in row.locked}
    number = f"No.{texts['@number']}" if texts.get("@number") else ""
    return f"{number}「{texts.get('@name', '')[:40]}」"
