"""Texts of letters with placeholders such as {課名}: what may stand in them, and filling them in.

A placeholder is replaced by a text and by nothing else: there are no attributes, formats or expressions, and what was
filled in is not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models

from torikumi.errors import UserError

LONGEST_BODY = 20_000
# Braces of both widths: whoever types with a Japanese keyboard gets the wide ones.
_PLACEHOLDER = re.compile(r"[{｛]([^{}｛｝\n]{0,40})[}｝]")
_BRACE = re.compile(r"[{}｛｝]")


class LetterKind(models.TextChoices):
    """What a letter is for."""

    REQUEST = "request", "依頼"
    REMINDER = "reminder", "督促"
    RETURNED = "returned", "差戻しの知らせ"
    APPROVAL = "approval", "承認のお願い"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A name, what it becomes, and an invented example."""

    name: str
    meaning: str
    sample: str


_EVERYWHERE = (
    Placeholder(name="団体名", meaning="団体の名前", sample="○○市"),
    Placeholder(name="課名", meaning="相手の課の名前", sample="みほん課"),
    Placeholder(name="宛名", meaning="相手の氏名", sample="見本 太郎"),
    Placeholder(name="計画名", meaning="計画の名前", sample="みほん総合戦略"),
    Placeholder(name="年度", meaning="評価する年度", sample="令和7年度"),
    Placeholder(name="締切", meaning="締切の日", sample="2026年7月31日（金）"),
    Placeholder(name="残り日数", meaning="締切までの日数", sample="5"),
    Placeholder(name="残り", meaning="締切までの残り。過ぎていれば「3日過ぎています」", sample="あと5日"),
    Placeholder(name="件数", meaning="相手の事業の数", sample="12"),
    Placeholder(name="残り件数", meaning="まだ終わっていない事業の数", sample="3"),
    Placeholder(
        name="一覧",
        meaning="まだ終わっていない事業の一覧",
        sample="・子育て応援事業\n・移住相談事業\n・商店街活性化事業",
    ),
    Placeholder(name="アドレス", meaning="開くページのアドレス", sample="https://plan.example.jp/"),
    Placeholder(name="差出人", meaning="送る人の課と氏名", sample="企画課 企画 花子"),
)
_REASON = Placeholder(
    name="差戻しの理由", meaning="差し戻した人が書いた理由", sample="成果を数で書いてください。"
)

PLACEHOLDERS: Mapping[LetterKind, tuple[Placeholder, ...]] = MappingProxyType(
    {
        LetterKind.REQUEST: _EVERYWHERE,
        LetterKind.REMINDER: _EVERYWHERE,
        LetterKind.RETURNED: (*_EVERYWHERE, _REASON),
        LetterKind.APPROVAL: _EVERYWHERE,
    }
)


class LetterTextError(UserError):
    """A text of a letter that cannot be kept or filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """A subject and a body, with placeholders or filled in."""

    subject: str
    body: str


def find_problems(kind: LetterKind, text: str) -> list[str]:
    """Return one sentence for each thing in the text that is no placeholder of this kind of letter."""
    known = {placeholder.name for placeholder in PLACEHOLDERS[kind]}
    unknown = {found.group(1).strip(): found.group(0) for found in _PLACEHOLDER.finditer(text)}
    listed = "、".join(f"{{{name}}}" for name in sorted(known))
    problems = [
        f"「{written}」という差し込みはありません。使えるのは {listed} です。"
        for name, written in unknown.items()
        if name not in known
    ]
    if _BRACE.search(_PLACEHOLDER.sub("", text)):
        problems.append(
            "対になっていないかっこ「{」か「}」があります。差し込みは {課名} のように、1行の中で両側をかっこで囲んでください。"
        )
    return problems


def fill(kind: LetterKind, letter: LetterText, values: Mapping[str, str]) -> LetterText:
    """Return the letter with each placeholder replaced. Raises LetterTextError where one has no value.

    In a subject, several lines become one.
    """
    subject = " ".join(_fill(kind, letter.subject, values).split())
    return LetterText(subject=subject, body=_fill(kind, letter.body, values))


def sample_values(kind: LetterKind) -> dict[str, str]:
    """Return an invented value for each placeholder, for the preview."""
    return {placeholder.name: placeholder.sample for placeholder in PLACEHOLDERS[kind]}


def _fill(kind: LetterKind, text: str, values: Mapping[str, str]) -> str:
    known = {placeholder.name for placeholder in PLACEHOLDERS[kind]}

    def replace(found: re.Match[str]) -> str:
        name = found.group(1).strip()
        if name not in known or name not in values:
            raise LetterTextError(
                ja=f"文面の差し込み「{found.group(0)}」に入れるものがありません。文面を直してください。",
                en=f"Nothing is known for the placeholder {found.group(0)}; mend the text of the letter.",
            )
        return values[name]

    return _PLACEHOLDER.sub(replace, text)
