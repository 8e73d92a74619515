"""What holds for every test: no test is decided by how long something takes, nor, before a landing, by chance."""

import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("torikumi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time, so few will do: what lands is judged by what it changes. On a desk every run looks at a
# hundred new ones.
settings.register_profile("landing", settings.get_profile("torikumi"), derandomize=True, max_examples=25)
settings.load_profile("landing" if os.environ.get("TORIKUMI_LANDING") else "torikumi")


_numbers = count()


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which every test has a cache; pytest's own numbering looks through all there are each time."""
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(autouse=True)
def cache_of_its_own(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a cache that no earlier build has filled, and leave that of the person alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches / str(next(_numbers))))
