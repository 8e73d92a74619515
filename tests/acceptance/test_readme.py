"""The READMEs tell the truth: their commands run, and what they show is what comes out."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("name", "locale"), [("README.md", "en_US.UTF-8"), ("README.ja.md", "ja_JP.UTF-8")])
def test_the_commands_of_the_readme_give_what_it_shows(name: str, locale: str, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(REPOSITORY / "samples")
    blocks = BLOCK.findall((REPOSITORY / name).read_text(encoding="utf-8"))
    assert len(blocks) >= 3

    for block in blocks:
        command, *shown = block.strip().splitlines()
        prompt, program, *arguments = shlex.split(command)
        assert (prompt, program) == ("$", "torikumi")
        done = subprocess.run(
            [sys.executable, "-c", "from torikumi.cli.main import main; main()", *arguments],
            cwd=tmp_path,
            env={**os.environ, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=False,
        )
        said = (done.stdout + done.stderr).splitlines()
        assert done.returncode == 0, said
        assert [line for line in shown if line not in said] == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_of_the_first_pages_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / name).read_text(encoding="utf-8"))

    assert [target for target in targets if not (REPOSITORY / target).exists()] == []
