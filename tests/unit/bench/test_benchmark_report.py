"""The tables of results say who read what, and where others do better than we."""

from pathlib import Path

from bench.reading.cells import CellScore
from bench.reading.gold import TABLE, Case
from bench.reading.measure import Measure, Reader
from bench.reading.peers import OURS, Peer, load_peers
from bench.reading.report import render, table

OTHER: Peer = load_peers()[0]


def measure(peer: Peer, *, whole: int, f1: float, cpu: float, error: str | None = None) -> Measure:
    case = Case(name="plan.pdf", path=Path("plan.pdf"), gold=Path("gold.json"), group=TABLE)
    cells = CellScore(f1=f1, missed=(), extra=())
    return Measure(
        reader=Reader(peer=peer, mode=""), case=case, pages=2, error=error, records={"whole": whole}, four=whole,
        raw=cells, folded=cells, cpu=cpu, wall=cpu * 2, MB=40,
    )  # fmt: skip


def test_a_table_has_a_head_and_a_line_for_each_row() -> None:
    assert table(["", "計"], [["a", "1"]]) == "|  | 計 |\n| --- | --- |\n| a | 1 |\n"


def test_the_best_reader_stands_first() -> None:
    report = render(
        [measure(OTHER, whole=60, f1=0.8, cpu=1), measure(OURS, whole=72, f1=1.0, cpu=1)], missing=[], times=1
    )

    assert report.index("| **torikumi** | 72 |") < report.index(f"| {OTHER.name} | 60 |")


def test_where_another_reader_does_better_the_report_says_so() -> None:
    report = render(
        [measure(OURS, whole=60, f1=0.9, cpu=1), measure(OTHER, whole=72, f1=0.9, cpu=0.1)],
        missing=[],
        times=1,
    )

    assert f"事業 {OTHER.name} 72（取組 60）、CPU {OTHER.name} 50 ms（取組 500 ms）" in report


def test_a_quicker_reader_that_finds_little_is_not_better() -> None:
    report = render(
        [measure(OURS, whole=72, f1=0.9, cpu=1), measure(OTHER, whole=3, f1=0.1, cpu=0.1)],
        missing=[],
        times=1,
    )

    assert "ほかの方が良いところ" not in report


def test_readers_that_are_missing_or_gave_up_are_named() -> None:
    failed = measure(OURS, whole=0, f1=0, cpu=0, error="refused")

    report = render([failed], missing=[OTHER], times=1)

    assert f"* {OTHER.name}: 入っていません（`make bench-peers`）" in report
    assert "* torikumi、plan.pdf: refused" in report
