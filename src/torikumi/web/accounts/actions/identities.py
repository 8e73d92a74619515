"""The city's single sign-on (OIDC): who there is who here."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.models import User
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor


@transaction.atomic
def link_identity(
    *, user: User, provider: str, uid: str, found_by: str, by: Actor, at: datetime
) -> SocialAccount:
    """Remember that the identity `uid` is `user`, found by the log-in name or the address of mail; once for each."""
    User.objects.get_queryset().select_for_update().get(pk=user.pk)
    if SocialAccount.objects.filter(user=user, provider=provider).exists():
        raise AccountError(
            ja="この利用者は、共通ログインの別の人とすでに結び付いています。",
            en="This account belongs to another identity already.",
        )
    linked = SocialAccount.objects.create(user=user, provider=provider, uid=uid)
    record(
        by=by, at=at, action="link_identity", kind="person", key=user.login_name, after={"found_by": found_by}
    )
    return linked


@transaction.atomic
def unlink_identity(*, user: User, by: Actor, at: datetime) -> None:
    """Forget which identity somebody is, and end their sessions; the next log-in there finds them again by name."""
    SocialAccount.objects.filter(user=user).delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    record(by=by, at=at, action="unlink_identity", kind="person", key=user.login_name)


@transaction.atomic
def note_refused_identity(*, why: str, by: Actor, at: datetime) -> None:
    """Record that somebody came by the single sign-on and was not let in; not who, as nobody here is meant."""
    record(by=by, at=at, action="identity_refused", kind="person", key="", after={"why": why})
