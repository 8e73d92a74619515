"""Search over all wordings: words of any length, filters, exact counts beside each, three orders."""

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import tantivy

from torikumi.corpus.facet_counts import FACETS, PLAIN_FILTERS, YEARLY_FILTERS, Buckets, count_facets
from torikumi.corpus.grams import cover_word, grams_of_word
from torikumi.corpus.keys import line_key_of
from torikumi.corpus.question import Answer, Hit, Order, Question, YearOf
from torikumi.corpus.states import all_name, combined, of_year, part_of, set_name
from torikumi.corpus.store import Corpus
from torikumi.corpus.text_index import SHOWN, YEARLY, index_schema, open_index, year_field

_MOST_BUCKETS = 60_000
_ALL_YEARS = all_name("year")
# So many choices of yearly filters are remembered with the states that they let through.
_KEPT = 500
_MOST_GRAMS = 300_000
_TITLE_BOOST = 2.0
# Of one text that stands in very many places, so many are looked at.
_MOST_OF_ONE_TEXT = 5
_Must = tuple[Any, Any]


def open_search(corpus: Corpus) -> "Searcher":
    """Return the search over a corpus. Raises CorpusError where it has no index."""
    index, state = open_index(corpus)
    return Searcher(index, is_old=state.generation != corpus.generation)


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
        # tantivy lets go of Python while it looks: what one question needs is looked for on all cores.
        self._beside = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="corpus-search")
        self._known_states: Mapping[int, int] | None = None
        self._known_years: Sequence[int] | None = None
        self._base: dict[tuple[int, ...], Mapping[str, int]] = {}
        self._wanted: dict[tuple[Any, ...], list[str]] = {}
        # Looking for projects like one asks ten thousand times for the same few thousand.
        self._held: dict[str, int] = {}

    def search(self, question: Question, *, counts: Collection[str] = FACETS) -> Answer:
        """Return the answer to a question, with counts for the named facets. Raises QuestionError."""
        question.check()
        asked = _Asked(words=[*self._words(question.word_keys())], question=question)
        # All that are found are counted once: with the counts beside the filters, or by the search itself.
        hits = self._beside.submit(
            self._searcher.search,
            self._ranked(self._query(asked, leave_out=()), question),
            question.limit,
            count=not counts,
            offset=question.offset,
            **_order(question.order),
        )
        beside, total = self._counts(asked, counts) if counts else ({}, None)
        found = hits.result()
        return Answer(
            total=found.count if total is None else total,
            hits=tuple(self._hit(score, address, question.order) for score, address in found.hits),
            counts=beside,
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
        known = self._held.get(gram)
        if known is None:
            if len(self._held) >= _MOST_GRAMS:
                self._held.clear()
            known = self._held[gram] = int(self._searcher.doc_freq("grams", gram))
        return known

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
                query = self._phrase(grams)
            yield tantivy.Occur.Must, query

    def _phrase(self, grams: Sequence[str]) -> Any:
        if not all(self.document_count(gram) for gram in grams):
            return tantivy.Query.empty_query()
        placed: list[str | tuple[int, str]] = [*cover_word(grams, self.document_count)]
        return tantivy.Query.phrase_query(self._schema, "grams", placed)

    def _term(self, field: str, value: str | int) -> Any:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")

    def _filters(self, question: Question, *, leave_out: Collection[str]) -> Iterator[tuple[str, Any]]:
        for name, field in PLAIN_FILTERS.items():
            values = getattr(question, name)
            if values and name not in leave_out:
                yield name, self._any(field, [*values])
        yearly = {
            field: [*getattr(question, name)]
            for name, field in YEARLY_FILTERS.items()
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
            fields = {year_field(year): year for year in self._years()}
            buckets = self._many_buckets(tantivy.Query.all_query(), fields)
            self._known_states = {
                of_year(int(key), year): count
                for field, year in fields.items()
                for key, count in sorted(buckets[field].items())
            }
        return self._known_states

    def _years(self) -> Sequence[int]:
        """The years that any wording stands in."""
        if self._known_years is None:
            texts = self._many_buckets(tantivy.Query.all_query(), [_ALL_YEARS])[_ALL_YEARS]
            self._known_years = sorted({int(year) for text in texts for year in text.split(",")})
        return self._known_years

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
        self, asked: _Asked, wanted: Collection[str]
    ) -> tuple[Mapping[str, Mapping[str | int, int]], int]:
        def count(
            question: Question, fields: Collection[str], leave_out: Collection[str]
        ) -> Callable[[], Buckets]:
            query = self._query(_Asked(asked.words, question), leave_out=leave_out)
            return self._beside.submit(self._many_buckets, query, fields).result

        return count_facets(asked.question, wanted, count, years=self._years())

    def _many_buckets(self, query: Any, fields: Collection[str]) -> Buckets:
        wanted = {field: {"terms": {"field": field, "size": _MOST_BUCKETS}} for field in fields}
        answer = self._searcher.aggregate(query, wanted)
        return {
            field: {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]}
            for field in fields
        }

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


def _unscored(query: Any) -> Any:
    return tantivy.Query.const_score_query(query, 0.0)


def _order(order: Order) -> dict[str, Any]:
    if order is Order.RELEVANCE:
        return {}
    return {"order_by_field": "money" if order is Order.MONEY else "latest", "order": tantivy.Order.Desc}
