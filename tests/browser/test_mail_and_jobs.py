"""A letter is edited and looked at, a mail is sent once more, its job is watched; with a keyboard, at 320 px, without script."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site, running_site
from tests.web.mail.post_office import PostOffice
from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.plan.model import Municipality

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("mail")]

CODE = "999997"
# Mails that are there already: written by the planner, refused by the server, or never answered.
SEND = """
import django
django.setup()
from django.utils import timezone
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor
from torikumi.web.isolation.cities import in_all_cities
from torikumi.web.jobs.running import run_job
from torikumi.web.mail.posting import send_mails
from torikumi.web.mail.writing import NewMail, Occasion
with in_all_cities():
    city = Municipality.objects.get(code="999997")
    body = "みほん課\\n見本 太郎 様\\n\\n" + "まだ提出されていない事業が3件あります。" * 12 + "\\n"
    mails = [NewMail(to_address=to, to_name="見本 太郎", subject="未提出 3件", body=body)
             for to in ("nobody@example.jp", "die@example.jp", "a@example.jp")]
    occasion = Occasion(kind="reminder", about="round:1", about_label="令和7年度評価")
    by = Actor(name="planning-999997", role="planning", municipality="999997")
    job = send_mails(mails, city=city, occasion=occasion, by=by, at=timezone.now())
    run_job(city.pk, job.pk)
"""


class Gate:
    """Keeps the server's answer to a mail back until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened, self.is_shut = threading.Event(), threading.Event(), False

    def __call__(self, to: str) -> None:
        if self.is_shut:
            self.reached.set()
            self.opened.wait(60)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, gate: Gate) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("mail")
    city = Municipality(code=CODE, name="みほん市", prefecture="みほん県")
    plan = folder / "plan.json"
    plan.write_text(dump_plan(replace(make_plan(2), municipality=city)), encoding="utf-8")
    with PostOffice(on_text=gate) as office, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORIKUMI_MAIL", "smtp")
        patch.setenv("TORIKUMI_MAIL_FROM", "企画課 <kikaku@example.lg.jp>")
        patch.setenv("TORIKUMI_MAIL_HOST", "127.0.0.1")
        patch.setenv("TORIKUMI_MAIL_PORT", str(office.port))
        patch.setenv("TORIKUMI_MAIL_TLS", "none")
        with running_site(folder, [plan]) as running:
            environment = {
                **os.environ, "TORIKUMI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
            }  # fmt: skip
            subprocess.run([sys.executable, "-c", SEND], env=environment, check=True)
            yield running
            gate.opened.set()


@pytest.fixture(scope="module")
def state(browser: Browser, site: Site) -> Path:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address + "/login/")
    page.get_by_label("利用者ID").fill(f"planning-{CODE}")
    page.get_by_label("パスワード").fill(site.passwords[f"planning-{CODE}"])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url(site.address + "/")
    context.storage_state(path=site.folder / "state")
    context.close()
    return site.folder / "state"


Open = Callable[..., "contextmanager[Page]"]


@pytest.fixture
def opened(browser: Browser, site: Site, state: Path) -> Open:
    """Return a function that gives a page of the planner; it allows no script error and no message of the policy."""

    @contextmanager
    def make(*, width: int = 1280, script: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, storage_state=state, java_script_enabled=script,
            locale="ja-JP", base_url=site.address,
        )  # fmt: skip
        page = context.new_page()
        wrong: list[str] = []
        # A refused form is answered with 422, which Chromium calls an error; it is none.
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type == "error" and "422" not in said.text else None,
        )
        yield page
        context.close()
        assert wrong == []

    return make


def narrow(page: Page, check_axe: Callable[[Page], None]) -> None:
    check_axe(page)
    page.set_viewport_size({"width": 320, "height": 900})
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_letter_is_edited_with_a_preview(opened: Open, check_axe: Callable[[Page], None]) -> None:
    with opened() as page:
        page.goto("/mail/letters/")
        narrow(page, check_axe)
        page.get_by_role("link", name="督促").click()
        narrow(page, check_axe)
        page.get_by_label("本文").fill("{課名}\n{宛名} 様\n\nあと{残り日数}日です。\n")
        page.get_by_role("button", name="見本を見る").press("Enter")
        expect(page.locator("#preview")).to_be_focused()
        expect(page.locator(".letter").first).to_contain_text("あと5日です。")
        narrow(page, check_axe)


def test_a_wrong_letter_and_a_right_one_without_script(opened: Open) -> None:
    with opened(script=False) as page:
        page.goto("/mail/letters/request/")
        page.get_by_label("本文").fill("{締切り}まで" + "あ" * 300)
        page.get_by_role("button", name="見本を見る").click()
        expect(page.locator(".field__errors")).to_contain_text("「{締切り}」という差し込みはありません")
        page.get_by_label("本文").fill("{締切}まで")
        page.get_by_role("button", name="見本を見る").click()
        expect(page.locator(".letter").first).to_contain_text("2026年7月31日（金）まで")
        page.get_by_role("button", name="保存する").click()
        expect(page.locator(".message--success")).to_contain_text("第1版として保存しました")
        page.locator("summary").first.click()
        expect(page.locator("details .letter")).to_be_visible()


def test_a_wrong_letter_is_told_beside_its_field(opened: Open, check_axe: Callable[[Page], None]) -> None:
    with opened() as page:
        page.goto("/mail/letters/returned/")
        page.get_by_label("本文").fill("{締切り}まで" + "あ" * 300)
        page.get_by_role("button", name="保存する").click()
        expect(page.locator("#id_body_error")).to_contain_text("「{締切り}」という差し込みはありません")
        narrow(page, check_axe)


def test_the_log_is_read_and_a_mail_sent_once_more_while_its_job_is_watched(
    opened: Open, gate: Gate, check_axe: Callable[[Page], None]
) -> None:
    with opened() as page:
        page.goto("/mail/")
        expect(page.locator("tbody tr")).to_have_count(3)
        narrow(page, check_axe)
        page.get_by_label("状態").select_option("unknown")
        page.get_by_role("button", name="しぼりこむ").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV で保存する").click()
        assert "die@example.jp" in download.value.path().read_text(encoding="utf-8-sig")
        page.goto("/mail/?to=nobody")
        page.get_by_role("link", name="未提出 3件").click()
        expect(page.locator(".message--error")).to_contain_text("550 5.1.1 no such mailbox")
        narrow(page, check_axe)
        page.goto("/mail/?to=die")
        page.get_by_role("link", name="未提出 3件").click()
        narrow(page, check_axe)

        gate.is_shut = True
        page.get_by_role("button", name="もう一度送る").press("Enter")
        assert gate.reached.wait(30)
        page.goto("/jobs/")
        narrow(page, check_axe)
        expect(page.locator("tbody tr").first).to_contain_text("実行中")
        page.locator("tbody a").first.click()
        expect(page.locator("#job")).to_contain_text("0 / 1")
        narrow(page, check_axe)
        page.evaluate("window.untouched = true")
        gate.is_shut = False
        gate.opened.set()
        # The page asks every two seconds, and is led to its end.
        expect(page.locator(".message--success")).to_contain_text("届いたか不明：1通", timeout=20_000)
        narrow(page, check_axe)
        page.get_by_role("link", name="結果を見る").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("届いたか不明")
