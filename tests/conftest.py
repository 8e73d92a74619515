"""What holds for every test: no test is decided by how long something takes, nor, before a landing, by chance."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("torikumi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time: what lands is judged by what it changes. On a desk every run looks at new ones.
settings.register_profile("landing", settings.get_profile("torikumi"), derandomize=True)
settings.load_profile("landing" if os.environ.get("TORIKUMI_LANDING") else "torikumi")


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a cache that no earlier build has filled, and leave that of the person alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
