"""Logging in and out, and the tries to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth import login as open_session
from django.contrib.auth import logout as close_session
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from torikumi.web.accounts.login_models import LoginBucket
from torikumi.web.accounts.models import User
from torikumi.web.accounts.throttle import MOST_TRIES, MOST_TRIES_OF_ADDRESS, Buckets, tries_within
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor

# What the session keeps for us beside the person.
BEGAN = "began"
SEEN = "seen"
PREVIOUS_LOGIN = "previous_login"


@transaction.atomic
def reserve_login_try(*, buckets: Buckets, login_name: str, by: Actor, at: datetime) -> bool:
    """Count a try before the password is looked at; False where there were too many, and then nothing is counted.

    The row is locked, so that tries at the same moment cannot slip through together. The last free try leaves an
    event; refused ones leave none, or a stranger could fill the trail.
    """
    if buckets.failed is not None and len(_counted(buckets.failed, at)) >= MOST_TRIES_OF_ADDRESS:
        return False
    bucket = _lock_bucket(buckets.reserved, at)
    tries = tries_within(bucket.tries, at)
    if len(tries) >= MOST_TRIES:
        return False
    _keep_tries(bucket, [*tries, at.timestamp()], at)
    if len(tries) + 1 == MOST_TRIES:
        _record_about(login_name, action="login_limit_reached", by=by, at=at)
    return True


@transaction.atomic
def record_failed_login(*, buckets: Buckets, login_name: str, by: Actor, at: datetime) -> None:
    """Count a wrong password against the address too, and record it."""
    if buckets.failed is not None:
        bucket = _lock_bucket(buckets.failed, at)
        _keep_tries(bucket, [*tries_within(bucket.tries, at), at.timestamp()][-MOST_TRIES_OF_ADDRESS:], at)
    _record_about(login_name, action="login_failed", by=by, at=at)


@transaction.atomic
def log_in(
    *, request: HttpRequest, user: User, buckets: Buckets, ways: Sequence[str], by: Actor, at: datetime
) -> None:
    """Open a session under a new key for `user`, who has just proved in `ways` who they are."""
    previous = user.last_login
    open_session(request, user)
    request.session[BEGAN] = request.session[SEEN] = int(at.timestamp())
    request.session[PREVIOUS_LOGIN] = previous.isoformat() if previous else ""
    LoginBucket.objects.filter(key=buckets.reserved).delete()
    LoginBucket.objects.filter(last_try__lt=at - timedelta(days=1)).delete()
    record(by=by, at=at, action="login", kind="person", key=user.login_name, after={"ways": list(ways)})


@transaction.atomic
def log_out(*, request: HttpRequest, by: Actor, at: datetime) -> None:
    """Close the session."""
    record(by=by, at=at, action="logout", kind="person", key=by.name)
    close_session(request)


@transaction.atomic
def change_own_password(*, request: HttpRequest, user: User, password: str, by: Actor, at: datetime) -> None:
    """Give oneself a new password; this session gets a new key, all others of the person end."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, user)
    record(by=by, at=at, action="change_password", kind="person", key=user.login_name)


def _counted(key: str, at: datetime) -> list[float]:
    bucket = LoginBucket.objects.filter(key=key).first()
    return tries_within(bucket.tries, at) if bucket else []


def _lock_bucket(key: str, at: datetime) -> LoginBucket:
    LoginBucket.objects.get_or_create(key=key, defaults={"last_try": at})
    return LoginBucket.objects.select_for_update().get(key=key)


def _keep_tries(bucket: LoginBucket, tries: list[float], at: datetime) -> None:
    bucket.tries = tries
    bucket.last_try = at
    bucket.save(update_fields=["tries", "last_try"])


def _record_about(login_name: str, *, action: str, by: Actor, at: datetime) -> None:
    # Only the name of an account that exists is written down: anything else may be a password in the wrong box.
    user = User.objects.select_related("municipality").filter(login_name=login_name).first()
    city = user.municipality.code if user else ""
    record(
        by=replace(by, municipality=city),
        at=at,
        action=action,
        kind="person",
        key=user.login_name if user else "",
    )
