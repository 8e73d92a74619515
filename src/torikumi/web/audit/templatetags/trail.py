"""How an event is shown."""

import json

from django import template

from torikumi.web.audit.words import ACTIONS, KINDS, ROLES

register = template.Library()


@register.filter
def action_word(action: str) -> str:
    """Show an act in Japanese."""
    return ACTIONS.get(action, action)


@register.filter
def kind_word(kind: str) -> str:
    """Show what was acted on in Japanese."""
    return KINDS.get(kind, kind)


@register.filter
def role_word(role: str) -> str:
    """Show the role of the person who acted in Japanese."""
    return ROLES.get(role, role)


@register.filter
def as_json(value: object) -> str:
    """Show recorded values one a line, in Japanese letters."""
    return json.dumps(value, ensure_ascii=False, indent=1)
