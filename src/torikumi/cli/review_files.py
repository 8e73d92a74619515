"""The files of a review on the command line: the settings of the round, the record of what went out, the answers."""

from pathlib import Path

from torikumi.errors import UserError, reason_ja
from torikumi.plan.model import Plan
from torikumi.review.answers_file import AnswerBook, empty_answers, load_answers, require_same_round
from torikumi.review.round import Round
from torikumi.review.roundfile import read_round
from torikumi.review.sent import Sendings, load_sendings

# Both stand where people see them: who moves or zips the folder takes them along.
RECORD, LIST = "送付控え.json", "送付一覧.csv"
BOOK_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xls", ".ods", ".csv"))


def open_round(path: Path) -> Round:
    """Return the round of a ROUND.toml; raises UserError."""
    return read_round(read_text(path))


def open_record(path: Path) -> Sendings:
    """Return the record of what went out; raises UserError."""
    return load_sendings(read_text(path), name=path.name)


def open_answers(path: Path | None, round_: Round) -> AnswerBook:
    """Return the answers so far, of this round; none where no file is named."""
    if path is None:
        return empty_answers(round_)
    answers = load_answers(read_text(path), name=path.name)
    require_same_round(answers, round_, name=path.name)
    return answers


def round_id_of(plan: Plan, round_: Round) -> str:
    """Return what tells a round from every other one: the city, the plan, the year and the form, not their dates."""
    city = plan.municipality.code if plan.municipality else ""
    return " ".join((city, plan.title, str(round_.year), round_.form.id)).strip()


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file; raises UserError with the next step."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(
            ja=f"「{path}」を開けません（{reason_ja(error)}）。ファイルの場所と名前を確かめてください。",
            en=f"Cannot open {path} ({error.strerror or error}). Check the place and the name of the file.",
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            ja=f"「{path.name}」はUTF-8ではありません。UTF-8で保存し直してください。",
            en=f"{path.name} is not UTF-8; save it as UTF-8.",
        ) from error
