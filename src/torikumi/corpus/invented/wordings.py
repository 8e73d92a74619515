"""Invented wordings: names, summaries, headings and answers, a new one only where the life says that it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from torikumi.corpus.classes import goal_class_of, section_kind_of
from torikumi.corpus.invented.bodies import InventedBody
from torikumi.corpus.invented.lives import RENAMES, REWORDS, Lives
from torikumi.corpus.invented.vocabulary import (
    BRANDS,
    DEED_WORDS,
    GOAL_NAMES,
    HOW,
    KINDS,
    MORE_REASONS,
    PLACES,
    SECTION_NAMES,
    THEMES,
    WHOM,
    WHY,
)
from torikumi.corpus.keys import line_of, name_key_of, wording_of

# The part of the projects with answers whose answer is another one every year.
_NEW_EVERY_YEAR = 1 / 3
_BRANDED = 0.3
# The part of the themes of a body under which one project has the name that it has elsewhere, such as 予防接種事業.
_STAPLE = 0.6


@dataclass(frozen=True, slots=True)
class Wordings:
    """A text column has a value a version of a line; `row_version` says which of them a row has."""

    texts: Mapping[str, list[str | None]]
    keys: Mapping[str, list[int]]
    row_version: np.ndarray
    answers: list[str | None]
    reasons: list[str | None]
    row_answer: np.ndarray
    row_wording: np.ndarray

    def columns(self) -> Mapping[str, pa.Array]:
        """Return the columns that hold words."""
        at, answered = pa.array(self.row_version), pa.array(self.row_answer)
        return {
            **{name: pa.array(values, pa.string()).take(at) for name, values in self.texts.items()},
            "name_key": pa.array(self.keys["name_key"], pa.int64()).take(at),
            "answers": pa.array(self.answers, pa.string()).take(answered),
            "reason": pa.array(self.reasons, pa.string()).take(answered),
            "wording": pa.array(self.keys["wording"], pa.int64()).take(pa.array(self.row_wording)),
        }


def invent_wordings(bodies: Sequence[InventedBody], lives: Lives, rng: np.random.Generator) -> Wordings:
    """Return the wordings of all rows of some lives."""
    is_new = np.r_[
        True, (lives.row_line[1:] != lives.row_line[:-1]) | (lives.version[1:] != lives.version[:-1])
    ]
    row_version = np.cumsum(is_new) - 1
    lines = lives.row_line[is_new]
    theme_of_line = _theme_of_line(lives, rng)
    theme = theme_of_line[lines]
    fields = [THEMES[at].field for at in theme.tolist()]
    name_list, summary_list = _names_and_summaries(
        _Drawn(lines, rng), theme, _staples(lives, theme_of_line, rng.spawn(1)[0])[lines]
    )
    goals = [GOAL_NAMES[field] for field in fields]
    measures = [f"{THEMES[at].words[0]}への取組" for at in theme.tolist()]
    sections = [SECTION_NAMES[field] for field in fields]
    known = {
        measure: goal_class_of(measure, goal) for measure, goal in set(zip(measures, goals, strict=True))
    }
    kinds = {section: section_kind_of(section) for section in set(sections)}
    name_keys = {name: name_key_of(name) for name in set(name_list)}
    answers, reasons, row_answer = _answers(bodies, lives, rng)
    pairs = row_version.astype(np.int64) * (len(answers) + 1) + row_answer
    distinct, row_wording = np.unique(pairs, return_inverse=True)
    owner = lives.line_body[lines]
    owners = [(one.body.code, one.plan_key) for one in bodies]
    wordings = []
    for pair in distinct.tolist():
        at, said = divmod(pair, len(answers) + 1)
        line = int(lines[at])
        code, plan_key = owners[int(owner[at])]
        project = f"P-{int(owner[at]):03x}{line:07x}"
        wordings.append(
            wording_of(
                code,
                line_of(project, int(lives.line_first[line]), plan_key),
                name_list[at],
                summary_list[at],
                answers[said] or "",
                sections[at],
                goals[at],
                measures[at],
            )
        )
    return Wordings(
        texts={
            "name": [*name_list],
            "summary": [*summary_list],
            "goal": [*goals],
            "measure": [*measures],
            "goal_class": [known[one] for one in measures],
            "section": [*sections],
            "section_kind": [kinds[one] for one in sections],
        },
        keys={"name_key": [name_keys[one] for one in name_list], "wording": wordings},
        row_version=row_version,
        answers=answers,
        reasons=reasons,
        row_answer=row_answer,
        row_wording=row_wording,
    )


def _theme_of_line(lives: Lives, rng: np.random.Generator) -> np.ndarray:
    # Some themes are everywhere, others here and there.
    weights = 1 / (1 + np.arange(len(THEMES))) ** 0.5
    order = np.random.default_rng(7).permutation(len(THEMES))
    return rng.choice(order, len(lives.line_body), p=weights / weights.sum())


def _staples(lives: Lives, theme: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which lines have the usual name of their theme: at most one a body and theme."""
    _, first = np.unique(lives.line_body * len(THEMES) + theme, return_index=True)
    found = np.zeros(len(theme), bool)
    found[first] = rng.random(len(first)) < _STAPLE
    return found


