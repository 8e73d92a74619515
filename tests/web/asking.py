"""Asking many addresses one after the other, each as if it were the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Undo afterwards what was changed in the database, and give the client the cookies that it had before.

    Making people and a log-in takes ten times as long as asking; a test of all routes does it once by this.
    """
    cookies = client.cookies.output(header="", sep=";")
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = SimpleCookie(cookies)
