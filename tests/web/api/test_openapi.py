"""The document of the API is true: whatever it lets a program ask, the answer is one that it announces."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import BaseSchema, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as promises

from tests.web import factories
from tests.web.world import World, make_world
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.token_models import TokenScope

PROMISES = [
    not_a_server_error, promises.status_code_conformance, promises.content_type_conformance,
    promises.response_schema_conformance, promises.response_headers_conformance,
]  # fmt: skip
# Every question is asked this often, half of the times of things that are there.
BOUND = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def here(db: None) -> World:
    return make_world(code="999997", name="みほん市")


@pytest.fixture
def api(here: World) -> Iterator[BaseSchema]:
    # As Django's own test client does: the test's transaction must not be closed after a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _ask_everything(
    api: BaseSchema, there: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> Counter[int]:
    """Ask each operation as the document allows, and as it does not; return how often each status came."""
    statuses: Counter[int] = Counter()
    for found in api.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:

            @BOUND
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                named = {name: there[name] for name in case.path_parameters if name in there}
                case.path_parameters.update(named)
                # What lets the program in, and the version that the sheet had at first.
                if headers is not None:
                    case.headers.update(headers)
                response = case.call()
                case.validate_response(response, checks=PROMISES)
                statuses[response.status_code] += 1

            # Where every text is a value, there is none that the document forbids.
            with suppress(Unsatisfiable) if mode.is_negative else nullcontext():
                ask()
    return statuses


def test_any_question_gets_an_answer_that_the_document_announces(api: BaseSchema) -> None:
    statuses = _ask_everything(api, {})

    assert statuses[404] > 50


def test_any_question_about_what_is_there_gets_one_too(api: BaseSchema, here: World) -> None:
    there = {
        "code": here.city.code,
        "plan": here.series.pk,
        "edition": str(here.editions["published"].sequence),
        "project": "P-000000000000",
    }
    statuses = _ask_everything(api, there)

    assert statuses[200] > 50
    assert statuses[422] > 10


def test_any_question_of_a_program_with_a_token_gets_one_too(api: BaseSchema, here: World) -> None:
    secret = factories.token(here.people[Role.PLANNING], scope=TokenScope.WRITE).secret
    sheet = here.sheets["own"]
    statuses = _ask_everything(
        api.include(tag="年度評価（トークン）"),
        {"round_id": here.round.pk, "sheet_id": sheet.pk},
        {"Authorization": f"Bearer {secret}", "If-Match": f'"v{sheet.version}"'},
    )

    assert statuses[200] > 20
    assert statuses[422] > 10


def test_the_document_has_a_stable_address_and_may_be_kept(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    document = json.loads(answer.content)

    assert document["openapi"].startswith("3.1")
    assert "公表された計画" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=300"
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_every_operation_says_in_both_languages_what_it_does(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()

    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            text = operation["description"]
            assert any("ぁ" <= letter <= "ん" for letter in text), (path, method)
            assert any(letter.isascii() and letter.isalpha() for letter in text), (path, method)
            assert operation["operationId"]
