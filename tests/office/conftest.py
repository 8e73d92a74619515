"""A real LibreOffice for tests: one for a session, in a profile of its own; skipped where the machine has none."""

from collections.abc import Iterator

import pytest
from libreoffice import Office, missing_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    missing = missing_office()
    if missing:
        pytest.skip(missing)
    office = Office(tmp_path_factory.mktemp("profile"))
    yield office
    office.close()
