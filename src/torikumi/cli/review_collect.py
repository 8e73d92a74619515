"""`torikumi review collect`: the workbooks that came back, every difference shown, and the answers they come to."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.cli.review_files import BOOK_SUFFIXES, LIST, RECORD, open_answers, open_record, open_round
from torikumi.errors import UserError
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import Place
from torikumi.read.cells import CellFile
from torikumi.read.gate import require_openable
from torikumi.read.sandbox.cells import read_cells_apart
from torikumi.review.answers_file import AnswerBook, dump_answers
from torikumi.review.came import CameFile, Ground, Returned
from torikumi.review.collected import Collected, collect, stored_values
from torikumi.review.collected_report import summary_line, to_json, to_text
from torikumi.review.returned import Confirmed, read_returned
from torikumi.review.sent import Sendings

_MOST_NAMED = 5


@click.command()
@click.argument("paths", metavar="DIR|FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--plan", metavar="PLAN", required=True, type=click.Path(path_type=Path),
    help="The plan that the workbooks were made from.",
)  # fmt: skip
@click.option(
    "--round", "round_file", metavar="TOML", type=click.Path(path_type=Path),
    help="The settings of the round; by default those of the sending.",
)  # fmt: skip
@click.option(
    "--sent", metavar="JSON", type=click.Path(path_type=Path),
    help=f"The record of what went out; by default {RECORD} beside the workbooks.",
)  # fmt: skip
@click.option(
    "--answers", metavar="JSON", type=click.Path(path_type=Path),
    help="The answers so far; by default the file of -o where it is there.",
)  # fmt: skip
@click.option(
    "-o",
    "--output",
    metavar="JSON",
    type=click.Path(path_type=Path),
    help="Where the answers are written (answers.json).",
)
@click.option(
    "--report", metavar="JSON", type=click.Path(path_type=Path), help="Write differences and findings here."
)
@click.option(
    "--as", "form", type=click.Choice(["text", "json", "xlsx"]), default="text", show_default=True,
    help="How the differences are shown on standard output.",
)  # fmt: skip
@click.option(
    "--confirm", "confirmed", metavar="FILE:ROW[=ID]", multiple=True,
    help="A doubtful row that was looked at, with the project's id where there is a choice. May be given several times.",
)  # fmt: skip
def collect_workbooks(  # noqa: PLR0913, PLR0917  one parameter an option
    paths: tuple[Path, ...],
    plan: Path,
    round_file: Path | None,
    sent: Path | None,
    answers: Path | None,
    output: Path | None,
    report: Path | None,
    form: str,
    confirmed: tuple[str, ...],
) -> None:
    """Read the workbooks that came back, hold them against what went out, and show every difference.

    Answers are written only with -o. Exits with 1 where something is left for a person to decide.
    """
    files = _files(paths)
    record = sent or _record_beside(paths)
    inputs = (*files, plan, record, *([round_file] if round_file else []))
    refuse_overwriting((output, report), inputs)
    if form == "xlsx" and sys.stdout.isatty():
        raise UserError(
            ja="Excelブックは画面に表示できません。> 確認.xlsx のように書き出し先を付けてください。",
            en="A workbook cannot be shown on the screen. Send it to a file, for example > report.xlsx.",
        )
    sendings = open_record(record)
    round_ = open_round(round_file) if round_file else sendings.round
    before = open_answers(answers or (output if output and output.exists() else None), round_)
    opened = open_plan(plan)
    ground = Ground(plan=opened, round=round_, books=sendings.books, stored={})
    ground = Ground(plan=opened, round=round_, books=sendings.books, stored=stored_values(before, ground))
    collected = collect(_read(files, ground, sendings, _Confirmations(confirmed)), ground, before=before)
    _show(collected, opened, form)
    _write(collected, opened, output=output, report=report, before=before)
    say(*(summary_line(collected, language=each) for each in ("ja", "en")))
    if collected.needs_a_person:
        sys.exit(1)


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if not _is_ours(one))
            files.extend(one for one in inside if one.suffix.lower() in BOOK_SUFFIXES)
            _tell_of_others([one for one in inside if one.suffix.lower() not in BOOK_SUFFIXES])
        else:
            require_openable(path)
            files.append(path)
    if not files:
        raise UserError(
            ja=f"「{paths[0]}」にブックがありません。返ってきたブックのフォルダーかファイルを指定してください。",
            en=f"There is no workbook in {paths[0]}. Name the folder or the files that came back.",
        )
    return list(dict.fromkeys(files))


def _is_ours(path: Path) -> bool:
    # ~$… is what Excel leaves beside a file that is open, .~lock… what LibreOffice does.
    return not path.is_file() or path.name in (LIST, RECORD) or path.name.startswith(("~$", "."))


def _tell_of_others(others: Sequence[Path]) -> None:
    """An answer may have come in another form: nothing in the folder is passed over in silence."""
    if others:
        names = [one.name for one in others[:_MOST_NAMED]]
        more = len(others) - len(names)
        say(
            f"ブックではないので読まなかったファイルが{len(others)}個あります：{'、'.join(names)}"
            + (f" ほか{more}個。" if more else "。")
            + "回答なら、送ったブックに書き写してください。",
            f"{len(others)} files are no workbooks and were not read: {', '.join(names)}"
            + (f" and {more} more. " if more else ". ")
            + "Where one holds answers, copy them into the workbook that was sent.",
        )


def _record_beside(paths: Sequence[Path]) -> Path:
    for path in paths:
        record = (path if path.is_dir() else path.parent) / RECORD
        if record.exists():
            return record
    raise UserError(
        ja=f"送付の控え（{RECORD}）が見つかりません。ブックを書き出したフォルダーのものを --sent で指定してください。",
        en=f"The record of what went out ({RECORD}) is not there. Name the one in the folder of the sending with --sent.",
    )


class _Confirmations:
    """What a person says of doubtful rows: FILE:ROW, with =ID where the row may be several projects'."""

    def __init__(self, words: Sequence[str]) -> None:
        self._by_file: dict[str, dict[int, str]] = {}
        for word in words:
            place, _, project = word.partition("=")
            file, _, row = place.rpartition(":")
            if not file or not row.isdecimal():
                raise UserError(
                    ja=f"--confirm の「{word}」がわかりません。01_企画課.xlsx:12 のように、ファイル名と行を指定してください。",
                    en=f"--confirm does not take {word}. Name the file and the row, like 01_企画課.xlsx:12.",
                )
            self._by_file.setdefault(Path(file).name, {})[int(row)] = project

    def of(self, came: CameFile, ground: Ground) -> Confirmed:
        """Return the rows of a file with their projects; the one that a row may be, where there is one only."""
        wanted = self._by_file.get(came.name, {})
        if not wanted:
            return {}
        rows = {row.row: row for one in read_returned(came, ground) for row in one.rows if row.doubts}
        said: dict[tuple[str, int], str] = {}
        for number, project in wanted.items():
            candidates = rows[number].candidates if number in rows else ()
            if project and project in ground.plan.project_by_id:
                said["", number] = project
            elif not project and len(candidates) == 1:
                said["", number] = candidates[0]
            else:
                raise _unclear(came.name, number, candidates)
        return said


