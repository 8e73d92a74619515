"""`torikumi publish`: plans become a folder of files: a website of all editions, PDF, workbooks, CSV and JSON."""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from torikumi.cli.edition_file import EditionFile, join_editions, read_edition_file
from torikumi.cli.opening import open_plan, open_rating_rule
from torikumi.cli.output import language, say
from torikumi.errors import UserError
from torikumi.indicators.rollup import Method
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.collection import SiteOptions, publish_collection
from torikumi.publish.cp932 import REPLACED
from torikumi.publish.edition import ALL, CSV, JSON, PDF, SITE, XLSX
from torikumi.publish.history import put_in_order
from torikumi.publish.manifest import Manifest
from torikumi.publish.record import Edition, with_slugs
from torikumi.publish.remark import Remark
from torikumi.publish.site_address import parse_site_address
from torikumi.publish.terms import LICENCES, Judging, Licence, Terms, licence_of
from torikumi.publish.verify import verify_folder

_KINDS = (SITE, PDF, XLSX, CSV, JSON)
_UTF8, _CP932 = "utf-8", "cp932"


@click.command()
@click.argument("plans", nargs=-1, metavar="PLAN...|EDITIONS.toml", type=click.Path(path_type=Path))
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="The folder to write.")
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
@click.option(
    "--rating",
    metavar="RULE",
    help="Grade the indicators on the pages by this rule: a ready-made one, or a TOML file (torikumi indicators).",
)
@click.option(
    "--rating-method",
    type=click.Choice([method.value for method in Method]),
    default=Method.REACHED.value,
    show_default=True,
    help="How goals and measures are graded from their indicators.",
)
@click.option("--published", metavar="TIME", help="When the newest edition is published; final from then on.")
@click.option("--by", metavar="OFFICE", help="The office that publishes it.")
@click.option("--approved-by", metavar="ROLE", help="The role that approved it.")
@click.option("--base-address", metavar="URL", help="Where the site will stand, for the feed and the map.")
@click.option("--verify", metavar="FOLDER", type=click.Path(path_type=Path), help="Check a published folder.")
@click.option("--no-cache", is_flag=True, help="Make everything again.")
def command(
    *,
    plans: tuple[Path, ...],
    out: Path | None,
    only: str | None,
    verify: Path | None,
    no_cache: bool,
    licence: str | None,
    encoding: str,
    **words: str | None,
) -> None:
    """Publish one plan, or several editions of it, as a folder of files (公表)."""
    if verify is not None:
        _verify(verify)
        return
    if out is None or not plans:
        raise UserError(
            ja="公表する計画と、-o に書き出すフォルダーを指定してください。",
            en="Name the plans to publish, and the folder to write with -o.",
        )
    kinds = _kinds(only)
    terms = Terms(
        licence=_licence(licence),
        with_cp932=encoding == _CP932,
        judging=_judging(words["rating"], words["rating_method"] or Method.REACHED),
    )
    if terms.with_cp932 and CSV not in kinds:
        raise UserError(
            ja="--csv-encoding cp932 はCSVを作るときに使います。--only に csv を加えてください。",
            en="--csv-encoding cp932 is for CSV. Add csv to --only.",
        )
    described = _described(plans)
    newest = described.editions[-1]
    facts = {
        "published": _time(words["published"]),
        "published_by": words["by"],
        "approved_by": words["approved_by"],
    }
    record = replace(newest.record, **{name: value for name, value in facts.items() if value})  # type: ignore[arg-type]  # each value is of its field
    editions = (*described.editions[:-1], Edition(plan=newest.plan, record=record))
    address = words["base_address"] or described.base_address
    options = SiteOptions(
        only=kinds,
        address=parse_site_address(address) if address else None,
        tested=described.tested,
        contact=described.contact,
        terms=terms,
    )
    cache = BuildCache(None if no_cache else _cache_path())
    try:
        manifest = publish_collection(editions, out=out, options=options, cache=cache, tell=_tell)
    finally:
        cache.close()
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


def _judging(named: str | None, method: str) -> Judging | None:
    return None if named is None else Judging(rule=open_rating_rule(named), method=Method(method))


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


def _verify(folder: Path) -> None:
    faults = verify_folder(folder)
    for fault in faults:
        click.echo(fault.ja if language() == "ja" else fault.en)
    if faults:
        say(f"{len(faults)}件の違いがあります。", f"{len(faults)} differences.")
        sys.exit(1)
    say("すべてのファイルが公表したときのままです。", "Every file is as it was published.")


def _described(paths: tuple[Path, ...]) -> EditionFile:
    files = [path for path in paths if path.suffix.lower() == ".toml"]
    if not files:
        ordered = put_in_order([open_plan(path) for path in paths])
        return EditionFile(editions=join_editions(with_slugs(ordered)))
    if len(paths) > 1:
        raise UserError(
            ja=f"「{files[0]}」には全部の版を書きます。ほかの計画は並べずに、このファイルだけを指定してください。",
            en=f"{files[0]} names every edition. Name this file alone.",
        )
    return read_edition_file(files[0])


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UserError(
            ja=f"--published の「{text}」は日時として読めません。2025-10-01T09:00:00+09:00 のように書いてください。",
            en=f"--published does not take “{text}”. Write it like 2025-10-01T09:00:00+09:00.",
        ) from None


def _cache_path() -> Path:
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "torikumi" / "publish.sqlite3"


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
