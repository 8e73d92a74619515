"""`torikumi publish`: plans become a folder of files: a website, PDF, workbooks, CSV and JSON."""

from collections.abc import Sequence
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import say
from torikumi.errors import UserError
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.publish.cp932 import REPLACED
from torikumi.publish.edition import ALL, CSV, JSON, PDF, SITE, XLSX, publish_plan
from torikumi.publish.history import put_in_order
from torikumi.publish.manifest import Manifest
from torikumi.publish.remark import Remark
from torikumi.publish.terms import LICENCES, Licence, Terms, licence_of

_KINDS = (SITE, PDF, XLSX, CSV, JSON)
_UTF8, _CP932 = "utf-8", "cp932"


@click.command()
@click.argument("plans", nargs=-1, required=True, metavar="PLAN...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="The folder to write."
)
@click.option("--only", metavar="KINDS", help=f"Some of {','.join(_KINDS)}, with commas; all by default.")
@click.option(
    "--licence",
    metavar="LICENCE",
    help=f"The terms of use: {', '.join(each.code for each in LICENCES)}, or words of your own.",
)
@click.option(
    "--csv-encoding",
    "encoding",
    type=click.Choice([_UTF8, _CP932]),
    default=_UTF8,
    show_default=True,
    help="With cp932, every CSV is written in CP932 as well.",
)
def command(plans: tuple[Path, ...], out: Path, only: str | None, licence: str | None, encoding: str) -> None:
    """Publish one plan, or several editions of it, as a folder of files (公表)."""
    kinds = _kinds(only)
    terms = Terms(licence=_licence(licence), with_cp932=encoding == _CP932)
    if terms.with_cp932 and CSV not in kinds:
        raise UserError(
            ja="--csv-encoding cp932 はCSVを作るときに使います。--only に csv を加えてください。",
            en="--csv-encoding cp932 is for CSV. Add csv to --only.",
        )
    *earlier, newest = _joined(put_in_order([open_plan(path) for path in plans]))
    manifest = publish_plan(newest, out=out, previous=tuple(earlier), only=kinds, terms=terms, tell=_tell)
    count = len(manifest.files) + 1
    say(
        f"「{out}」に{count}個のファイルを書きました。"
        + (f"{out / 'index.html'} を開いてください。" if SITE in kinds else ""),
        f"Wrote {count} files into {out}." + (f" Open {out / 'index.html'}." if SITE in kinds else ""),
    )
    _tell_replaced(manifest, out)


def _tell_replaced(manifest: Manifest, out: Path) -> None:
    """Say where the list of replaced characters stands, where CP932 could not write all."""
    address = f"data/{REPLACED}.csv"
    if any(entry.path == address for entry in manifest.files):
        say(
            f"CP932で書けない文字がありました。〓などに置き換え、一覧を {out / address} に書きました。"
            "UTF-8のCSVにはもとの文字があります。",
            f"CP932 lacks some of the characters. They were replaced and are listed in {out / address}; "
            "the CSV files in UTF-8 have them.",
        )


def _licence(text: str | None) -> Licence | None:
    if text is None:
        return None
    if not text.strip():
        codes = [each.code for each in LICENCES]
        raise UserError(
            ja=f"--licence が空です。{'、'.join(codes)} のどれかか、利用条件の文を書いてください。",
            en=f"--licence is empty. Name one of {', '.join(codes)}, or write the terms.",
        )
    return licence_of(text)


def _tell(remark: Remark) -> None:
    say(remark.ja, remark.en)


def _joined(editions: Sequence[Plan]) -> list[Plan]:
    """Return the editions, oldest first, with one id for a project through all of them."""
    joined: list[Plan] = []
    for edition in editions:
        joined.append(carry_identities(old=joined[-1], new=edition) if joined else edition)
    return joined


def _kinds(only: str | None) -> frozenset[str]:
    if only is None:
        return ALL
    kinds = frozenset(word.strip() for word in only.split(",") if word.strip())
    unknown = sorted(kinds - ALL)
    if unknown or not kinds:
        word = unknown[0] if unknown else only
        raise UserError(
            ja=f"--only の「{word}」は使えません。{'、'.join(_KINDS)} から選び、コンマで区切ってください。",
            en=f"--only does not take “{word}”. Choose from {', '.join(_KINDS)}, with commas between.",
        )
    return kinds
