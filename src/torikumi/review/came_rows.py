"""Which project each row that came back is about: by its key, checked by its content; where the two disagree, by neither."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from torikumi.review.came import Doubt
from torikumi.review.came_sheet import LaidSheet
from torikumi.review.columns import CHECK, KEY, NAME, NUMBER, SUMMARY
from torikumi.review.keys import Key, read_row_key
from torikumi.review.merge import plain_text
from torikumi.review.sent import SentBook, SentRow
from torikumi.text.storable import storable

_CONTENT = (NAME, SUMMARY)


@dataclass(slots=True, eq=False)
class Found:
    """A row while it is being told apart; `sent` is the row of the book that it is, or most likely is."""

    laid: LaidSheet
    row: int
    key: Key | None = None
    has_damaged_key: bool = False
    sent: SentRow | None = None
    candidates: list[SentRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    typed_over: list[str] = field(default_factory=list)
    rekeyed: bool = False
    repeats: bool = False  # the same as an earlier row, cell by cell

    def text(self, column_id: str) -> str:
        """Return what stands in a column, without what a spreadsheet changes by itself."""
        return plain_text(self.laid.text(self.row, column_id))

    def doubt(self, doubt: Doubt, *candidates: SentRow) -> None:
        """Take note of a doubt, once, and of the rows of the book that this may be."""
        if doubt not in self.doubts:
            self.doubts.append(doubt)
        self.candidates.extend(one for one in candidates if one not in self.candidates)


class RowFinder:
    """Tells the rows of one book apart, in all the sheets of a file that hold it."""

    def __init__(self, book: SentBook, others: Iterable[SentBook]) -> None:
        self.book = book
        self._by_key = {row.key: row for row in book.rows}
        self._elsewhere = {row.key: row for other in others for row in other.rows}
        self._by_content: dict[tuple[str, ...], list[SentRow]] = defaultdict(list)
        self._holders: dict[tuple[str, str], list[SentRow]] = defaultdict(list)
        self._texts = {row.key: texts_of(row) for row in book.rows}
        for row in book.rows:
            texts = self._texts[row.key]
            self._by_content[tuple(texts.get(name, "") for name in _CONTENT)].append(row)
            for name in _CONTENT:
                if texts.get(name):
                    self._holders[name, texts[name]].append(row)

    def find(self, laid: Sequence[LaidSheet]) -> list[Found]:
        """Return the rows of the sheets, each with what is known and doubted about it."""
        found = [self._start(sheet, row) for sheet in laid for row in sheet.rows(self.book)]
        for one in found:
            self._meet_key(one)
        self._meet_content(
            [one for one in found if one.sent is None and Doubt.OTHER_SECTION not in one.doubts], found
        )
        self._doubt_repeats(found)
        self._doubt_displaced(found)
        self._doubt_shifted(found)
        return found

    def _start(self, laid: LaidSheet, row: int) -> Found:
        printed = laid.text(row, KEY).strip()
        key = read_row_key(printed)
        return Found(laid, row, key=key, has_damaged_key=bool(printed) and key is None)

    def _meet_key(self, one: Found) -> None:
        if one.key is None:
            return
        sent = self._by_key.get(one.key.text)
        if sent is not None:
            one.sent = sent
            self._compare(one, sent)
        elif one.key.text in self._elsewhere:
            one.doubt(Doubt.OTHER_SECTION, self._elsewhere[one.key.text])
        else:
            one.doubt(Doubt.OTHER_ROUND)

    def confirm(self, one: Found, sent: SentRow) -> None:
        """Take a row for the one that a person says it is."""
        one.sent, one.doubts, one.repeats = sent, [], False
        one.typed_over = self._changed_cells(one, sent)

    def _changed_cells(self, one: Found, sent: SentRow) -> list[str]:
        """The locked cells that differ from those that went out, in the order of the columns.

        A cell that does not concern the project (a third indicator where it has two) went out empty and locked.
        """
        locked = {value.key: plain_text(storable(value.text)) for value in sent.locked}
        open_ = {KEY, CHECK, *(value.key for value in sent.values)}
        return [
            column.id
            for column in self.book.columns
            if column.id in one.laid.columns
            and column.id not in open_
            and one.text(column.id) != locked.get(column.id, "")
        ]

    def _compare(self, one: Found, sent: SentRow) -> None:
        """Hold the locked cells against those that went out with this key."""
        texts = self._texts[sent.key]
        one.typed_over = self._changed_cells(one, sent)
        here = {name: one.text(name) for name in (NUMBER, *_CONTENT) if name in one.laid.columns}
        odd = [name for name in (NUMBER, *_CONTENT) if name in one.typed_over]
        if not odd:
            return
        owners = self._owners(here, odd, sent)
        if owners:
            one.doubt(Doubt.ELSEWHERE, *owners, sent)
        elif self._is_nobodys(here, texts):
            one.doubt(Doubt.UNKNOWN, sent)

    def _is_nobodys(self, here: Mapping[str, str], texts: Mapping[str, str]) -> bool:
        """Whether neither name nor summary is left, or one of them is gone: cells that were moved away leave blanks."""
        is_left = any(here.get(name) and here[name] == texts[name] for name in _CONTENT)
        return not is_left or any(here.get(name) == "" and texts.get(name) for name in _CONTENT)

    def _owners(self, here: Mapping[str, str], odd: Sequence[str], sent: SentRow) -> list[SentRow]:
        """The other rows of the book whose name or summary stands here instead; those with both of them first."""
        owners = [
            row
            for name in odd
            if name in _CONTENT and here[name]
            for row in self._holders.get((name, here[name]), ())
            if row is not sent
        ]
        return _commonest_first(owners)

    def _meet_content(self, keyless: Sequence[Found], found: Sequence[Found]) -> None:
        """Rows without a key that can be used: what they say may be what went out in exactly one row."""
        taken = {one.sent.key for one in found if one.sent is not None}
        matches = {id(one): self._same_content(one) for one in keyless}
        wanted = Counter(rows[0].key for rows in matches.values() if len(rows) == 1)
        for one in keyless:
            rows = matches[id(one)]
            if Doubt.OTHER_ROUND in one.doubts:
                continue
            if len(rows) == 1 and rows[0].key not in taken and wanted[rows[0].key] == 1:
                one.sent, one.rekeyed = rows[0], True
                self._compare(one, rows[0])
            elif rows:
                one.doubt(Doubt.DUPLICATE, *rows)
            else:
                one.doubt(Doubt.DAMAGED if one.has_damaged_key else Doubt.NEW)

    def _same_content(self, one: Found) -> list[SentRow]:
        texts = tuple(one.text(name) for name in _CONTENT)
        if NAME not in one.laid.columns or not texts[0]:
            return []
        if SUMMARY in one.laid.columns or not any(column.id == SUMMARY for column in self.book.columns):
            rows = self._by_content.get(texts, [])
        else:
            rows = self._holders.get((NAME, texts[0]), [])
        if len(rows) > 1:
            number = one.text(NUMBER)
            rows = [row for row in rows if self._texts[row.key].get(NUMBER) == number] or rows
        return rows

    def _doubt_repeats(self, found: Sequence[Found]) -> None:
        by_key: dict[str, list[Found]] = defaultdict(list)
        for one in found:
            if one.sent is not None:
                by_key[one.sent.key].append(one)
        for rows in by_key.values():
            if len(rows) > 1:
                self._doubt_repeat(rows)

    def _doubt_repeat(self, rows: Sequence[Found]) -> None:
        sent = rows[0].sent
        assert sent is not None  # noqa: S101  the rows were gathered by it
        whole = [one for one in rows if not one.doubts and not one.typed_over]
        known = {id(one) for one in whole}
        for one in rows:
            if whole and id(one) not in known:
                # Copied to write a new project over it: the key is the other row's.
                one.doubts = [Doubt.COPIED]
                one.sent, one.candidates = None, []
        same = whole or list(rows)
        answers = [tuple(one.text(value.key) for value in sent.values) for one in same]
        if len(set(answers)) == 1 and whole:
            for one in same[1:]:
                one.repeats = True
        elif len(same) > 1:
            for one in same:
                one.doubt(Doubt.DUPLICATE, sent)

    def _doubt_displaced(self, found: Sequence[Found]) -> None:
        """A row that lost its name or summary to another row: what stands beside it may have gone, too."""
        for name in _CONTENT:
            lost = {
                self._texts[one.sent.key][name]: one
                for one in found
                if one.sent is not None and name in one.typed_over and self._texts[one.sent.key].get(name)
            }
            for one in found if lost else ():
                loser = lost.get(one.text(name))
                if loser is None or loser is one or loser.sent is None or self._has_by_right(one, name):
                    continue
                loser.doubt(Doubt.ELSEWHERE, loser.sent)
                one.doubt(Doubt.ELSEWHERE, loser.sent)

    def _has_by_right(self, one: Found, name: str) -> bool:
        return one.sent is not None and name not in one.typed_over

    def _doubt_shifted(self, found: Sequence[Found]) -> None:
        """A column whose texts are all there, but at other rows: it was sorted or moved by itself."""
        known = [(one, one.sent) for one in found if one.sent is not None and not one.repeats]
        for column in self.book.columns:
            odd = []
            for one, sent in known:
                before = self._texts[sent.key].get(column.id)
                if before is None or column.id not in one.laid.columns:
                    continue
                here = one.text(column.id)
                if here != before:
                    odd.append((one, sent, before, here))
            if len(odd) < 2 or Counter(entry[2] for entry in odd) != Counter(entry[3] for entry in odd):
                continue
            # Two directions may well have changed places; two sentences have not.
            if column.answer and any(len(here) < _SENTENCE for *_, here in odd):
                continue
            for one, sent, _, _ in odd:
                one.doubt(Doubt.SHIFTED, sent)


_SENTENCE = 8


def texts_of(row: SentRow) -> dict[str, str]:
    """Return the texts of a row, by column, as they are read from a file that nobody touched."""
    return {value.key: plain_text(storable(value.text)) for value in (*row.locked, *row.values)}


def _commonest_first(rows: Sequence[SentRow]) -> list[SentRow]:
    times = Counter(row.key for row in rows)
    unique = {row.key: row for row in rows}
    return [unique[key] for key, _ in times.most_common()]


def count_moved(found: Sequence[Found], book: SentBook) -> int:
    """Return how many rows stand in another order than they went out."""
    came = [one.sent.key for one in found if one.sent is not None and not one.repeats]
    present = set(came)
    went = [row.key for row in book.rows if row.key in present]
    first = list(dict.fromkeys(came))
    return sum(here != there for here, there in zip(first, went, strict=False))


def missing_rows(found: Sequence[Found], book: SentBook) -> Iterator[SentRow]:
    """Yield the rows of the book that nothing in the file may be."""
    seen = {one.sent.key for one in found if one.sent is not None}
    seen |= {row.key for one in found for row in one.candidates}
    return (row for row in book.rows if row.key not in seen)