class _Drawn:
    """Words drawn for each version; what a line keeps through its versions is drawn once a line."""

    def __init__(self, lines: np.ndarray, rng: np.random.Generator) -> None:
        count, known = len(lines), int(lines.max()) + 1

        def of_line(size: int) -> np.ndarray:
            drawn: np.ndarray = rng.integers(0, size, known)[lines]
            return drawn

        self.spelling = of_line(6)
        self.renamed = np.where(self._changes(lines, rng, RENAMES), rng.integers(1, 3, count), 0)
        self.deed, self.kind, self.whom = of_line(len(DEED_WORDS)), of_line(len(KINDS)), of_line(len(WHOM))
        self.how, self.why, self.place = of_line(len(HOW)), of_line(len(WHY)), of_line(len(PLACES))
        self.brand = np.where(rng.random(known)[lines] < _BRANDED, of_line(len(BRANDS)), -1)
        self.more = rng.integers(0, len(HOW), count)

    @staticmethod
    def _changes(lines: np.ndarray, rng: np.random.Generator, rate: float) -> np.ndarray:
        share = rate / (RENAMES + REWORDS)
        repeated = np.r_[False, lines[1:] == lines[:-1]]
        changes: np.ndarray = repeated & (rng.random(len(lines)) < share)
        return changes


def _names_and_summaries(drawn: _Drawn, theme: np.ndarray, staple: np.ndarray) -> tuple[list[str], list[str]]:
    names, summaries = [], []
    for at, one in enumerate(theme.tolist()):
        spelling = int(drawn.renamed[at]) + (0 if staple[at] else int(drawn.spelling[at]))
        words, deeds = THEMES[one].words, DEED_WORDS[int(drawn.deed[at])]
        topic, deed = words[spelling % len(words)], deeds[spelling // 2 % len(deeds)]
        brand = int(drawn.brand[at])
        name = f"{topic}{deed}{KINDS[int(drawn.kind[at])]}"
        if staple[at]:
            names.append(f"{topic}事業")
        else:
            names.append(f"{BRANDS[brand]}{name}" if brand >= 0 else name)
        summaries.append(
            f"{PLACES[int(drawn.place[at])]}で、{WHOM[int(drawn.whom[at])]}を対象に{topic}についての{deed}を行い、"
            f"{HOW[int(drawn.how[at])]}。{WHY[int(drawn.why[at])]}ことをめざし、{HOW[int(drawn.more[at])]}。"
        )
    return names, summaries


def _answers(
    bodies: Sequence[InventedBody], lives: Lives, rng: np.random.Generator
) -> tuple[list[str | None], list[str | None], np.ndarray]:
    """Answers and reasons (the first is none), and which of them each row has."""
    owner = lives.line_body[lives.row_line]
    has = np.asarray([one.has_answers for one in bodies])[owner]
    yearly = rng.random(len(lives.line_body)) < _NEW_EVERY_YEAR
    fresh = yearly[lives.row_line] | np.r_[True, lives.row_line[1:] != lives.row_line[:-1]]
    number = np.cumsum(has & fresh)
    row_answer = np.where(has, number, 0)
    answers: list[str | None] = [None]
    reasons: list[str | None] = [None]
    at = np.flatnonzero(has & fresh)
    how, people = rng.integers(0, len(HOW), len(at)), rng.integers(3, 2000, len(at))
    why = rng.integers(0, len(MORE_REASONS), len(at))
    for way, count, cause in zip(how.tolist(), people.tolist(), why.tolist(), strict=True):
        reasons.append(MORE_REASONS[cause])
        answers.append(f"{HOW[way]}取組を行い、{count}人が利用した。\n{MORE_REASONS[cause]}")
    return answers, reasons, row_answer
