"""Which rules these are: a name for kept findings, so that they are found again by the same rules only."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import torikumi.check
import torikumi.plan
import torikumi.text

# What a finding depends on: the rules, what they ask of a plan, and how they read its words.
_PACKAGES = (torikumi.check, torikumi.plan, torikumi.text)
_LENGTH = 16


@cache
def rules_version() -> str:
    """Return the name of the rules as they are now, 16 hexadecimal digits.

    It is made of the rules' own text, so that nobody has to remember to count it up.
    """
    return version_of(Path(package.__file__ or "").parent for package in _PACKAGES)


def version_of(folders: Iterable[Path]) -> str:
    """Return a name for all Python files below the folders; it changes with every change of one."""
    found = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            found.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\n".encode())
            found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()[:_LENGTH]
