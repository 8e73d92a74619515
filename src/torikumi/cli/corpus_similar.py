"""`torikumi corpus similar`: what runs elsewhere that is like one project, and how it went."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from torikumi.cli.corpus_options import written_as
from torikumi.cli.opening import open_plan
from torikumi.cli.output import language, write_output
from torikumi.corpus.meaning import open_meaning
from torikumi.corpus.question import Question, YearOf
from torikumi.corpus.search import open_search
from torikumi.corpus.similar import Asked, SimilarAnswer, SimilarProject, find_similar
from torikumi.corpus.store import Corpus
from torikumi.corpus.words import FATE_WORDS, OUTCOME_WORDS, peers_word
from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.characters import join_lines


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", help="The name of the project.")
@click.option("--summary", metavar="TEXT", help="What it does, in a sentence or two.")
@click.option(
    "--plan",
    "plan_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A plan; with --project, its project is taken.",
)
@click.option("--project", metavar="ID", help="The id, number or name of a project of --plan.")
@click.option(
    "--prefecture", "prefectures", multiple=True, metavar="NAME", help="Only bodies of this prefecture."
)
@click.option("--peers", multiple=True, metavar="CLASS", help="Only bodies of this class (city-10-15).")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many are shown."
)
@written_as(["text", "json"], told="How they are written.")
def similar(
    folder: Path,
    *,
    limit: int,
    form: str,
    output: Path | None,
    prefectures: tuple[str, ...],
    peers: tuple[str, ...],
    **given: str | Path | None,
) -> None:
    """Find projects of other bodies that are like one project, by body, with their years, money and what became of them."""
    asked = _asked(given)
    corpus = Corpus.open(folder)
    answer = find_similar(
        open_search(corpus),
        asked,
        question=Question(prefectures=prefectures, peers=peers),
        meaning=open_meaning(corpus),
        limit=limit,
    )
    if form == "json":
        write_output(output, json.dumps(asdict(answer), ensure_ascii=False, indent=1, default=list) + "\n")
    else:
        write_output(output, "".join(f"{line}\n" for line in _lines(answer, asked)))


def _asked(given: dict[str, str | Path | None]) -> Asked:
    if given["plan_file"] is not None and given["project"] is not None:
        plan = open_plan(Path(given["plan_file"]))
        project = _project(plan, str(given["project"]))
        body = plan.municipality.code if plan.municipality else None
        return Asked(name=project.name, summary=project.summary, body=body)
    if given["name"] and given["plan_file"] is None and given["project"] is None:
        return Asked(name=str(given["name"]), summary=str(given["summary"] or "") or None)
    raise UserError(
        ja="--name（事業名）か、--plan と --project を指定してください。",
        en="Give --name, or --plan together with --project.",
    )


def _project(plan: Plan, wanted: str) -> Project:
    found = [one for one in plan.projects if wanted in (one.id, one.number, one.name)]
    if len(found) != 1:
        ja = "ありません" if not found else f"{len(found)}件あります"
        raise UserError(
            ja=f"計画に事業「{wanted}」が{ja}。事業のidを指定してください。",
            en=f"The plan has {len(found)} projects {wanted!r}. Give the id of one.",
        )
    return found[0]


def _lines(answer: SimilarAnswer, asked: Asked) -> Iterator[str]:
    is_ja = language() == "ja"
    count = len(answer.projects)
    if not count:
        yield (
            f"「{asked.name}」に似た取組は見つかりませんでした。概要（--summary）を添えるか、言葉で探す torikumi corpus search を"
            "使ってください。"
            if is_ja
            else f"Nothing like {asked.name} was found. Add a summary (--summary), or look for its words: torikumi corpus search."
        )
        return
    if is_ja:
        yield f"「{asked.name}」に似た取組: {len(answer.bodies)}団体、{count}件"
        yield (
            "言葉"
            + (f"と意味（{answer.model}）" if answer.model else "だけ")
            + "で比べました。団体は団体コードの順です。"
        )
    else:
        yield f"Like {asked.name}: {count} projects of {len(answer.bodies)} bodies"
        yield f"Compared by words{f' and meaning ({answer.model})' if answer.model else ' alone'}; bodies by code."
    if answer.is_few:
        yield (
            "件数が少ないので、割合を一般の傾向とは見ないでください。"
            if is_ja
            else "Few were found: shares say little."
        )
    yield _share(answer, is_ja=is_ja)
    for body in answer.bodies:
        yield ""
        size = f"　{peers_word(body.peers)}" if body.peers else ""
        yield f"■ {body.body_name}（{body.prefecture}）{size}"
        for project in body.projects:
            yield from _project_lines(project, is_ja=is_ja)


def _share(answer: SimilarAnswer, *, is_ja: bool) -> str:
    whole, base = sum(answer.outcomes.values()), sum(answer.base.values())
    told = []
    for outcome, count in sorted(answer.outcomes.items(), key=lambda one: (-one[1], one[0])):
        among = 100 * answer.base.get(outcome, 0) / base if base else 0
        word = OUTCOME_WORDS.get(outcome, outcome) if is_ja else outcome or "no direction"
        beside = f"全体では{among:.0f}％" if is_ja else f"{among:.0f} % of all"
        told.append(f"{word} {count}/{whole}（{beside}）" if is_ja else f"{word} {count}/{whole} ({beside})")
    return ("最新の方向性: " if is_ja else "Newest directions: ") + ("、" if is_ja else ", ").join(told)


def _project_lines(project: SimilarProject, *, is_ja: bool) -> Iterator[str]:
    hit = project.hit
    near = project.nearness if is_ja else f"likeness {project.likeness:.2f}"
    yield join_lines(f"  {hit.name}　{hit.section or ''}（{near}）")
    if hit.summary:
        yield f"    {hit.summary[:80].replace(chr(10), ' ')}"
    yield "    " + " → ".join(_year(year, is_ja=is_ja) for year in project.life)
    last = project.life[-1]
    told = [FATE_WORDS[last.fate] if is_ja else last.fate] if last.fate != "open" else []
    if project.per_head is not None:
        told.append(f"一人あたり{project.per_head:,}円" if is_ja else f"{project.per_head:,} yen a head")
    if project.reason:
        told.append(
            (f"理由: {project.reason}" if is_ja else f"reason: {project.reason}").replace("\n", " ")[:100]
        )
    if told:
        yield "    " + "／".join(told)


def _year(year: YearOf, *, is_ja: bool) -> str:
    word = OUTCOME_WORDS.get(year.outcome or "", "") if is_ja else year.outcome or "-"
    met = f" {'目標' if is_ja else 'met'} {year.met}/{year.judged}" if year.judged else ""
    return f"{year.year} {word}{met}"
