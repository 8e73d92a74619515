"""Who acts: the words that the trail keeps of a person, so that it stays readable when the account is gone."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

from torikumi.web.ui.requests import client_address, request_id

_ACTOR = "torikumi.actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person (or "system") with the role they act in, their city, and the request that carries the act.

    `on_behalf_of` is the log-in name of the person whose deputy acts; "" where one acts for oneself.
    """

    name: str
    role: str = ""
    municipality: str = ""
    request_id: str = ""
    address: str = ""
    on_behalf_of: str = ""  # whose role it is, where a deputy acts (代理・代決)
    via: str = ""  # the program that acts for the person, where none of them sits at a screen

    def __str__(self) -> str:
        """Return the log-in name."""
        return self.name

    def within(self, request: HttpRequest) -> "Actor":
        """Return the same person with the number and the address of `request`."""
        return replace(self, request_id=request_id(request), address=client_address(request))


def set_actor(request: HttpRequest, actor: Actor) -> None:
    """Keep who acts in this request; done once, where the right to open the page was checked."""
    request.META[_ACTOR] = actor.within(request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; "anonymous" where nobody is logged in."""
    actor = request.META.get(_ACTOR)
    if isinstance(actor, Actor):
        return actor
    return Actor(name="anonymous").within(request)
