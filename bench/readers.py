"""Measures how well, how fast and with how much memory documents are read, ours and other readers side by side.

    python bench/readers.py [--peers FOLDER] [--times N] [--reader NAME …] [--document NAME …] [--reuse]
                            [--write PAGE] [--details FILE]

Every reader runs in a process of its own, one after the other; peers in the environments that bench/peers.py makes.
Those that are missing are named and left out. `--write` writes the page of the manual, unless a reader or a
document is left out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reading.details import details_of
from reading.generated import generated_cases
from reading.gold import REPORT, SHARED, Case, shared_cases
from reading.measure import Measure, measure, readers_for
from reading.page import write_page
from reading.peers import OURS, Peer, load_peers
from reading.report import render
from reading.variants import made_cases

REPOSITORY = Path(__file__).resolve().parent.parent
OUT = REPOSITORY / "out" / "bench"


def main() -> int:
    chosen = _arguments()
    if not SHARED.is_dir():
        print(f"the documents to measure with are not here: {SHARED}", file=sys.stderr)
        return 0
    cases = [
        *made_cases(shared_cases(), OUT / "documents"),
        *generated_cases(OUT / "invented"),
    ]
    if chosen.document:
        cases = [case for case in cases if case.name.startswith(tuple(chosen.document))]
    peers = [peer for peer in load_peers() if not chosen.reader or peer.name in chosen.reader]
    missing = [peer for peer in peers if not peer.is_here(chosen.peers)]
    for peer in missing:
        print(f"{peer.name} is not here: `make bench-peers` makes its environment", file=sys.stderr)
    present = [OURS, *(peer for peer in peers if peer not in missing)]
    measures = []
    for found in _measure_all(cases, present, chosen):
        measures.append(found)
        print(_line(found), file=sys.stderr, flush=True)
    report = render(measures, missing=missing, times=chosen.times)
    print(report)
    if chosen.write and (missing or chosen.reader or chosen.document):
        print(f"{chosen.write} is left as it is: it shows all readers and all documents", file=sys.stderr)
    elif chosen.write:
        write_page(chosen.write, report, present, [case.name for case in cases])
    if chosen.details:
        chosen.details.write_text(details_of(measures), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=Path, default=REPOSITORY / "out" / "peers", metavar="FOLDER")
    parser.add_argument("--times", type=int, default=3, metavar="N")
    parser.add_argument(
        "--reader", action="append", metavar="NAME", help="only this peer; may be given again"
    )
    parser.add_argument(
        "--document",
        action="append",
        metavar="NAME",
        help="only documents whose names begin so; may be given again",
    )
    parser.add_argument("--reuse", action="store_true", help="take the peers' results of the last run")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    parser.add_argument(
        "--details", type=Path, metavar="FILE", help="write which cells and records differ, ours only"
    )
    return parser.parse_args()


def _measure_all(
    cases: Sequence[Case], peers: Sequence[Peer], chosen: argparse.Namespace
) -> Iterator[Measure]:
    for case in cases:
        readers = readers_for(peers, case.format)
        if case.group == REPORT:  # long: each reader in the mode that its list of modes begins with
            readers = [reader for reader in readers if reader.mode == reader.peer.modes[case.format][0]]
        for reader in readers:
            yield measure(
                reader,
                case,
                folder=chosen.peers,
                results=OUT / "results",
                times=chosen.times,
                reuse=chosen.reuse and reader.peer is not OURS,
            )


def _line(found: Measure) -> str:
    if found.error:
        return f"{found.case.name:<18} {found.reader.name:<24} {found.error}"
    cells = f"{found.folded.f1:.3f}" if found.folded else "     "
    return (
        f"{found.case.name:<18} {found.reader.name:<24} {found.whole:>3}/{found.gold} records, cells {cells}, "
        f"{found.cpu:.2f} s CPU, {found.wall:.2f} s, {found.MB:.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
