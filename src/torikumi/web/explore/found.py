"""What was found, as the pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torikumi.corpus.grams import find_marks
from torikumi.corpus.question import Hit, YearOf
from torikumi.corpus.similar import SimilarAnswer, SimilarProject
from torikumi.corpus.words import FATE_WORDS, OUTCOME_WORDS, peers_word
from torikumi.plan.direction import Outcome
from torikumi.publish.palette import look_of
from torikumi.publish.view import Badge, Table
from torikumi.text.characters import join_lines
from torikumi.text.era import format_fiscal_year

_BEFORE, _SHOWN = 40, 160


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked where it is a word that was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One year of a project: its direction, money and figures in words."""

    year: str
    badge: Badge | None
    budget: str
    figures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One wording as the search shows it."""

    name: str
    marked_name: tuple[Piece, ...]
    body: str
    section: str
    text: tuple[Piece, ...]
    years: tuple[YearLine, ...]
    credit: str
    notice: str
    similar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeLine:
    """One project as the page of similar ones shows it."""

    name: str
    section: str
    nearness: str
    text: str
    years: tuple[YearLine, ...]
    after: str
    per_head: str
    reason: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeBody:
    """A body with its projects."""

    name: str
    place: str
    projects: tuple[LikeLine, ...]


def found_lines(hits: Sequence[Hit], keys: Sequence[str], *, similar: str) -> list[FoundLine]:
    """Return the wordings of a search with the words marked; `similar` is the address that a name is added to."""
    return [
        FoundLine(
            name=join_lines(hit.name),
            marked_name=marked(join_lines(hit.name), keys, whole=True),
            body=f"{hit.body_name}（{hit.prefecture}）",
            section=join_lines(hit.section or ""),
            text=marked(join_lines(_text_of(hit, keys)), keys),
            years=tuple(year_line(year) for year in hit.years),
            credit=hit.credit or "",
            notice=hit.notice or "",
            similar=f"{similar}?body={hit.body}&line={hit.line}",
        )
        for hit in hits
    ]


def like_bodies(answer: SimilarAnswer) -> list[LikeBody]:
    """Return the bodies of an answer with their projects."""
    return [
        LikeBody(
            name=body.body_name,
            place=body.prefecture + (f"、{peers_word(body.peers)}" if body.peers else ""),
            projects=tuple(_like_line(project) for project in body.projects),
        )
        for body in answer.bodies
    ]


def base_table(answer: SimilarAnswer) -> Table:
    """Return the newest directions of the similar projects beside those of all projects of the same years."""
    whole, base = sum(answer.outcomes.values()), sum(answer.base.values())
    rows = [
        (
            OUTCOME_WORDS.get(outcome, outcome),
            f"{answer.outcomes.get(outcome, 0)}件",
            share(answer.outcomes.get(outcome, 0), whole),
            share(answer.base.get(outcome, 0), base),
        )
        for outcome in sorted(
            {*answer.outcomes, *answer.base},
            key=lambda one: (-answer.outcomes.get(one, 0), -answer.base.get(one, 0)),
        )
    ]
    years = "、".join(format_fiscal_year(year) for year in answer.years)
    return Table(
        caption=f"最新の方向性（比べる全体は{years}のすべての記録 {base:,}件）",
        heads=("方向性", "似た取組", "似た取組での割合", "全体での割合"),
        rows=tuple(rows),
        numeric=frozenset((1, 2, 3)),
    )


def badge_of_outcome(outcome: str) -> Badge:
    """Return the badge of an outcome; it has a word and no letter, since letters differ from body to body."""
    outcomes = (Outcome(outcome),) if outcome else ()
    return Badge(look_of(outcomes).css, "", OUTCOME_WORDS.get(outcome, outcome))


def share(count: int, whole: int) -> str:
    """Return a share in whole per cent."""
    return f"{100 * count / whole:.0f}％" if whole else "－"


def year_line(year: YearOf) -> YearLine:
    """Return one year in words."""
    return YearLine(
        year=format_fiscal_year(year.year),
        badge=badge_of_outcome(year.outcome) if year.outcome else None,
        budget=f"予算{year.budget // 1000:,}千円" if year.budget is not None else "",
        figures=f"指標{year.judged}のうち{year.met}が目標に届いた" if year.judged else "",
    )


def marked(text: str, keys: Sequence[str], *, whole: bool = False) -> tuple[Piece, ...]:
    """Return a text, or the part around the first word found, in pieces of which the words are marked."""
    marks = find_marks(text, keys)
    start = max(marks[0][0] - _BEFORE, 0) if marks and not whole else 0
    end = len(text) if whole else min(start + _SHOWN, len(text))
    pieces = [Piece("…")] if start else []
    at = start
    for left, right in marks:
        if left >= end:
            break
        pieces += [Piece(text[at:left]), Piece(text[left:right], is_marked=True)]
        at = right
    pieces.append(Piece(text[at:end] + ("…" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _text_of(hit: Hit, keys: Sequence[str]) -> str:
    """The text in which a word stands: the summary, else the answers."""
    summary, answers = hit.summary or "", hit.answers or ""
    return (
        answers
        if answers and keys and not find_marks(summary, keys) and find_marks(answers, keys)
        else summary
    )


def _like_line(project: SimilarProject) -> LikeLine:
    last = project.life[-1]
    return LikeLine(
        name=join_lines(project.hit.name),
        section=join_lines(project.hit.section or ""),
        nearness=project.nearness,
        text=join_lines(project.hit.summary or "")[:_SHOWN],
        years=tuple(year_line(year) for year in project.life),
        after=FATE_WORDS[last.fate] if last.fate != "open" else "",
        per_head=f"{project.per_head:,}円" if project.per_head is not None else "",
        reason=join_lines(project.reason or ""),
        notice=project.hit.notice or "",
    )
