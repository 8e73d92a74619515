"""`torikumi corpus search`: words over all names, summaries and answers, with filters and counts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from torikumi.cli.corpus_options import written_as
from torikumi.cli.opening import year_of
from torikumi.cli.output import language, say, write_output
from torikumi.corpus.grams import find_marks, words_of
from torikumi.corpus.question import Answer, Hit, Order, Question
from torikumi.corpus.search import open_search
from torikumi.corpus.store import Corpus
from torikumi.corpus.words import BAND_WORDS, OUTCOME_WORDS, RESULT_WORDS, goal_word, peers_word, section_word
from torikumi.text.characters import join_lines

_FACET_WORDS: Mapping[str, tuple[str, str]] = {
    "prefectures": ("都道府県", "prefecture"),
    "peers": ("人口の区分", "class of population"),
    "goal_classes": ("分野", "field"),
    "section_kinds": ("課の種類", "kind of section"),
    "years": ("年度", "year"),
    "outcomes": ("方向性", "direction"),
    "bands": ("予算", "budget"),
    "results": ("指標の結果", "indicators"),
}
_SHOWN = 8
_AROUND = 30


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.argument("words", nargs=-1)
@click.option(
    "--prefecture",
    "prefectures",
    multiple=True,
    metavar="NAME",
    help="Only bodies of this prefecture; may be repeated, as may all filters.",
)
@click.option("--body", "bodies", multiple=True, metavar="CODE", help="Only this body.")
@click.option("--peers", multiple=True, metavar="CLASS", help="Only bodies of this class (city-10-15).")
@click.option(
    "--goal-class", "goal_classes", multiple=True, metavar="CLASS", help="Only this field of policy."
)
@click.option(
    "--section-kind", "section_kinds", multiple=True, metavar="KIND", help="Only this kind of section."
)
@click.option("--year", "years", multiple=True, metavar="YEAR", help="Only this fiscal year.")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="OUTCOME",
    help="Only projects of this direction (expand, keep …).",
)
@click.option(
    "--band",
    "bands",
    multiple=True,
    type=int,
    metavar="N",
    help="Only budgets of this band (0 unknown, 1 to 8).",
)
@click.option(
    "--result",
    "results",
    multiple=True,
    metavar="RESULT",
    help="Only these results of indicators (met, partly, missed, none).",
)
@click.option(
    "--order",
    type=click.Choice([order.value for order in Order]),
    default=Order.RELEVANCE.value,
    show_default=True,
    help="What comes first.",
)
@click.option("--limit", type=int, default=20, show_default=True, help="How many are shown.")
@written_as(["text", "json"], told="How they are written.")
def search(folder: Path, words: tuple[str, ...], form: str, output: Path | None, **given: object) -> None:
    """Find WORDS (all of them, in any spelling) in the names, summaries and answers of all plans."""
    years = tuple(year_of(str(one)) for one in given.pop("years", ()))  # type: ignore[attr-defined]  # click gives a tuple
    question = Question(words=" ".join(words), years=years, order=Order(given.pop("order")), **given)  # type: ignore[arg-type]  # the options are its fields
    answer = open_search(Corpus.open(folder)).search(question)
    if form == "json":
        write_output(output, json.dumps(asdict(answer), ensure_ascii=False, indent=1) + "\n")
    else:
        write_output(output, "".join(f"{line}\n" for line in _lines(answer, question)))
    if answer.is_old:
        say(
            "索引が新しくありません。`torikumi corpus index` で作り直してください。",
            "The index is not up to date. Make it again with `torikumi corpus index`.",
        )


def _lines(answer: Answer, question: Question) -> Iterator[str]:
    is_ja = language() == "ja"
    yield f"{answer.total:,}件" if is_ja else f"{answer.total:,} found"
    if not answer.total:
        yield (
            "言葉を短くするか、条件を外してください。"
            if is_ja
            else "Try shorter words, or leave out a filter."
        )
    keys = words_of(question.words)
    for hit in answer.hits:
        yield from hit_lines(hit, keys, is_ja=is_ja)
    yield ""
    for facet, (ja, en) in _FACET_WORDS.items():
        counts = sorted(answer.counts.get(facet, {}).items(), key=lambda one: (-one[1], str(one[0])))
        told = [f"{_word(facet, value)} {count:,}" for value, count in counts[:_SHOWN]]
        more = len(counts) - _SHOWN
        if told:
            rest = (f" ほか{more}" if is_ja else f" and {more} more") if more > 0 else ""
            yield f"{ja if is_ja else en}: " + ("、" if is_ja else ", ").join(told) + rest


def hit_lines(hit: Hit, keys: tuple[str, ...], *, is_ja: bool) -> Iterator[str]:
    """Return a wording in three lines: whose, what, and how it went through the years."""
    yield ""
    yield join_lines(f"■ {hit.name}　{hit.body_name}（{hit.prefecture}）{hit.section or ''}")
    if hit.notice:
        yield f"  ※{hit.notice}"
    if hit.summary:
        yield f"  {snippet(hit.summary, keys)}"
    years = [
        f"{one.year} {OUTCOME_WORDS.get(one.outcome or '', one.outcome)}"
        + (f" {one.budget // 1000:,}{'千円' if is_ja else ' thousand yen'}" if one.budget is not None else "")
        for one in hit.years
    ]
    yield "  " + " / ".join(years)


def snippet(text: str, keys: tuple[str, ...]) -> str:
    """Return a part of a text around the first word that was looked for, with 【】 around each."""
    marks = find_marks(text, keys)
    start = max(marks[0][0] - _AROUND, 0) if marks else 0
    end = min(start + 3 * _AROUND, len(text))
    told, at = "…" if start else "", start
    for left, right in marks:
        if left >= end:
            break
        told += f"{text[at:left]}【{text[left:right]}】"
        at = right
    return (told + text[at:end]).replace("\n", " ") + ("…" if end < len(text) else "")


def _word(facet: str, value: str | int) -> str:
    tables = {"outcomes": OUTCOME_WORDS, "results": RESULT_WORDS}
    if facet in tables:
        return tables[facet].get(str(value), str(value))
    if facet == "bands":
        return BAND_WORDS[int(value)]
    named = {"peers": peers_word, "goal_classes": goal_word, "section_kinds": section_word}
    return named[facet](str(value)) if facet in named else str(value)
