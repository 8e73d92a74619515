"""Tries to log in, counted. Written by actions/sessions.py only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LoginBucket(models.Model):
    """The recent tries to log in to one account, or from one address; its key is a keyed hash of either.

    A hash, because people type their password into the wrong box. `tries` holds Unix times, the oldest first.
    """

    of_no_city: ClassVar[bool] = True
    rows_go: ClassVar[bool] = True

    key = models.CharField(max_length=64, unique=True)
    tries = models.JSONField(default=list)
    last_try = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the key."""
        return self.key
