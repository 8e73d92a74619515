"""`torikumi review sheets`: a workbook for each section, with the record of what went out."""

import csv
from collections.abc import Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import say, write_output
from torikumi.cli.review_files import (
    LIST,
    RECORD,
    open_answers,
    open_record,
    open_round,
    round_id_of,
)
from torikumi.errors import UserError, reason_ja
from torikumi.review.came import Ground
from torikumi.review.collected import stored_values
from torikumi.review.sent import Sendings, SentBook, dump_sendings
from torikumi.review.sheets import WrittenBook, write_workbooks
from torikumi.text.storable import defuse


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option(
    "--round", "round_file", metavar="TOML", required=True, type=click.Path(path_type=Path),
    help="The settings of the round (ROUND.toml).",
)  # fmt: skip
@click.option(
    "-o",
    "--output",
    "out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to write.",
)
@click.option(
    "--answers", metavar="JSON", type=click.Path(path_type=Path),
    help="The answers so far (answers.json), to go out with the workbooks.",
)  # fmt: skip
def write_sheets(plan: Path, round_file: Path, out: Path, answers: Path | None) -> None:
    """Write the projects of PLAN into review workbooks, one a section.

    The record of what went out stands in the same folder; `collect` needs it. No file that came back is written over.
    """
    opened, round_ = open_plan(plan), open_round(round_file)
    round_id = round_id_of(opened, round_)
    earlier = _earlier(out, round_id)
    ground = Ground(plan=opened, round=round_, books=earlier, stored={})
    stored = stored_values(open_answers(answers, round_), ground)
    written = list(write_workbooks(opened, round_, round_id=round_id, stored=stored, earlier=earlier))
    if not written:
        raise UserError(
            ja="この回で評価する事業がありません。ROUND.toml の対象（asks）を確かめてください。",
            en="The round asks about no project. Check what the ROUND.toml asks about (asks).",
        )
    _make_folder(out)
    _refuse_returned(out, written)
    books = _together(earlier, [book.sent for book in written])
    # The record first: a workbook without its record could not be read when it comes back.
    write_output(out / RECORD, dump_sendings(Sendings(round_id=round_id, round=round_, books=books)))
    for book in written:
        if not (out / book.sent.file).exists():
            write_output(out / book.sent.file, book.octets)
    write_output(out / LIST, _list(written))
    rows = sum(len(book.sent.rows) for book in written)
    say(
        f"「{out}」に{len(written)}課のブック（のべ{rows}事業）と、{LIST}、{RECORD}を書きました。控えは消さないでください。",
        f"Wrote the workbooks of {len(written)} sections ({rows} rows), {LIST} and {RECORD} into {out}. Keep the record.",
    )


def _earlier(out: Path, round_id: str) -> tuple[SentBook, ...]:
    if not (out / RECORD).exists():
        return ()
    sendings = open_record(out / RECORD)
    if sendings.round_id != round_id:
        raise UserError(
            ja=f"「{out}」には別の回（{sendings.round.title}）のブックがあります。回ごとに別のフォルダーに書き出してください。",
            en=f"{out} holds the workbooks of another round ({sendings.round.title}). Write each round into its own folder.",
        )
    return sendings.books


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            ja=f"フォルダー「{out}」を作れません（{reason_ja(error)}）。書き込める場所を指定してください。",
            en=f"Cannot make the folder {out} ({error.strerror or error}). Name a place that can be written to.",
        ) from error


def _refuse_returned(out: Path, written: Sequence[WrittenBook]) -> None:
    """Raise where a file of ours is not as we wrote it: somebody has filled it in."""
    changed = [book.sent.file for book in written if _is_other(out / book.sent.file, book.sent.sha256)]
    if changed:
        names = "、".join(changed[:5])
        raise UserError(
            ja=f"「{out}」の{names}は、書き出したときから変わっています（記入されたものかもしれません）。別のフォルダーに書き出してください。",
            en=f"{names} in {out} is not as it was written, perhaps filled in. Write into another folder.",
        )


def _is_other(path: Path, digest: str) -> bool:
    return path.exists() and sha256(path.read_bytes()).hexdigest() != digest


def _together(earlier: Sequence[SentBook], now: Sequence[SentBook]) -> tuple[SentBook, ...]:
    marks = {book.mark for book in now}
    return (*(book for book in earlier if book.mark not in marks), *now)


def _list(written: Sequence[WrittenBook]) -> bytes:
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    table.writerow(("ファイル", "課", "主管の事業", "関係の事業", "第何回", "SHA-256"))
    for book in written:
        sent = book.sent
        leading = sum(row.lead for row in sent.rows)
        section = defuse(sent.section.replace("\n", " "))
        table.writerow((sent.file, section, leading, len(sent.rows) - leading, sent.rev, sent.sha256))
    return b"\xef\xbb\xbf" + text.getvalue().encode()
