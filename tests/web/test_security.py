"""What holds for every route alike: headers, caches, tokens, redirects, proxies, errors."""

import os
import subprocess
import sys
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from tests.web.asking import undone
from tests.web.routes import Route, all_routes
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import ROUTES, Permission, Role
from torikumi.web.ui.middleware import TrustedProxyMiddleware

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.fixture
def administrator(person_with: Callable[..., User], browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person_with(Role.ADMINISTRATOR, Role.PLANNING))


@pytest.mark.django_db
def test_every_answer_has_the_headers(administrator: Client) -> None:
    wrong: list[str] = []
    for route in all_routes():
        for client, method in ((administrator, "get"), (Client(), "get"), (administrator, "post")):
            with undone(client):
                response = getattr(client, method)(route.url)
            wrong += [f"{method} {route.url}: {fault}" for fault in _faults_of_headers(route, response)]

    assert wrong == []


def _faults_of_headers(route: Route, response: HttpResponse) -> list[str]:
    is_open = ROUTES[route.name] is Permission.PUBLISHED and response.status_code == 200
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cache-Control": "public, max-age=300" if is_open else "private, no-store",
    }
    faults = [f"{name} {response.get(name)}" for name in wanted if response.get(name) != wanted[name]]
    if len(response.get("X-Request-ID", "")) != 32:
        faults.append("no number of the request")
    policy = response.get("Content-Security-Policy", "")
    return faults if set(policy.split("; ")) == POLICY else [*faults, f"the policy {policy}"]


def test_pages_that_do_not_exist_have_the_headers_too(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert "ページが見つかりません" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_unsafe_request_passes_without_a_token(method: str, person_with: Callable[..., User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_with(Role.ADMINISTRATOR, Role.PLANNING))
    wrong = []
    for route in all_routes():
        with undone(client):
            response = getattr(client, method)(route.url)
        if not _is_refused_without_a_token(route, response):
            wrong.append(f"{route.url}: {response.status_code}")

    assert wrong == []


def _is_refused_without_a_token(route: Route, response: HttpResponse) -> bool:
    if route.name.startswith("api:"):
        # Nobody's session is opened there, so there is none to ride on: it is the token of the API that is missing.
        is_problem = response["Content-Type"] == "application/problem+json"
        return is_problem and response.status_code in {401, 403, 405}
    return response.status_code == 403 and "送信を受け付けませんでした" in response.content.decode()


@pytest.mark.django_db
def test_looking_changes_nothing(administrator: Client) -> None:
    from torikumi.web.audit.models import AuditEvent

    before, wrong = AuditEvent.objects.count(), []
    for route in all_routes():
        with undone(administrator):
            administrator.get(route.url)
            administrator.head(route.url)
            if AuditEvent.objects.count() != before:
                wrong.append(route.url)

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil", ""]
)
def test_the_login_never_leads_to_another_site(
    target: str, client: Client, person_with: Callable[..., User]
) -> None:
    from tests.web.factories import PASSWORD

    user = person_with(Role.READER)

    response = client.post("/login/", {"login_name": user.login_name, "password": PASSWORD, "next": target})

    assert response.status_code == 302
    assert response["Location"] == "/"


@pytest.mark.django_db
def test_the_login_leads_back_to_the_page_that_was_asked_for(
    client: Client, person_with: Callable[..., User]
) -> None:
    from tests.web.factories import PASSWORD

    user = person_with(Role.ADMINISTRATOR)

    asked = client.get("/people/?q=a")
    page = client.get(asked["Location"])
    response = client.post(
        "/login/", {"login_name": user.login_name, "password": PASSWORD, "next": page.context["next"]}
    )

    assert response["Location"] == "/people/?q=a"


@pytest.mark.django_db
def test_a_part_of_a_page_is_not_answered_with_the_login_page(client: Client) -> None:
    response = client.get("/people/", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/login/"


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/login/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_a_request_larger_than_an_upload_may_be_is_refused_unread(client: Client, settings: object) -> None:
    response = client.generic("POST", "/login/", b"", CONTENT_LENGTH=str(2**40))

    assert response.status_code == 413
    assert "ファイルが大きすぎます" in response.content.decode()


@pytest.mark.django_db
def test_an_error_of_ours_shows_a_number_and_no_insides(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ValueError("secret inside")

    monkeypatch.setattr("torikumi.web.accounts.views.units.units_of", fail)
    administrator.raise_request_exception = False

    response = administrator.get("/units/")

    page = response.content.decode()
    assert response.status_code == 500
    assert "secret inside" not in page
    assert response["X-Request-ID"] in page
    assert response["Cache-Control"] == "private, no-store"


def _seen_address(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.is_secure()}")


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.7", "198.51.100.9", "192.0.2.7 False"),
        ("10.0.0.1", "198.51.100.9", "198.51.100.9 True"),
        ("10.0.0.1", "203.0.113.66, 198.51.100.9, 10.0.0.2", "198.51.100.9 True"),
        ("10.0.0.1", "junk", "10.0.0.1 True"),
        ("10.0.0.1", "", "10.0.0.1 True"),
        ("", "198.51.100.9", " False"),
    ],
)
def test_only_a_trusted_proxy_is_believed(peer: str, forwarded: str, expected: str, settings: object) -> None:
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/8"),)  # type: ignore[attr-defined]
    request = HttpRequest()
    request.META = {
        "REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80",
    }  # fmt: skip

    response = TrustedProxyMiddleware(_seen_address)(request)

    assert isinstance(response, HttpResponse)
    assert response.content.decode() == expected


def test_a_body_that_does_not_come_is_not_waited_for_for_ever(client: Client) -> None:
    waits: list[float | None] = []

    class Connection:
        def settimeout(self, seconds: float | None) -> None:
            waits.append(seconds)

    class Silent:
        def read(self, *args: object) -> bytes:
            assert waits == [15]
            raise TimeoutError

        readline = read

    strict = Client(enforce_csrf_checks=True)
    answer = strict.generic(
        "POST", "/login/", b"", CONTENT_LENGTH="1000000", CONTENT_TYPE="application/x-www-form-urlencoded",
        **{"gunicorn.socket": Connection(), "wsgi.input": Silent()},
    )  # fmt: skip

    assert answer.status_code == 403
    assert waits == [15, None]


def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TORIKUMI_HOME": str(tmp_path),
        "TORIKUMI_HTTPS": "on",
        "TORIKUMI_ALLOWED_HOSTS": "plan.example.jp",
        "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
    }

    done = subprocess.run(
        [sys.executable, "-m", "torikumi.web.manage", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_published_files_are_the_only_ones_that_caches_may_keep() -> None:
    published = {name for name, permission in ROUTES.items() if permission is Permission.PUBLISHED}

    assert {name for name in published if not name.startswith("api:")} == {
        "publications:edition", "publications:file",
    }  # fmt: skip
    # What the public API answers is read from those files.
    assert {name.removeprefix("api:") for name in published if name.startswith("api:")} == {
        "api-root", "openapi", "cities", "plans", "editions", "edition", "goals", "measures", "projects", "project",
        "sections", "directions", "files", "manifest",
    }  # fmt: skip
