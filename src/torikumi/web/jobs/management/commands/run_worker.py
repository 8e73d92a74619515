"""`run_worker`: does jobs until it is stopped; a service of its own on PostgreSQL."""

import signal
from argparse import ArgumentParser
from threading import Event

from django.core.management.base import BaseCommand

from torikumi.web.jobs.handing_over import BELL, has_loop
from torikumi.web.jobs.loop import run_loop
from torikumi.web.jobs.worker import run_worker


class Command(BaseCommand):
    """Does jobs; on SQLite the server does so by itself, and this command only helps it."""

    help = "処理（メール、取込、ブックなど）を、止めるまで行います。PostgreSQL では、サーバーとは別に動かします。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many at once."""
        parser.add_argument("--concurrency", type=int, default=2, help="同時に行う処理の数（PostgreSQL）")

    def handle(self, *args: object, **options: object) -> None:
        """Work until a signal to stop; a job that was begun is ended first."""
        if has_loop():
            _loop_until_signal()
        else:
            run_worker(concurrency=int(str(options["concurrency"])))


def _loop_until_signal() -> None:
    stop = Event()

    def end(*_: object) -> None:
        stop.set()
        BELL.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_loop(stop)
