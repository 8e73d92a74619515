"""A check of a page waits for the page that a click leads to, however slowly it comes."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

FIRST = """<!doctype html><html lang="ja"><title>前の頁</title><main><h1>前の頁</h1>
<p><a href="/slow">次へ</a></p><p><a href="#here">この頁の中</a></p>
<form action="/slow"><button>送る</button></form></main></html>"""
# Nothing here has a name: axe has much to say, so a check that looked at the first page would pass in its stead.
SECOND = "<!doctype html><html><main><img src='data:,'><input></main></html>"


class Slow(BaseHTTPRequestHandler):
    """Answer the second page after half a second, and its text half a second later still."""

    def do_GET(self) -> None:
        slow = self.path.startswith("/slow")
        if slow:
            time.sleep(0.5)
        text = (SECOND if slow else FIRST).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[:8])
        if slow:
            time.sleep(0.5)
        self.wfile.write(text[8:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("role", ["link", "button"])
def test_axe_looks_at_the_page_that_comes(
    page: Page, slow_site: str, check_axe: Callable[[Page], None], role: str
) -> None:
    page.goto(slow_site)
    page.get_by_role(
        "link" if role == "link" else "button", name="次へ" if role == "link" else "送る"
    ).click()
    with pytest.raises(AssertionError, match="/slow"):
        check_axe(page)


def test_a_jump_within_the_page_is_not_waited_for(
    page: Page, slow_site: str, check_axe: Callable[[Page], None]
) -> None:
    page.goto(slow_site)
    page.get_by_role("link", name="この頁の中").click()
    assert page.evaluate("window.leftAt") is None
    check_axe(page)
