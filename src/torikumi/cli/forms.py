"""`torikumi forms`: the papers that a city would type again (様式), filled from the plan, as Word files and PDF."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from torikumi.cli.opening import open_plan, year_of
from torikumi.cli.output import say, write_output
from torikumi.errors import UserError
from torikumi.publish.folder import write_new_folder
from torikumi.publish.forms.catalogue import (
    FORMS,
    FilledForm,
    Form,
    default_year,
    fill,
    form_of,
    only_section,
)
from torikumi.publish.forms.names import FACTS, SCOPES
from torikumi.publish.forms.report import lacks_remarks
from torikumi.publish.forms.setting import SetForm, set_form
from torikumi.publish.remark import Remark
from torikumi.publish.typeset.fonts import missing_parts
from torikumi.read.gate import load_octets
from torikumi.text.era import format_fiscal_year

_DOCX, _PDF = "docx", "pdf"


@click.command()
@click.argument("plan_path", metavar="[PLAN]", required=False, type=click.Path(path_type=Path))
@click.option("--form", "code", metavar="FORM", help="Which form; see --list.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="A new folder for the files.")
@click.option(
    "--format",
    "formats",
    default=f"{_DOCX},{_PDF}",
    show_default=True,
    metavar="KINDS",
    help="docx, pdf or both.",
)
@click.option("--previous", type=click.Path(path_type=Path), help="The edition before, for what has changed.")
@click.option("--year", metavar="YEAR", help="The fiscal year it is about: R6, 2024; the plan's by default.")
@click.option("--section", metavar="NAME", help="Only the projects of this section.")
@click.option(
    "--set", "given", multiple=True, metavar="NAME=WORDS", help="What only a person knows; repeatable."
)
@click.option("--template", type=click.Path(path_type=Path), help="The form as you changed it in Word.")
@click.option("--list", "listed", is_flag=True, help="List the forms.")
@click.option("--names", is_flag=True, help="List the names that a template can use.")
@click.option(
    "--write-template",
    "written",
    metavar="FORM",
    help="Write a form's template to -o, to be changed in Word.",
)
def command(
    *,
    plan_path: Path | None,
    out: Path | None,
    listed: bool,
    names: bool,
    written: str | None,
    **asked: Any,
) -> None:
    """Fill a form (様式) from the plan PLAN: results for the council, plans for the budget, committee, grant, letters."""
    if listed:
        click.echo("\n".join(f"{form.code:16}{form.name}：{form.purpose}" for form in FORMS))
        return
    if names:
        click.echo("\n".join(_name_lines()))
        return
    if written is not None:
        _write_template(form_of(written), out)
        return
    if plan_path is None or asked["code"] is None or out is None:
        raise UserError(
            ja="計画と、--form に様式、-o に新しいフォルダーを指定してください。様式は torikumi forms --list で見られます。",
            en="Name the plan, the form with --form and a new folder with -o. See the forms with torikumi forms --list.",
        )
    form, kinds = form_of(asked["code"]), _kinds(asked["formats"])
    facts = _facts(asked["given"])
    plan = open_plan(plan_path)
    old = open_plan(asked["previous"]) if asked["previous"] else None
    if asked["section"]:
        plan = only_section(plan, asked["section"])
    about = default_year(form, plan) if asked["year"] is None else year_of(asked["year"])
    template: Path | None = asked["template"]
    forms = [
        *fill(
            form,
            plan,
            year=about,
            previous=old,
            facts=facts,
            template=load_octets(template) if template else None,
            template_name=template.name if template else "",
        )
    ]
    files, remarks = _files(forms, kinds)
    write_new_folder(out, files)
    words = format_fiscal_year(about) if about is not None else "年度の指定なし"
    say(
        f"「{out}」に{form.name}を{len(files)}個のファイルで書きました（対象の年度：{words}）。",
        f"Wrote {len(files)} files of the form {form.code} into {out} (fiscal year: {about if about else 'not known'}).",
    )
    for remark in (*lacks_remarks([one.filled for one in forms], how_to_give=True), *remarks):
        say(remark.ja, remark.en)


def _files(forms: Sequence[FilledForm], kinds: frozenset[str]) -> tuple[dict[str, bytes], list[Remark]]:
    files: dict[str, bytes] = {}
    sets: list[SetForm] = []
    # PDF is one of two by default: who has not its parts gets the Word file, and is told.
    wants_pdf = _PDF in kinds and not (missing_parts() and _DOCX in kinds)
    for one in forms:
        if _DOCX in kinds:
            files[f"{one.file_name}.docx"] = one.filled.octets
        if wants_pdf:
            sets.append(set_form(one.filled.octets, title=one.title, file_name=f"{one.file_name}.docx"))
            files[f"{one.file_name}.pdf"] = sets[-1].octets
    return files, [*_pdf_remarks(sets, made=wants_pdf or _PDF not in kinds)]


def _pdf_remarks(sets: Sequence[SetForm], *, made: bool) -> Iterator[Remark]:
    if not made:
        yield Remark(
            ja="PDFを作る部品がないので、Wordだけを作りました。部品は torikumi doctor で見られます。",
            en="Only the Word files were made: the parts that make PDFs are missing. See torikumi doctor.",
        )
    left_out = sorted({what for one in sets for what, _ in one.left_out})
    if left_out:
        yield Remark(
            ja=f"Wordの様式にある{'、'.join(left_out)}は、PDFには出ません。要るときは、WordからPDFにしてください。",
            en="Pictures and notes of the Word template are not in the PDF. Where you need them, make the PDF with Word.",
        )
    replaced = sorted({character for one in sets for character in one.replaced})
    if replaced:
        named = "、".join(f"U+{ord(letter):04X}" for text in replaced for letter in text)
        yield Remark(
            ja=f"書体にない文字（{named}）は、PDFでは〓になっています。",
            en=f"Characters that the fonts lack ({named}) are 〓 in the PDF.",
        )


def _write_template(form: Form, out: Path | None) -> None:
    if out is None:
        raise UserError(
            ja=f"ひな形を書き出すファイルを -o {form.name}.docx のように指定してください。",
            en=f"Name the file for the template, as in -o {form.code}.docx.",
        )
    if out.exists():
        raise UserError(
            ja=f"「{out}」はもうあります。直した様式を消さないよう、別の名前を指定してください。",
            en=f"{out} is there already. Name another file, so that a form you changed is not lost.",
        )
    write_output(out, form.template)
    say(
        f"「{out}」に{form.name}のひな形を書きました。Wordで直し、--template {out} で使ってください。",
        f"Wrote the template of {form.code} to {out}. Change it in Word and use it with --template {out}.",
    )


def _name_lines() -> Iterator[str]:
    for kind, names in SCOPES.items():
        yield f"［{kind}］"
        for name in names:
            mark = f"{{{{#{name.name}}}}} … {{{{/{name.name}}}}}" if name.inside else f"{{{{{name.name}}}}}"
            yield f"  {mark}  {name.meaning}"
    yield "  {{回答:課題}}  市区町村が決めた名前の回答（事業と年度評価の中で）"
    yield "  {{連番}}  繰り返しの番号"


def _kinds(formats: str) -> frozenset[str]:
    kinds = frozenset(word.strip().lower() for word in formats.split(",") if word.strip())
    if not kinds or kinds - {_DOCX, _PDF}:
        raise UserError(
            ja=f"--format の「{formats}」は使えません。docx、pdf、docx,pdf のどれかを指定してください。",
            en=f"--format does not take “{formats}”. Give docx, pdf or docx,pdf.",
        )
    return kinds


def _facts(given: Sequence[str]) -> Mapping[str, str]:
    facts: dict[str, str] = {}
    for each in given:
        name, sign, words = each.partition("=")
        if not sign or name.strip() not in FACTS:
            raise UserError(
                ja=f"--set の「{each}」は使えません。{'、'.join(FACTS)} のどれかを 名前=値 の形で指定してください。",
                en=f"--set does not take “{each}”. Write NAME=WORDS with one of {', '.join(FACTS)}.",
            )
        facts[name.strip()] = words.replace("\\n", "\n")
    return facts
