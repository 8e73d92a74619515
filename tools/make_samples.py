"""Make the sample plans: `python tools/make_samples.py`, or with `--check` tell which of them are not current.

samples/mihon/plan-<year>.json and mihon-r7.xlsx are built from the YAML files beside them; samples/iruma/plan.json is
what reading source.tsv gives.
"""

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import yaml
from mihon_edition import EDITIONS, build_edition
from mihon_sources import load_sources
from mihon_workbook import write_workbook

from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality, Plan
from torikumi.read.reading import Given
from torikumi.read.run import read_documents

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def read_iruma(folder: Path) -> Plan:
    """Return the plan that reading the real city's table gives, with its source named."""
    about = yaml.safe_load((folder / "about.yaml").read_text(encoding="utf-8"))
    given = Given(
        title=about["title"], municipality=Municipality(**about["municipality"]), year=about["year"]
    )
    reading = read_documents([folder / "source.tsv"], given)
    return replace(reading.plan, credit=about["credit"], notice=about["notice"])


def make_files() -> Iterator[tuple[Path, bytes]]:
    """Yield every generated file with its content."""
    yield SAMPLES / "iruma" / "plan.json", dump_plan(read_iruma(SAMPLES / "iruma")).encode()
    mihon = SAMPLES / "mihon"
    sources = load_sources(mihon)
    for year in EDITIONS:
        yield mihon / f"plan-{year}.json", dump_plan(build_edition(sources, year)).encode()
    newest = build_edition(sources, EDITIONS[-1])
    yield mihon / "mihon-r7.xlsx", write_workbook(newest)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return what is packed in a workbook: its outer bytes depend on the machine's zlib."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_current(path: Path, content: bytes) -> bool:
    """Say whether the file in the checkout holds this content."""
    if not path.exists():
        return False
    if path.suffix == ".xlsx":
        return parts_of(path.read_bytes()) == parts_of(content)
    return path.read_bytes() == content


def main(arguments: list[str]) -> int:
    """Write the generated files, or check them; return the exit status."""
    stale = [(path, content) for path, content in make_files() if not is_current(path, content)]
    for path, content in stale:
        print(path.relative_to(SAMPLES.parent))
        if arguments != ["--check"]:
            path.write_bytes(content)
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
