"""`torikumi compare`: what differs between two editions of a plan."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import click

from torikumi.cli.opening import open_plan, open_text
from torikumi.cli.output import language, refuse_overwriting, say, write_output
from torikumi.compare.change_list import ChangeList, NamesToday, make_change_list
from torikumi.compare.changes import list_changes
from torikumi.compare.lineage.carry import carry_by_lineage, with_carried_ids
from torikumi.compare.lineage.edge import Lineage, dump_lineage, load_lineage
from torikumi.compare.lineage.words import lineage_text
from torikumi.compare.report import to_json, to_text
from torikumi.compare.sections.edge import load_sections
from torikumi.errors import UserError
from torikumi.plan.change import Change
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan

_LISTS = ("xlsx", "html", "pdf")


class _Known(TypedDict):
    """What a person knows and put into files, by the names of the options."""

    decided: Path | None
    in_time: Path | None


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json", "xlsx", "html", "pdf"]),
    default="text",
    show_default=True,
    help="How the differences are written; xlsx, html and pdf are the list of changes with its sums.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE, not to standard output.",
)
@click.option("--lineage", "as_lineage", is_flag=True, help="What became of each project, with its evidence.")
@click.option(
    "--decided",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A lineage (JSON) in which a person confirmed or refused edges; those stay.",
)
@click.option(
    "--sections-lineage",
    "in_time",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Sections in time (torikumi sections --as json): projects of older sections count under those of today.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are differences.")
def command(
    *,
    old: Path,
    new: Path,
    form: str,
    output: Path | None,
    as_lineage: bool,
    exit_code: bool,
    **known: Unpack[_Known],
) -> None:
    """Print what changed, came and went between two editions, OLD and NEW (plan.json files or documents).

    A project is the same where its id is; else where the lineage is sure of it: by name, summary, section, place, money
    and indicators together. With --lineage: renamed, merged, split, ended, new, each with its confidence.
    """
    decided, in_time = known["decided"], known["in_time"]
    _check_form(form, as_lineage=as_lineage, in_time=in_time)
    refuse_overwriting((output,), (old, new, *(path for path in (decided, in_time) if path)))
    before = open_plan(old)
    after = carry_identities(old=before, new=open_plan(new))
    lineage = _lineage_of(before, after, decided=decided, is_wanted=as_lineage)
    if as_lineage and lineage is not None:
        _write_lineage(form, lineage, old=before, new=after, output=output)
        return
    if lineage is not None:
        after, lineage = carry_by_lineage(after, lineage), with_carried_ids(lineage, after)
    if form in _LISTS:
        count = _write_list(
            form,
            make_change_list(old=before, new=after, lineage=lineage, names_today=_names_today(in_time)),
            output,
        )
    else:
        count = _write_changes(
            form, list_changes(old=before, new=after), old=before, new=after, output=output
        )
    if exit_code and count:
        sys.exit(1)


def _names_today(path: Path | None) -> NamesToday:
    return load_sections(open_text(path)).names_today() if path else {}


def _check_form(form: str, *, as_lineage: bool, in_time: Path | None) -> None:
    if in_time is not None and form not in _LISTS:
        raise UserError(
            ja="--sections-lineage は、--as xlsx、html、pdf の一覧で使えます。どれかを指定してください。",
            en="--sections-lineage is for the lists of --as xlsx, html and pdf. Name one of them.",
        )
    if as_lineage and form in _LISTS:
        raise UserError(
            ja=f"--as {form} の一覧には、系譜がいつも入っています。--lineage を外してください。",
            en=f"The list of --as {form} has the lineage in it. Leave --lineage out.",
        )


def _lineage_of(old: Plan, new: Plan, *, decided: Path | None, is_wanted: bool) -> Lineage | None:
    """Return the lineage where somebody asked for it or where the ids do not tell all. Raises UserError."""
    known = _read_lineage(decided).decided() if decided else ()
    # Two editions that share all their ids need no other evidence.
    if not is_wanted and not known and all(project.id in old.project_by_id for project in new.projects):
        return None
    from torikumi.compare.lineage.propose import propose_lineage  # loads scipy

    return propose_lineage(old, new, decided=known)


def _write_lineage(form: str, lineage: Lineage, *, old: Plan, new: Plan, output: Path | None) -> None:
    text = dump_lineage(lineage) if form == "json" else ""
    write_output(output, text or lineage_text(lineage, old=old, new=new, language=language()))
    if output is not None:
        say(f"系譜を「{output}」に書き出しました。", f"Wrote the lineage to {output}.")


def _write_changes(form: str, changes: Sequence[Change], *, old: Plan, new: Plan, output: Path | None) -> int:
    if form == "json":
        write_output(output, to_json(changes, old=old, new=new))
    else:
        write_output(output, to_text(changes, old=old, new=new, language=language()))
    if output is not None:
        count = len(changes)
        say(f"違い {count} 件を「{output}」に書き出しました。", f"Wrote {count} differences to {output}.")
    return len(changes)


def _write_list(form: str, listed: ChangeList, output: Path | None) -> int:
    """Write the list of changes and return the number of its lines. Raises UserError where what makes PDF is missing."""
    from torikumi.publish.change_report.page import write_change_page  # loads what publishing needs
    from torikumi.publish.change_report.workbook import write_change_workbook

    write = {"xlsx": write_change_workbook, "html": write_change_page, "pdf": _as_pdf}[form]
    made = write(listed)
    write_output(output, made)
    if output is not None:
        count = len(listed.lines)
        say(f"変更点一覧（{count}行）を「{output}」に書き出しました。", f"Wrote {count} lines to {output}.")
    return len(listed.lines)


def _as_pdf(listed: ChangeList) -> bytes:
    from torikumi.publish.typeset.change_list import change_list
    from torikumi.publish.typeset.engine import typeset
    from torikumi.publish.typeset.papers import lacks_remark

    made = typeset(change_list(listed))
    remark = lacks_remark([made])
    if remark is not None:
        say(remark.ja, remark.en)
    return made.octets


def _read_lineage(path: Path) -> Lineage:
    """Return the lineage in a file. Raises UserError."""
    return load_lineage(open_text(path))
