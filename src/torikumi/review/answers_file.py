"""answers.json: the answers of a round as a file, each value with where it came from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from torikumi.errors import UserError
from torikumi.plan.codec import decode_all, encode_all
from torikumi.review.round import Round

VERSION = 1
_VERSION_KEY = "torikumi_answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The cell that a value came from: the file with the SHA-256 of its bytes, the sheet, and the cell ("J12")."""

    file: str
    sha256: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerValue:
    """One answer as text; `origin` is None where it stood there before any workbook came back."""

    key: str
    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answers about one project; `name` is for people, the id counts."""

    project: str
    name: str
    values: tuple[AnswerValue, ...]

    def texts(self) -> dict[str, str]:
        """Return the texts by the key of their question."""
        return {value.key: value.text for value in self.values}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBook:
    """The answers of a round, in the order of the plan."""

    round_title: str
    year: int
    form: str
    form_version: int
    answers: tuple[Answer, ...] = ()

    def texts(self) -> dict[str, dict[str, str]]:
        """Return all texts, by project and question."""
        return {answer.project: answer.texts() for answer in self.answers}


class AnswersFileError(UserError):
    """A file that is no answers.json, or of another round."""


def empty_answers(round_: Round) -> AnswerBook:
    """Return the answers of a round before anybody has answered."""
    return AnswerBook(
        round_title=round_.title, year=round_.year, form=round_.form.id, form_version=round_.form.version
    )


def dump_answers(book: AnswerBook) -> str:
    """Return the answers as answers.json; the same answers always give the same text."""
    content = {
        _VERSION_KEY: VERSION,
        "round": {
            "title": book.round_title,
            "year": book.year,
            "form": book.form,
            "form_version": book.form_version,
        },
        "answers": encode_all(book.answers),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def load_answers(text: str, *, name: str) -> AnswerBook:
    """Return the answers of an answers.json. Raises a UserError that says what is wrong with it."""
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(name) from error
    if not isinstance(content, dict) or content.get(_VERSION_KEY) != VERSION:
        raise _wrong(name)
    about = content.get("round")
    if not isinstance(about, dict) or not _is_about(about):
        raise _wrong(name)
    return AnswerBook(
        round_title=about["title"],
        year=about["year"],
        form=about["form"],
        form_version=about["form_version"],
        answers=decode_all(Answer, content.get("answers")),
    )


def require_same_round(book: AnswerBook, round_: Round, *, name: str) -> None:
    """Raise AnswersFileError where the answers are those of another year or form."""
    if (book.year, book.form) != (round_.year, round_.form.id):
        raise AnswersFileError(
            ja=f"「{name}」は別の回（{book.round_title}）の回答です。この回の回答を指定してください。",
            en=f"{name} holds the answers of another round ({book.round_title}); name those of this one.",
        )


def _is_about(about: Mapping[str, object]) -> bool:
    kinds: Iterable[tuple[str, type]] = (("title", str), ("year", int), ("form", str), ("form_version", int))
    return all(type(about.get(name)) is kind for name, kind in kinds)


def _wrong(name: str) -> AnswersFileError:
    return AnswersFileError(
        ja=f"「{name}」は回答のファイル（answers.json）ではないか、壊れています。"
        "torikumi review collect が書いたものを指定してください。",
        en=f"{name} is no answers.json, or it is damaged. Name one that torikumi review collect wrote.",
    )