def _unclear(file: str, row: int, candidates: Sequence[str]) -> UserError:
    choice = "、".join(candidates)
    return UserError(
        ja=f"「{file}」の{row}行目をどの事業とするか決められません。"
        + (
            f"{file}:{row}=事業ID のように、{choice} から選んでください。"
            if candidates
            else "確認の要る行の番号と、計画にある事業IDを指定してください。"
        ),
        en=f"It is not clear which project row {row} of {file} is. "
        + (
            f"Choose from {choice}: {file}:{row}=ID."
            if candidates
            else "Name a doubtful row and a project of the plan."
        ),
    )


def _read(
    files: Sequence[Path], ground: Ground, sendings: Sendings, confirmations: _Confirmations
) -> list[Returned]:
    untouched = {book.sha256 for book in sendings.books}
    returned: list[Returned] = []
    for file in read_cells_apart(files):
        if file.refusal is not None:
            returned.append(_refused(file, file.refusal))
        elif file.sha256 not in untouched:
            came = CameFile(name=file.name, sha256=file.sha256, sheets=file.sheets)
            returned.extend(read_returned(came, ground, confirmed=confirmations.of(came, ground)))
    return returned


def _refused(file: CellFile, refusal: UserError) -> Returned:
    finding = Finding(
        code="file-refused",
        severity=Severity.ERROR,
        ja=refusal.ja,
        en=refusal.en,
        place=Place(file=file.name),
    )
    return Returned(file=file.name, sha256=file.sha256, book=None, findings=(finding,))


def _show(collected: Collected, plan: Plan, form: str) -> None:
    if form == "json":
        write_output(None, to_json(collected, plan))
    elif form == "xlsx":
        from torikumi.review.collected_workbook import to_workbook  # loaded where it is asked for

        write_output(None, to_workbook(collected, plan))
    else:
        write_output(None, to_text(collected, plan, language=language()))


def _write(
    collected: Collected, plan: Plan, *, output: Path | None, report: Path | None, before: AnswerBook
) -> None:
    if report is not None:
        write_output(report, to_json(collected, plan))
    if output is None:
        if collected.answers != before:
            say(
                "まだ何も書いていません。よければ -o answers.json を付けてください。",
                "Nothing is written yet; add -o answers.json.",
            )
        return
    write_output(output, dump_answers(collected.answers))
    count = len(collected.answers.answers)
    say(
        f"{count}事業の回答を「{output}」に書きました。",
        f"Wrote the answers about {count} projects to {output}.",
    )
