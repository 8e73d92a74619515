"""`torikumi sections`: what became of each section between two lists of a city's organisation."""

from pathlib import Path

import click

from torikumi.cli.opening import open_organisation, open_plan, open_text
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.compare.sections.edge import dump_sections, load_sections
from torikumi.compare.sections.handed import handed_over
from torikumi.compare.sections.propose import propose_sections
from torikumi.compare.sections.words import sections_text
from torikumi.plan.identity import carry_identities


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--plans",
    nargs=2,
    metavar="OLD NEW",
    type=click.Path(path_type=Path),
    help="Two editions of a plan: whose projects went to whom speaks for a line.",
)
@click.option(
    "--decided",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A lineage of sections (JSON) in which a person confirmed or refused lines; those stay.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the lines are written.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, not to standard output.",
)
def command(
    *,
    old: Path,
    new: Path,
    plans: tuple[Path, Path] | None,
    decided: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Say what became of each section between two lists of the organisation, OLD and NEW (workbooks or CSV).

    Which continue, were renamed, moved, merged or split, ended or are new, each with what speaks for it. With --as json a
    person can confirm lines ("verdict": "confirmed"), and `torikumi compare --sections-lineage` counts older plans under
    the names of today.
    """
    refuse_overwriting((output,), (old, new, *(plans or ()), *([decided] if decided else [])))
    known = load_sections(open_text(decided)).decided() if decided else ()
    handed = {}
    if plans is not None:
        before = open_plan(plans[0])
        handed = dict(handed_over(before, carry_identities(old=before, new=open_plan(plans[1]))))
    lineage = propose_sections(open_organisation(old), open_organisation(new), decided=known, handed=handed)
    text = dump_sections(lineage) if form == "json" else sections_text(lineage, language=language())
    write_output(output, text)
    if output is not None:
        count = len(lineage.edges)
        say(f"組織のつながり {count} 件を「{output}」に書き出しました。", f"Wrote {count} lines to {output}.")
