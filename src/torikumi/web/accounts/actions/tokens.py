"""Making tokens of the API, and making them invalid."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from torikumi.web.accounts.actions.people import AccountError
from torikumi.web.accounts.models import User
from torikumi.web.accounts.token_models import ApiToken, TokenScope
from torikumi.web.accounts.tokens import draw_secret, seal_secret
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor

MOST_TOKENS = 10
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A new token with its secret, which is known here and now and never again."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, person: User, name: str, scope: TokenScope, expires_on: date, by: Actor, at: datetime
) -> MadeToken:
    """Make a token for a program of the person's own. Raises AccountError where there are too many, or it lives too long."""
    today = timezone.localdate(at)
    User.objects.select_for_update().get(pk=person.pk)
    if ApiToken.objects.of_person(person).live(today).count() >= MOST_TOKENS:
        raise AccountError(
            ja=f"トークンは一人{MOST_TOKENS}個までです。使っていないものを無効にしてから作ってください。",
            en=f"A person has at most {MOST_TOKENS} tokens; revoke one that is not used.",
        )
    if not today <= expires_on <= today + LONGEST:
        raise AccountError(
            ja="期限は、今日から1年以内の日にしてください。",
            en="A token must end within a year from today.",
        )
    secret = draw_secret()
    token = ApiToken.objects.create(
        municipality_id=person.municipality_id,
        user=person,
        name=name,
        scope=scope,
        secret_sha256=seal_secret(secret),
        made_at=at,
        expires_on=expires_on,
    )
    record(
        by=by,
        at=at,
        action="make_token",
        kind="token",
        key=token.pk,
        after={"person": person.login_name, "name": name, "scope": scope, "to": expires_on},
    )
    return MadeToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """Make a token invalid at once, for good."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None:
        raise AccountError(
            ja="このトークンはもう無効です。一覧を開き直してください。",
            en="This token was revoked already; open the list again.",
        )
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    record(
        by=by,
        at=at,
        action="revoke_token",
        kind="token",
        key=locked.pk,
        before={"name": locked.name, "scope": locked.scope, "to": locked.expires_on},
        after={"revoked": at},
    )


def note_token_use(token: ApiToken, at: datetime) -> None:
    """Keep when the token was last used; no act of anybody, so no event."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
