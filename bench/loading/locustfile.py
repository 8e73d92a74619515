"""What one person of the last day does: looks at the list, opens a sheet, saves; 5 to 15 seconds apart.

Runs in locust's own environment: nothing of the application is imported here. Every save that was acknowledged is
written down, so that the database can be asked for it afterwards.
"""

import html
import json
import os
import random
import re
import time
from http.cookiejar import Cookie
from itertools import count
from pathlib import Path

from locust import FastHttpUser, between, events, task

_WORLD = json.loads(Path(os.environ["LOAD_WORLD"]).read_text(encoding="utf-8"))
_LOG = Path(os.environ["LOAD_LOG"]).open("a", encoding="utf-8")  # noqa: SIM115  open as long as the run lasts
_players = iter(_WORLD["players"])
_texts = count(1)
_VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')
_RESULT = re.compile(r'<textarea[^>]*name="f-result"[^>]*>\r?\n?([^<]*)</textarea>')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@events.quitting.add_listener
def _close(**_: object) -> None:
    _LOG.close()


def _session(value: str) -> Cookie:
    """The session's cookie as a browser that had logged in would hold it."""
    return Cookie(
        version=0,
        name="torikumi_session",
        value=value,
        port=None,
        port_specified=False,
        domain="127.0.0.1",
        domain_specified=False,
        domain_initial_dot=False,
        path="/",
        path_specified=True,
        secure=False,
        expires=None,
        discard=True,
        comment=None,
        comment_url=None,
        rest={},
    )


class Clerk(FastHttpUser):
    """Somebody of a section on the last day."""

    wait_time = between(5, 15)

    def on_start(self) -> None:
        """Take the next of the prepared people, with their session."""
        player = next(_players)
        self.mine = player["sheets"]
        self.sheet = self.mine[player["number"] // 40 % len(self.mine)]
        self.token = self.version = self.seen = ""
        self.client.cookiejar.set_cookie(_session(player["cookie"]))
        self._open()

    @task(20)
    def look(self) -> None:
        """See one's own sheets."""
        self.client.get(f"/reviews/{_WORLD['round']}/", name="list")

    @task(30)
    def open(self) -> None:
        """Open a sheet."""
        self._open()

    @task(50)
    def save(self) -> None:
        """Save a text; after somebody else's save, open again and save again."""
        text = f"実績 {next(_texts)}。計画どおり実施し、参加者は前年度を上回った。{random.randint(0, 10**9)}"
        form = {
            "csrfmiddlewaretoken": self.token,
            "version": self.version,
            "do": "save",
            "f-result": text,
            "b-result": self.seen,
        }
        with self.client.post(
            f"/reviews/sheets/{self.sheet}/answer/", form, name="save", catch_response=True, headers=_AUTOSAVE
        ) as answer:
            if answer.status_code == 409:
                answer.success()
                self._open()
                return
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
                return
            self.version, self.seen = str(answer.json()["version"]), text
        line = {"sheet": self.sheet, "text": text, "version": self.version, "at": time.time()}
        _LOG.write(json.dumps(line, ensure_ascii=False) + "\n")
        _LOG.flush()

    def _open(self) -> None:
        answer = self.client.get(f"/reviews/sheets/{self.sheet}/", name="open")
        version, token = _VERSION.search(answer.text), _TOKEN.search(answer.text)
        if version and token:
            self.version, self.token = version[1], token[1]
        text = _RESULT.search(answer.text)
        self.seen = html.unescape(text[1]) if text else ""


_AUTOSAVE = {"Accept": "application/json"}
