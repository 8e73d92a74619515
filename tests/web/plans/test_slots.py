"""At most two documents are read at once; whoever comes meanwhile is told to come back."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.plans.invented import make_plan
from torikumi.plan.file import dump_plan
from torikumi.web.accounts.models import User
from torikumi.web.plans.models import Import
from torikumi.web.plans.slots import SLOTS, ReadersBusyError, reading_slot

HOLDER = """
import fcntl, os, sys, time
slot = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(slot, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def test_there_are_as_many_slots_as_are_said() -> None:
    with ExitStack() as held:
        for _ in range(SLOTS):
            held.enter_context(reading_slot())
        with pytest.raises(ReadersBusyError), reading_slot():
            pass

    with reading_slot():
        pass


def test_a_slot_is_free_again_when_its_holder_is_killed(settings: object) -> None:
    with ExitStack() as held:
        for _ in range(SLOTS):
            held.enter_context(reading_slot())
    first: Path = settings.HOME / "var" / "reading-0.lock"  # type: ignore[attr-defined]
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(first)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with ExitStack() as held:
        for _ in range(SLOTS - 1):
            held.enter_context(reading_slot())
        with pytest.raises(ReadersBusyError), reading_slot():
            pass

        holder.send_signal(signal.SIGKILL)
        holder.wait()

        held.enter_context(reading_slot())


def test_the_slot_stays_taken_while_the_readers_own_process_lives() -> None:
    with ExitStack() as others:
        with reading_slot() as slot:
            reader = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(slot,))
        for _ in range(SLOTS - 1):
            others.enter_context(reading_slot())
        with pytest.raises(ReadersBusyError), reading_slot():
            pass

        os.kill(reader.pid, signal.SIGKILL)
        reader.wait()

        others.enter_context(reading_slot())


@pytest.mark.django_db
def test_an_upload_meanwhile_is_answered_at_once_with_when_to_come_back(
    planner: User, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(planner)

    def upload() -> object:
        document = SimpleUploadedFile("plan.json", dump_plan(make_plan(2)).encode())
        return client.post(reverse("plans:upload"), {"document": document, "label": "当初"})

    with ExitStack() as held:
        for _ in range(SLOTS):
            held.enter_context(reading_slot())
        answer = upload()

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    page = answer.content.decode()
    assert "文書をもう一度選んで" in page
    assert 'value="当初"' in page
    assert not Import.objects.within(planner).exists()
    assert upload().status_code == 302
