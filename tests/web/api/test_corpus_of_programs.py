"""The corpus for programs: words and likeness with a token, and a server without a corpus."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.unit.corpus.small_plans import MIHON, plan, project
from tests.web import factories
from tests.web.api.programs import program_of
from torikumi.corpus.build import build_corpus
from torikumi.corpus.intake import Entry
from torikumi.corpus.text_index import build_index
from torikumi.web.accounts.models import Municipality
from torikumi.web.accounts.permissions import Role


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cities = [replace(MIHON, code=f"99{at:03}1", name=f"見本第{at}市") for at in range(1, 4)]
    entries = [
        Entry(
            plan=plan(
                [project("空き家バンク", year=year, direction="継続", money=5_000)], year=year, body=city
            ),
            source="x",
        )
        for city in cities
        for year in (2023, 2024)
    ]
    made = tmp_path_factory.mktemp("for-programs")
    build_index(build_corpus(made, entries))
    return made


@pytest.fixture
def program(city: Municipality) -> Client:
    return program_of(factories.person(city, Role.READER))


def ask(program: Client, address: str, status: int = 200, **asked: object) -> Any:
    answer = program.get(f"/api/v1/office/corpus/{address}", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.django_db
def test_words_are_found_with_counts(program: Client, folder: Path, settings: Any) -> None:
    settings.CORPUS_FOLDER = str(folder)
    found = ask(program, "search", q="空家", year=2024)
    assert found["total"] == 0
    found = ask(program, "search", q="空き家", limit=2)
    assert (found["total"], len(found["items"])) == (3, 2)
    first = found["items"][0]
    assert [year["year"] for year in first["years"]] == [2023, 2024]
    assert first["years"][0] == {
        "year": 2023, "direction": "継続", "outcome": "keep", "budget": 5_000_000, "settled": None,
        "judged": 0, "met": 0, "fate": "kept", "reason": None,
    }  # fmt: skip
    assert {"filter": "prefecture", "value": "埼玉県", "count": 3} in found["counts"]
    assert "次から選んで" in ask(program, "search", 422, outcome="つづける")["detail"]
    assert ask(program, "search", 422, limit=0)["status"] == 422


@pytest.mark.django_db
def test_likeness_stands_beside_the_base(program: Client, folder: Path, settings: Any) -> None:
    settings.CORPUS_FOLDER = str(folder)
    found = ask(program, "similar", name="空き家バンク制度")
    assert [one["entry"]["body"] for one in found["items"]] == ["990011", "990021", "990031"]
    assert found["outcomes"] == [{"outcome": "keep", "similar": 3, "base": 3}]
    assert (found["is_few"], found["model"]) == (True, None)


@pytest.mark.django_db
def test_without_a_corpus_it_is_said_how_to_have_one(program: Client, settings: Any) -> None:
    settings.CORPUS_FOLDER = ""
    for address, asked in (("search", {}), ("similar", {"name": "見本"})):
        assert "TORIKUMI_CORPUS_DIR" in ask(program, address, 404, **asked)["detail"]
    assert Client().get("/api/v1/office/corpus/search").status_code == 401
