"""The list of other readers: pinned, apart from one another, each with an adapter."""

import re
from pathlib import Path

from bench.reading.peers import BENCH, OURS, RUNNER, load_peers, run_reader

from shared import REPOSITORY

PEERS = load_peers()
PINNED = re.compile(r"[a-z0-9_.-]+(\[[a-z0-9,-]+\])?==[0-9][0-9a-z.]*", re.IGNORECASE)


def test_every_package_is_pinned_to_one_version() -> None:
    loose = [package for peer in PEERS for package in peer.packages if not PINNED.fullmatch(package)]

    assert loose == []


def test_every_peer_has_a_licence_an_adapter_and_a_file_type() -> None:
    for peer in (*PEERS, OURS):
        assert peer.licence
        assert (BENCH / "adapters" / f"{peer.adapter}.py").is_file()
        assert set(peer.modes) <= {"pdf", "xlsx", "docx", "html"}


def test_every_adapter_is_used() -> None:
    adapters = {path.stem for path in (BENCH / "adapters").glob("*.py")}

    assert adapters == {peer.adapter for peer in (*PEERS, OURS)}


def test_two_readers_of_one_name_have_environments_of_their_own() -> None:
    environments = {peer.name: peer.environment for peer in PEERS if peer.adapter == "pdfplumber"}

    assert len(set(environments.values())) == len(environments) == 2


def test_no_peer_is_a_dependency_of_the_project_beyond_those_that_tests_and_spark_need() -> None:
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")

    assert [peer.name for peer in PEERS if re.search(rf'"{peer.name}[>=]', project)] == [
        "openpyxl",
        "pandas",
        "lxml",
    ]


def test_a_reader_that_gives_up_is_a_result(tmp_path: Path) -> None:
    absent = tmp_path / "absent.pdf"

    found = run_reader(
        OURS.python(tmp_path), OURS.adapter, "tables", absent, times=1, result=tmp_path / "found.json"
    )

    assert RUNNER.is_file()
    assert "error" in found
