"""The running texts of a project: its summary, and what its answers say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from re import Match, Pattern

from torikumi.check.many import remark_on_quotes
from torikumi.check.rule import Remark
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.era import format_fiscal_year

_BEFORE, _AFTER = 4, 2
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text, the field that holds it, and what it is called."""

    field: str
    ja: str
    en: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A way of writing, and the better one.

    `sign` stands in every text that has it; `pattern` finds the words where they mean this and nothing else.
    """

    sign: str
    pattern: Pattern[str]
    better: str


def texts_of(project: Project) -> Iterator[Text]:
    """Yield the texts of a project that are not empty."""
    if project.summary and project.summary.strip():
        yield Text(field="summary", ja="概要", en="summary", text=project.summary)
    for review in project.reviews:
        year = format_fiscal_year(review.year)
        for word, text in (
            ("成果", review.result),
            ("課題", review.reason),
            *((answer.label, answer.text) for answer in review.others),
        ):
            if text and text.strip():
                yield Text(field="reviews", ja=f"{year}の{word}", en=f"answer for {review.year}", text=text)


def remark_on_wordings(plan: Plan, wordings: Sequence[Wording]) -> Iterator[Remark]:
    """Yield a remark for each of a few projects that use a wording, a single one where many do."""
    texts = [(project, _BETWEEN.join(text.text for text in texts_of(project))) for project in plan.projects]
    for wording in wordings:
        users: list[tuple[Project, str]] = []
        for project, text in texts:
            # Nearly all texts lack the sign, and a look for it is far shorter than one for the pattern.
            found = wording.pattern.search(text) if wording.sign in text else None
            if found is not None:
                users.append((project, _around(found)))
        yield from remark_on_quotes(users, "summary", partial(_words, wording.better))


def _around(found: Match[str]) -> str:
    # One character alone (行) would not be found again in the text.
    start = max(0, found.start() - _BEFORE)
    return "".join(found.string[start : found.end() + _AFTER].split())


def _words(better: str, printed: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の文に「{printed}」があります。公用文では「{better}」と書きます。",
        f"{title_en} writes “{printed}”. The state's rules for official writing have “{better}”.",
    )


Finder = Callable[[str], str | None]


def first_in_texts(project: Project, find: Finder) -> tuple[Text, str] | None:
    """Return the first text of a project in which `find` finds something, and what it found."""
    return next(((text, found) for text in texts_of(project) if (found := find(text.text))), None)
