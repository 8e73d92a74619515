"""A PDF that is cut off, damaged or hostile ends in one sentence with a reason, or is read: in bounded time and memory."""

import json
import random
import resource
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.generated.documents import document
from tests.generated.hostile_pdf import HOSTILE
from tests.generated.paper import Paper
from tests.generated.sheet import Layout, layouts, parts_of
from tests.generated.trees import Written, written_plans
from tests.generated.write_pdf import to_pdf
from torikumi.errors import UserError
from torikumi.read.sandbox.limits import Limits
from torikumi.read.sandbox.reading import read_apart

# Less than what a reading usually may take: some of these end by no other limit than that of the processor.
BOUNDS = Limits(memory=1536 * 1024 * 1024, step_cpu=5, step=60)
# One child reads all damaged files, for starting one each would take minutes; it names the file before it reads it.
PROGRAM = """
import json, sys
from pathlib import Path
from torikumi.errors import UserError
from torikumi.read.run import read_documents
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, file=sys.stderr, flush=True)
    try:
        read_documents([path])
        said = "read"
    except UserError as error:
        said = f"{type(error).__name__}: {error.ja}"
    print(json.dumps([path.name, said]))
"""


@cache
def good_pdf() -> bytes:
    plan: Written = document(written_plans(), 4)
    layout: Layout = document(layouts, 4)
    return to_pdf(parts_of(plan, layout), Paper(size="A5", font="not embedded"))


def read_all(folder: Path) -> dict[str, str]:
    """Read every file of a folder in a child that may use 1.5 GB and two minutes; return what came of each."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1536 * 1024 * 1024,) * 2)

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(line) for line in done.stdout.splitlines())


def test_a_pdf_cut_off_anywhere_is_refused_with_a_reason_or_read(tmp_path: Path) -> None:
    octets = good_pdf()
    for part in range(1, 51):
        (tmp_path / f"{part:02}.pdf").write_bytes(octets[: len(octets) * part // 50])

    said = read_all(tmp_path)

    assert len(said) == 50
    assert said["50.pdf"] == "read"
    assert {text.split(":")[0] for text in said.values()} <= {"read", "BrokenPdfError", "NoPlanError"}


def test_a_pdf_with_flipped_bits_is_refused_with_a_reason_or_read(tmp_path: Path) -> None:
    chance = random.Random(20)
    for number in range(300):
        octets = bytearray(good_pdf())
        for _ in range(chance.choice((1, 3, 10, 100))):
            octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
        (tmp_path / f"{number:03}.pdf").write_bytes(octets)

    said = read_all(tmp_path)

    assert len(said) == 300
    assert all(text == "read" or text.endswith("。") for text in said.values())
    assert sum(text == "read" for text in said.values()) >= 30


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_with_a_reason_or_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(HOSTILE[name]())

    with pytest.raises(UserError) as refused:
        read_apart([path], limits=BOUNDS)

    assert refused.value.ja.endswith("。")
    assert refused.value.en.endswith(".")
