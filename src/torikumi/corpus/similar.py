"""Projects like this one in other bodies, grouped by body, with their life through the years.

Only the published words and figures of projects are compared, each time anew; nothing is stored that says what a project
"is" or what should be decided about it. Beside each answer stands how all projects of the same years went.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from torikumi.corpus.grams import GAP, grams_of
from torikumi.corpus.meaning import words_to_embed
from torikumi.corpus.question import Hit, Question, YearOf
from torikumi.corpus.search import Searcher
from torikumi.text.width import search_key

# The grams of a text that are asked for: the rarest say most.
_ASKED = 24
_CANDIDATES = 150
# So many texts near in meaning are looked at, while too few of them pass the filters.
_LOOKS = (_CANDIDATES, 600, 2_400, 9_600)
# How much the name counts beside the whole text, and meaning beside words; measured by bench/retrieval.py.
_NAME_SHARE = 0.3
_MEANING_SHARE = 0.2
# Below this two projects have little more in common than the words of the trade.
LEAST = 0.1
# From where on a likeness is called so, the strongest first; the figure itself says little to people.
NEARNESS: Mapping[str, float] = {"よく似ている": 0.35, "似ている": 0.2, "少し似ている": 0.0}
FEW_PROJECTS, FEW_BODIES = 10, 5


class Meaning(Protocol):
    """What knows how near two texts are in meaning, besides their words."""

    @property
    def name(self) -> str:
        """The model's name, to be shown."""

    def nearest(self, text: str, *, limit: int) -> Sequence[tuple[int, float]]:
        """Return the keys of the texts nearest to one, with their likeness 0 to 1."""

    def likeness(self, text: str, keys: Sequence[int]) -> Mapping[int, float]:
        """Return how like a text those with some keys are; keys that are not known are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The project that others are looked for; `body` is left out of the answer."""

    name: str
    summary: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarProject:
    """A project like it: its newest wording, its life, and how like it is (0 to 1) by words and by meaning.

    `per_head` is the newest budget in yen divided by the population. `reason` is the one given last.
    """

    hit: Hit
    life: tuple[YearOf, ...]
    by_words: float
    by_meaning: float | None
    likeness: float

    @property
    def nearness(self) -> str:
        """How like it is, in words."""
        return next(word for word, least in NEARNESS.items() if self.likeness >= least)

    @property
    def per_head(self) -> int | None:
        """The newest known budget a head, in yen."""
        budget = next((year.budget for year in reversed(self.life) if year.budget is not None), None)
        return round(budget / self.hit.population) if budget is not None and self.hit.population else None

    @property
    def reason(self) -> str | None:
        """The reason that was given last."""
        return next((year.reason for year in reversed(self.life) if year.reason), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarBody:
    """The projects of one body."""

    body: str
    body_name: str
    prefecture: str
    population: int | None
    peers: str | None
    projects: tuple[SimilarProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarAnswer:
    """Bodies in order of their code, never of a score; the base is all projects of the newest year of the answer.

    `outcomes` counts the newest direction of the similar projects, `base` that of all projects in the corpus of the
    years that these directions are of. `is_few` where too few were found to say more than what each of them is.
    """

    bodies: tuple[SimilarBody, ...]
    outcomes: Mapping[str, int]
    base: Mapping[str, int]
    years: tuple[int, ...]
    is_few: bool
    model: str | None = None
    left_out: int = 0
    question: Question = field(default_factory=Question)

    @property
    def projects(self) -> tuple[SimilarProject, ...]:
        """All projects, the most like first."""
        found = [project for body in self.bodies for project in body.projects]
        return tuple(sorted(found, key=lambda one: (-one.likeness, one.hit.body, one.hit.line)))


def likeness_of(*, name: float, whole: float, meaning: float | None) -> tuple[float, float]:
    """Return likeness by words and in all, 0 to 1, of the cosines of names, of whole texts and of meaning."""
    by_words = _NAME_SHARE * name + (1 - _NAME_SHARE) * whole
    if meaning is None:
        return by_words, by_words
    return by_words, (1 - _MEANING_SHARE) * by_words + _MEANING_SHARE * max(meaning, 0.0)


def find_similar(
    searcher: Searcher,
    asked: Asked,
    *,
    question: Question | None = None,
    meaning: Meaning | None = None,
    limit: int = 20,
    least: float = LEAST,
) -> SimilarAnswer:
    """Return the projects most like one, of other bodies; filters of `question` narrow where they are looked for.

    What is less like it than `least` (0 to 1) is left out.
    """
    filters = question or Question()
    grams = _weights(searcher, asked)
    hits = searcher.nearest_words(_rarest(grams, searcher), limit=_CANDIDATES, question=filters)
    meant: Mapping[int, float] = {}
    if meaning is not None:
        text = words_to_embed(asked.name, asked.summary)
        near, more = _near_in_meaning(searcher, meaning, text, filters)
        hits = [*hits, *more]
        meant = {**meaning.likeness(text, [hit.text_key for hit in hits]), **near}
    best: dict[tuple[str, str], SimilarProject] = {}
    for hit in hits:
        if hit.body == asked.body:
            continue
        found = _measured(searcher, asked, grams, hit, meant.get(hit.text_key) if meaning else None)
        known = best.get((hit.body, hit.line))
        if found.likeness >= least and (known is None or found.likeness > known.likeness):
            best[hit.body, hit.line] = found
    ranked = sorted(best.values(), key=lambda one: (-one.likeness, one.hit.body, one.hit.line))
    chosen = _with_lives(searcher, ranked[:limit])
    return _answer(
        searcher, chosen, filters, left_out=len(ranked) - len(chosen), model=meaning.name if meaning else None
    )


def _near_in_meaning(
    searcher: Searcher, meaning: Meaning, text: str, filters: Question
) -> tuple[Mapping[int, float], Sequence[Hit]]:
    """The likeness of texts near in meaning, and those of them that pass the filters.

    The model knows texts, not filters: where few pass, more texts are asked for, until enough pass or a great many were
    looked at.
    """
    for limit in _LOOKS:
        near = dict(meaning.nearest(text, limit=limit))
        hits = searcher.texts_of([*near], question=filters)
        passed = {hit.text_key for hit in hits}
        if len(passed) >= _CANDIDATES or len(near) < limit or not filters.is_narrowed:
            break
    nearest = set(sorted(passed, key=lambda key: (-near[key], key))[:_CANDIDATES])
    return near, [hit for hit in hits if hit.text_key in nearest]


def _answer(
    searcher: Searcher,
    chosen: Sequence[SimilarProject],
    filters: Question,
    *,
    left_out: int,
    model: str | None,
) -> SimilarAnswer:
    by_body: dict[str, list[SimilarProject]] = {}
    for one in chosen:
        by_body.setdefault(one.hit.body, []).append(one)
    bodies = tuple(
        SimilarBody(
            body=body,
            body_name=projects[0].hit.body_name,
            prefecture=projects[0].hit.prefecture,
            population=projects[0].hit.population,
            peers=projects[0].hit.peers,
            projects=tuple(projects),
        )
        for body, projects in sorted(by_body.items())
    )
    years = tuple(sorted({one.life[-1].year for one in chosen}))
    return SimilarAnswer(
        bodies=bodies,
        outcomes=Counter(one.life[-1].outcome or "" for one in chosen),
        base=searcher.outcomes_of(years),
        years=years,
        is_few=len(chosen) < FEW_PROJECTS or len(bodies) < FEW_BODIES,
        model=model,
        left_out=left_out,
        question=filters,
    )


def _with_lives(searcher: Searcher, chosen: Sequence[SimilarProject]) -> list[SimilarProject]:
    lives: dict[tuple[str, str], list[YearOf]] = {}
    for hit in searcher.wordings_of([(one.hit.body, one.hit.line) for one in chosen]):
        lives.setdefault((hit.body, hit.line), []).extend(hit.years)
    return [
        SimilarProject(
            hit=one.hit,
            life=tuple(sorted(lives[one.hit.body, one.hit.line], key=lambda year: year.year)),
            by_words=one.by_words,
            by_meaning=one.by_meaning,
            likeness=one.likeness,
        )
        for one in chosen
    ]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The bigrams of the name and of the whole, each with its weight, and the lengths of these rows of numbers."""

    name: Mapping[str, float]
    whole: Mapping[str, float]


def _weights(searcher: Searcher, asked: Asked) -> _Weighed:
    return _Weighed(name=_weigh(searcher, asked.name), whole=_weigh(searcher, asked.name, asked.summary))


def _weigh(searcher: Searcher, *texts: str | None) -> dict[str, float]:
    counts = Counter(gram for gram in grams_of(*texts).split() if gram != GAP)
    size = searcher.size + 1
    return {
        gram: (1 + math.log(count)) * math.log(size / (searcher.document_count(gram) + 1) + 1)
        for gram, count in counts.items()
    }


def _rarest(weighed: _Weighed, searcher: Searcher) -> dict[str, float]:
    """The grams that are asked for: those of most weight that stand anywhere at all, those of the name doubled."""
    there = {
        gram: weight * (2 if gram in weighed.name else 1)
        for gram, weight in weighed.whole.items()
        if searcher.document_count(gram)
    }
    ranked = sorted(there.items(), key=lambda one: (-one[1], one[0]))[:_ASKED]
    top = ranked[0][1] if ranked else 1.0
    return {gram: weight / top for gram, weight in ranked}


def _measured(
    searcher: Searcher, asked: Asked, weighed: _Weighed, hit: Hit, by_meaning: float | None
) -> SimilarProject:
    name = _cosine(weighed.name, _weigh(searcher, hit.name))
    whole = _cosine(weighed.whole, _weigh(searcher, hit.name, hit.summary))
    if search_key(asked.name) == search_key(hit.name):
        # Of many of one name the texts say which is the most like; where one has none, the name is all there is.
        name, whole = 1.0, whole if asked.summary and hit.summary else 1.0
    by_words, likeness = likeness_of(name=name, whole=whole, meaning=by_meaning)
    return SimilarProject(
        hit=hit,
        life=hit.years,
        by_words=round(by_words, 4),
        by_meaning=by_meaning,
        likeness=round(likeness, 4),
    )


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[gram] for gram, weight in one.items() if gram in other)
    lengths = math.sqrt(
        sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in other.values())
    )
    return shared / lengths if lengths else 0.0
