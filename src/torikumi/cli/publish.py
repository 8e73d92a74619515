"""`torikumi publish`: plans become a folder of files: a website, PDF, workbooks, CSV and JSON."""

from collections.abc import Sequence
from pathlib import Path

import click

from torikumi.cli.opening import open_plan
from torikumi.cli.output import say
from torikumi.errors import UserError
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Plan
from torikumi.publish.edition import ALL, CSV, JSON, PDF, SITE, XLSX, publish_plan
from torikumi.publish.history import put_in_order
from torikumi.publish.remark import Remark

_KINDS = (SITE, PDF, XLSX, CSV, JSON)


@click.command()
@click.argument("plans", nargs=-1, required=True, metavar="PLAN...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="The folder to write."
)
@click.option("--only", metavar="KINDS", help=f"Some of {','.join(_KINDS)}, with commas; all by default.")
def command(plans: tuple[Path, ...], out: Path, only: str | None) -> None:
    """Publish one plan, or several editions of it, as a folder of files (公表)."""
    kinds = _kinds(only)
    *earlier, newest = _joined(put_in_order([open_plan(path) for path in plans]))
    manifest = publish_plan(newest, out=out, previous=tuple(earlier), only=kinds, tell=_tell)
    count = len(manifest.files) + 1
    say(
        f"「{out}」に{count}個のファイルを書きました。"
        + (f"{out / 'index.html'} を開いてください。" if SITE in kinds else ""),
        f"Wrote {count} files into {out}." + (f" Open {out / 'index.html'}." if SITE in kinds else ""),
    )


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
