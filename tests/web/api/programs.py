"""A program with a token, as the tests of the API use it."""

from django.test import Client

from tests.web import factories
from torikumi.web.accounts.models import User
from torikumi.web.accounts.token_models import TokenScope


def program_of(user: User, scope: TokenScope = TokenScope.WRITE) -> Client:
    """Return a client that sends a new token of the person, and no cookie."""
    secret = factories.token(user, scope=scope).secret
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)
