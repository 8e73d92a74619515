"""Makes the environments of the peers that reading is measured against, each in a folder of its own.

    python bench/peers.py [--peers FOLDER] [NAME …]

Without names all of bench/peers.toml are made. An environment that holds what the list asks for is left alone.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from reading.peers import Peer, load_peers

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "out" / "peers"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--peers", type=Path, default=FOLDER, metavar="FOLDER")
    chosen = parser.parse_args()
    wanted: dict[str, list[Peer]] = {}
    for peer in load_peers():
        if peer.packages and (not chosen.names or peer.name in chosen.names):
            wanted.setdefault(peer.environment, []).append(peer)
    failed = [name for name, peers in wanted.items() if not _make(chosen.peers / name, peers)]
    if failed:
        print(f"not made: {', '.join(failed)}; the measuring goes on without them", file=sys.stderr)
    return 1 if failed else 0


def _make(folder: Path, peers: list[Peer]) -> bool:
    """Make one environment; tell whether it holds its packages now."""
    packages = [package for peer in peers for package in peer.packages]
    note = folder / "packages.txt"
    if note.is_file() and note.read_text(encoding="utf-8").split() == packages:
        print(f"{folder.name}: is here")
        return True
    print(f"{folder.name}: {' '.join(packages)}", flush=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*install, *packages], check=False)
    if done.returncode == 0:
        note.write_text("\n".join(packages), encoding="utf-8")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
