"""The list of the personnel section (人事異動): rows of a CSV file, and what is wrong with them by line and column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from torikumi.errors import UserError
from torikumi.read.document import Cell
from torikumi.read.sources.csv import read_tables
from torikumi.text.width import search_key
from torikumi.web.accounts.login_names import login_name_is_plain
from torikumi.web.accounts.permissions import ROLE_LABELS, UNIT_ROLES, Role

MOST_ROWS = 20_000

# Column → what lists call it; the first one is the name that sentences use.
COLUMNS: Mapping[str, Sequence[str]] = {
    "login_name": ("利用者ID", "ID", "ユーザーID", "ログインID", "職員番号", "職員コード"),
    "display_name": ("氏名", "名前", "職員名", "職員氏名"),
    "unit": ("所属", "所属名", "課", "部署", "所属課", "組織", "組織コード", "所属コード"),
    "role": ("役割", "権限"),
    "email": ("メール", "メールアドレス", "電子メール", "email", "e-mail", "mail"),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NEEDED = ("login_name", "display_name", "unit", "role")
_LONGEST = {"login_name": 150, "display_name": 100, "unit": 100, "role": 20, "email": 254}
_ROLES = {search_key(name): role for role, label in ROLE_LABELS.items() for name in (label, role.value)}


class PersonnelListError(UserError):
    """The file is no list of people: a column is missing, or there is no row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line: a person with one role (None: without any) and the unit as it is written there."""

    line: int
    login_name: str
    display_name: str
    unit: str
    role: Role | None
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong in one cell, and how to mend it."""

    line: int
    column: str
    sentence: str


def read_personnel(octets: bytes, *, name: str) -> tuple[tuple[PersonRow, ...], tuple[RowProblem, ...]]:
    """Return the rows that can be used, and the problems of the others.

    Raises UserError where the file as a whole cannot be read (encoding, quotes, a missing column).
    """
    tables, _ = read_tables(octets, name=name)
    lines: dict[int, list[Cell]] = {}
    for cell in tables[0].cells:
        if cell.text.strip():
            lines.setdefault(cell.row, []).append(cell)
    if len(lines) < 2:
        raise PersonnelListError(
            ja="見出しの行と、1人以上の行が必要です。ファイルの中身を確かめてください。",
            en="The file needs a line of headings and at least one person.",
        )
    if len(lines) > MOST_ROWS + 1:
        raise PersonnelListError(
            ja=f"一度に取り込めるのは{MOST_ROWS:,}行までです。ファイルを分けてください。",
            en=f"At most {MOST_ROWS} rows are taken at once; split the file.",
        )
    first, *others = sorted(lines)
    columns = _find_columns(lines[first])
    texts = {line: _texts(lines[line], columns) for line in others}
    problems = [problem for line in others for problem in _problems_of(line, texts[line])]
    wrong = {problem.line for problem in problems}
    rows = tuple(_row(line, texts[line]) for line in others if line not in wrong)
    return rows, (*problems, *_contradictions(rows))


def _find_columns(header: Sequence[Cell]) -> dict[int, str]:
    words = {search_key(word): column for column, spelled in COLUMNS.items() for word in spelled}
    found: dict[int, str] = {}
    for cell in header:
        column = words.get(search_key(cell.text))
        if column is not None and column not in found.values():
            found[cell.column] = column
    missing = [COLUMNS[column][0] for column in _NEEDED if column not in found.values()]
    if missing:
        raise PersonnelListError(
            ja=f"1行目に「{'」「'.join(missing)}」の見出しがありません。見出しを直して、もう一度選んでください。",
            en=f"The first line lacks the headings {', '.join(missing)}; mend it and choose the file again.",
        )
    return found


def _texts(cells: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, str]:
    texts = dict.fromkeys(COLUMNS, "")
    for cell in cells:
        if cell.column in columns:
            texts[columns[cell.column]] = cell.text.strip()
    texts["login_name"] = texts["login_name"].casefold()
    return texts


def _problems_of(line: int, texts: Mapping[str, str]) -> list[RowProblem]:
    said: dict[str, str] = {}
    for column, longest in _LONGEST.items():
        if len(texts[column]) > longest:
            said[column] = f"{longest}文字までにしてください"
        elif _CONTROL.search(texts[column]):
            said[column] = "改行などの見えない文字を取り除いてください"
    if not texts["display_name"]:
        said["display_name"] = "氏名を入れてください"
    try:
        login_name_is_plain(texts["login_name"])
    except ValidationError as error:
        said["login_name"] = str(error.message) if texts["login_name"] else "利用者IDを入れてください"
    if texts["email"]:
        try:
            validate_email(texts["email"])
        except ValidationError:
            said["email"] = "メールアドレスの形にするか、空欄にしてください"
    said |= _problems_of_role(texts)
    return [RowProblem(line=line, column=COLUMNS[column][0], sentence=text) for column, text in said.items()]


def _problems_of_role(texts: Mapping[str, str]) -> dict[str, str]:
    role = _ROLES.get(search_key(texts["role"]))
    if texts["role"] and role is None:
        return {
            "role": f"「{texts['role']}」という役割はありません。{'、'.join(ROLE_LABELS.values())}のどれかにしてください"
        }
    if role in UNIT_ROLES and not texts["unit"]:
        return {"unit": f"{ROLE_LABELS[Role(role)]}には、所属を入れてください"}
    return {}


def _row(line: int, texts: Mapping[str, str]) -> PersonRow:
    return PersonRow(
        line=line,
        login_name=texts["login_name"],
        display_name=texts["display_name"],
        unit=texts["unit"],
        role=_ROLES.get(search_key(texts["role"])),
        email=texts["email"],
    )


def _contradictions(rows: Sequence[PersonRow]) -> list[RowProblem]:
    """A person may stand in several lines, one a role (兼務), but under one name."""
    first: dict[str, PersonRow] = {}
    problems = []
    for row in rows:
        known = first.setdefault(row.login_name, row)
        if known.display_name != row.display_name:
            problems.append(
                RowProblem(
                    line=row.line,
                    column=COLUMNS["display_name"][0],
                    sentence=f"{known.line}行目の同じ利用者IDと氏名が違います。どちらかを直してください",
                )
            )
    return problems
