"""Search over all wordings: words of any length, filters, exact counts beside each, three orders."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tantivy

from torikumi.corpus.grams import grams_of_word
from torikumi.corpus.keys import line_key_of
from torikumi.corpus.question import Answer, Hit, Order, Question, YearOf
from torikumi.corpus.states import all_name, combined, part_of, set_name
from torikumi.corpus.store import Corpus
from torikumi.corpus.text_index import SHOWN, YEARLY, index_schema, open_index

# The filters that a wording has one value of, and the field of each.
_PLAIN: Mapping[str, str] = {
    "bodies": "body",
    "prefectures": "prefecture",
    "body_kinds": "body_kind",
    "peers": "peers",
    "goal_classes": "goal_class",
    "section_kinds": "section_kind",
}
# The filters that are of a year.
_YEARLY: Mapping[str, str] = {"years": "year", "outcomes": "outcome", "bands": "band", "results": "result"}
FACETS = (*_PLAIN, *_YEARLY)
_MOST_BUCKETS = 60_000
# So many choices of yearly filters are remembered with the states that they let through.
_KEPT = 500
_TITLE_BOOST = 2.0
# Of one text that stands in very many places, so many are looked at.
_MOST_OF_ONE_TEXT = 5
_Must = tuple[Any, Any]


def open_search(corpus: Corpus) -> "Searcher":
    """Return the search over a corpus. Raises CorpusError where it has no index."""
    index, state = open_index(corpus)
    return Searcher(index, is_old=state.generation != corpus.generation)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which field a yearly facet is counted over (None: value by value), and what the other parts must be."""

    part: str
    others: Mapping[str, Collection[Any]]
    field: str | None

    def sum_up(self, buckets: Mapping[Any, int]) -> dict[str | int, int]:
        """Return the counts by value of this part in buckets of combinations."""
        if self.field == "year":
            return {int(key): count for key, count in buckets.items()}
        counts: dict[str | int, int] = {}
        for key, count in buckets.items():
            number = int(key)
            if all(part_of(number, field) in values for field, values in self.others.items()):
                value = part_of(number, self.part)
                counts[value] = counts.get(value, 0) + count
        return counts


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parts of a query that do not depend on which facet is counted."""

    words: Sequence[_Must]
    question: Question


class Searcher:
    """Answers questions; one searcher may be used by many threads."""

    def __init__(self, index: Any, *, is_old: bool = False) -> None:
        self._index, self._schema, self._is_old = index, index_schema(), is_old
        self._searcher = index.searcher()
        self._known_states: Mapping[int, int] | None = None
        self._base: dict[tuple[int, ...], Mapping[str, int]] = {}
        self._wanted: dict[tuple[Any, ...], list[str]] = {}

    def search(self, question: Question, *, counts: Collection[str] = FACETS) -> Answer:
        """Return the answer to a question, with counts for the named facets. Raises QuestionError."""
        question.check()
        asked = _Asked(words=[*self._words(question.word_keys())], question=question)
        query = self._query(asked, leave_out=())
        found = self._searcher.search(
            self._ranked(query, question),
            question.limit,
            count=True,
            offset=question.offset,
            **_order(question.order),
        )
        return Answer(
            total=found.count,
            hits=tuple(self._hit(score, address, question.order) for score, address in found.hits),
            counts=self._counts(asked, query, counts),
            is_old=self._is_old,
        )

    def count(self, question: Question) -> int:
        """Return how many wordings a question finds."""
        question.check()
        asked = _Asked(words=[*self._words(question.word_keys())], question=question)
        return self._total(self._query(asked, leave_out=()))

    def wordings_of(self, lines: Collection[tuple[str, str]]) -> list[Hit]:
        """Return all wordings of some lines (body, line), in order of body, line and year."""
        if not lines:
            return []
        keys = [line_key_of(body, line) for body, line in lines]
        query = tantivy.Query.term_set_query(self._schema, "line_key", keys)
        found = self._searcher.search(query, 100 * len(keys), count=False)
        hits = [self._hit(0.0, address, Order.RELEVANCE) for _, address in found.hits]
        return sorted(hits, key=lambda hit: (hit.body, hit.line, hit.years[0].year))

    def nearest_words(self, grams: Mapping[str, float], *, limit: int, question: Question) -> list[Hit]:
        """Return the wordings with most of some bigrams, weighed, that also pass the filters of a question."""
        should = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, gram), weight))
            for gram, weight in grams.items()
            for field in ("grams", "title")
        ]
        if not should:
            return []
        any_of = tantivy.Query.boolean_query(should)
        musts = [one for _, one in self._filters(question, leave_out=())]
        query = (
            tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, any_of), *((tantivy.Occur.Must, _unscored(one)) for one in musts)]
            )
            if musts
            else any_of
        )
        found = self._searcher.search(query, limit, count=False)
        return [self._hit(score, address, Order.RELEVANCE) for score, address in found.hits]

    def texts_of(self, keys: Sequence[int], *, question: Question) -> list[Hit]:
        """Return the wordings with some keys of texts that also pass the filters of a question."""
        if not keys:
            return []
        musts = [tantivy.Query.term_set_query(self._schema, "text_key", [*keys])]
        musts += [one for _, one in self._filters(question, leave_out=())]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _unscored(one)) for one in musts])
        found = self._searcher.search(query, _MOST_OF_ONE_TEXT * len(keys), count=False)
        return [self._hit(0.0, address, Order.RELEVANCE) for _, address in found.hits]

    def outcomes_of(self, years: Collection[int]) -> Mapping[str, int]:
        """Return how many projects had each outcome in some years, each project once a year: the base."""
        known = self._base.get(tuple(years))
        if known is None:
            counted: dict[str, int] = {}
            for number, count in self._all_states().items():
                if part_of(number, "year") in years:
                    outcome = str(part_of(number, "outcome"))
                    counted[outcome] = counted.get(outcome, 0) + count
            known = self._base[tuple(years)] = counted
        return known

    def document_count(self, gram: str) -> int:
        """Return how many wordings hold a bigram."""
        return int(self._searcher.doc_freq("grams", gram))

    @property
    def size(self) -> int:
        """How many wordings there are."""
        return int(self._searcher.num_docs)

    def _words(self, keys: Sequence[str]) -> Iterator[_Must]:
        for key in keys:
            grams = grams_of_word(key)
            if not grams:
                query = tantivy.Query.regex_query(self._schema, "grams", re.escape(key) + ".")
            elif len(grams) == 1:
                query = self._term("grams", grams[0])
            else:
                query = tantivy.Query.phrase_query(self._schema, "grams", [*grams])
            yield tantivy.Occur.Must, query

    def _term(self, field: str, value: str | int) -> Any:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

    def _filters(self, question: Question, *, leave_out: Collection[str]) -> Iterator[tuple[str, Any]]:
        for name, field in _PLAIN.items():
            values = getattr(question, name)
            if values and name not in leave_out:
                yield name, self._any(field, [*values])
        yearly = {
            field: [*getattr(question, name)]
            for name, field in _YEARLY.items()
            if getattr(question, name) and name not in leave_out
        }
        if yearly:
            yield "state", self._of_year(yearly)

    def _of_year(self, yearly: dict[str, list[Any]]) -> Any:
        years = yearly.pop("year", None)
        if years is None:
            return self._any(set_name(yearly), [str(number) for number in combined(yearly)])
        if not yearly:
            return self._any("year", [str(year) for year in years])
        asked = (tuple(years), *((part, tuple(values)) for part, values in yearly.items()))
        wanted = self._wanted.get(asked)
        if wanted is None:
            # Of the parts that are not asked for every value will do: only states that are there are looked at.
            wanted = [
                str(number)
                for number in self._all_states()
                if part_of(number, "year") in years
                and all(part_of(number, part) in values for part, values in yearly.items())
            ]
            if len(self._wanted) > _KEPT:
                self._wanted.clear()
            self._wanted[asked] = wanted
        return self._any("state", wanted) if wanted else tantivy.Query.empty_query()

    def _all_states(self) -> Mapping[int, int]:
        """Every state that is there, with the number of wordings that had it: one a project and year."""
        if self._known_states is None:
            self._known_states = dict(sorted(self._buckets(tantivy.Query.all_query(), "state").items()))
        return self._known_states

    def _any(self, field: str, values: list[Any]) -> Any:
        if len(values) == 1:
            return tantivy.Query.term_query(self._schema, field, values[0], index_option="basic")
        return tantivy.Query.term_set_query(self._schema, field, values)

    def _query(self, asked: _Asked, *, leave_out: Collection[str]) -> Any:
        filters = [
            (tantivy.Occur.Must, _unscored(one))
            for _, one in self._filters(asked.question, leave_out=leave_out)
        ]
        musts = [*asked.words, *filters]
        return tantivy.Query.boolean_query(musts) if musts else tantivy.Query.all_query()

    def _ranked(self, query: Any, question: Question) -> Any:
        keys = question.word_keys()
        if question.order is not Order.RELEVANCE or not keys:
            return query
        title = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term("title", gram), _TITLE_BOOST))
            for key in keys
            for gram in grams_of_word(key)
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *title]) if title else query

    def _counts(
        self, asked: _Asked, query: Any, wanted: Collection[str]
    ) -> Mapping[str, Mapping[str | int, int]]:
        question = asked.question
        yearly_on = [name for name in _YEARLY if getattr(question, name)]
        # What does not stand in its own way is counted in one go.
        together = {
            name: _field_of(name)
            for name in wanted
            if (name in _PLAIN and not getattr(question, name)) or (name in _YEARLY and not yearly_on)
        }
        plans = {name: self._plan_of(question, name) for name in wanted if name in _YEARLY and yearly_on}
        shared = {plan.field for name, plan in plans.items() if plan.field and not getattr(question, name)}
        buckets = self._many_buckets(query, {**together, **{field: field for field in shared}})
        counts: dict[str, dict[str | int, int]] = {
            name: _counted_values(name, buckets[name]) for name in together
        }
        for name in wanted:
            if name in counts:
                continue
            own = bool(getattr(question, name))
            without = self._query(asked, leave_out=(name,)) if own else query
            if name in _PLAIN:
                counts[name] = self._many_buckets(without, {name: _PLAIN[name]})[name]
            elif plans[name].field is None:
                counts[name] = self._counted_one_by_one(asked, name, without)
            else:
                field = str(plans[name].field)
                found = self._many_buckets(without, {field: field})[field] if own else buckets[field]
                counts[name] = plans[name].sum_up(found)
        return {name: dict(sorted(counts[name].items(), key=lambda one: str(one[0]))) for name in wanted}

    def _plan_of(self, question: Question, name: str) -> "_Plan":
        """How a facet that is of a year is counted while such filters are on; a wording counts once a value."""
        part = _YEARLY[name]
        others: dict[str, Collection[Any]] = {
            field: getattr(question, other)
            for other, field in _YEARLY.items()
            if other != name and getattr(question, other)
        }
        years = others.get("year", ())
        if not others:
            return _Plan(part, others, "year" if part == "year" else set_name({part}))
        if part == "year" or len(years) == 1:
            # A wording has one state a year, so no wording is counted twice under one value.
            return _Plan(part, others, "state")
        if not years and all(len(values) == 1 for values in others.values()):
            return _Plan(part, others, set_name({part, *others}))
        return _Plan(part, others, None)

    def _counted_one_by_one(self, asked: _Asked, name: str, query: Any) -> dict[str | int, int]:
        part = _YEARLY[name]
        values = sorted({part_of(number, part) for number in self._buckets(query, "state")}, key=str)
        counts = {}
        for value in values:
            narrowed = replace(asked.question, **{name: (value,)})  # type: ignore[arg-type]  # each name is one of its filters
            total = self._total(self._query(_Asked(asked.words, narrowed), leave_out=()))
            if total:
                counts[value] = total
        return counts

    def _many_buckets(self, query: Any, fields: Mapping[str, str]) -> dict[str, dict[Any, int]]:
        if not fields:
            return {}
        wanted = {name: {"terms": {"field": field, "size": _MOST_BUCKETS}} for name, field in fields.items()}
        answer = self._searcher.aggregate(query, wanted)
        return {
            name: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
            for name in fields
        }

    def _buckets(self, query: Any, field: str) -> dict[int, int]:
        wanted = {"one": {"terms": {"field": field, "size": _MOST_BUCKETS}}}
        answer = self._searcher.aggregate(query, wanted)
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["one"]["buckets"]}

    def _total(self, query: Any) -> int:
        return int(self._searcher.search(query, 1, count=True).count)

    def _hit(self, score: Any, address: Any, order: Order) -> Hit:
        octets = self._searcher.doc(address).get_first("shown")
        *shown, life = json.loads(bytes(octets))
        return Hit(
            **dict(zip((*SHOWN, "text_key"), shown, strict=True)),
            years=tuple(YearOf(**dict(zip(YEARLY, year, strict=True))) for year in life),
            score=float(score) if order is Order.RELEVANCE and score is not None else 0.0,
        )


def _field_of(name: str) -> str:
    """The field that a facet is counted over where nothing stands in its way."""
    return _PLAIN[name] if name in _PLAIN else all_name(_YEARLY[name])


def _counted_values(name: str, buckets: Mapping[Any, int]) -> dict[str | int, int]:
    """Counts by value of buckets that hold one value each, or all values of a wording in one text."""
    if name in _PLAIN:
        return {str(key): count for key, count in buckets.items()}
    counts: dict[str | int, int] = {}
    for key, count in buckets.items():
        for one in str(key).split(","):
            value = int(one) if name in ("years", "bands") else one
            counts[value] = counts.get(value, 0) + count
    return counts


def _unscored(query: Any) -> Any:
    return tantivy.Query.const_score_query(query, 0.0)


def _order(order: Order) -> dict[str, Any]:
    if order is Order.RELEVANCE:
        return {}
    return {"order_by_field": "money" if order is Order.MONEY else "latest", "order": tantivy.Order.Desc}
