"""`torikumi export-site`: what is carried over the network border to the internet side, with its sums."""

import re
from hashlib import sha256
from pathlib import Path

import click

from torikumi.cli.output import say, write_output
from torikumi.errors import UserError
from torikumi.publish.border import SUMS, bundle_site, split_zip, zip_bundle
from torikumi.publish.folder import write_new_folder

_SIZE = re.compile(r"(\d+)\s*([KMG]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3}


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="A new folder, or a .zip file.",
)
@click.option("--split", metavar="SIZE", help="Cut the ZIP in parts of at most this size, such as 25MB.")
def command(folder: Path, out: Path, split: str | None) -> None:
    """Make the bundle that is carried over the network border, of a folder that was published (持ち出し)."""
    bundle = bundle_site(folder)
    seal = sha256(bundle[SUMS]).hexdigest()
    if out.suffix.lower() != ".zip" and split is None:
        write_new_folder(out, bundle)
    elif split is None:
        write_output(out, zip_bundle(bundle, name=out.stem))
    else:
        octets = zip_bundle(bundle, name=out.stem)
        write_new_folder(out, split_zip(octets, name=f"{out.stem}.zip", most=_size(split)))
    say(
        f"「{out}」に書きました。受け取る側へ、SHA256SUMS のSHA-256を別の方法で伝えてください：{seal}",
        f"Wrote {out}. Tell the receiving side the SHA-256 of SHA256SUMS by another way: {seal}",
    )


def _size(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise UserError(
            ja=f"--split の「{text}」は大きさとして読めません。25MB や 600K のように書いてください。",
            en=f"--split does not take “{text}”. Write it like 25MB or 600K.",
        )
    return int(found[1]) * _UNITS[found[2].upper()]
