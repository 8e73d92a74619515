"""The headings of an edition in words, kept in this process: an edition never changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from torikumi.web.plans.listing import words_by_path
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.editions import list_nodes

# A few plans and their last years are what anybody looks at.
_MOST = 50
# By number and content: a number alone may come again in another database.
_kept: dict[tuple[int, str], Mapping[str, str]] = {}


def headings_of(edition: Edition) -> Mapping[str, str]:
    """Return for each heading's path the headings from the top down to it: "1 働きやすいまち / 産業を振興する"."""
    key = (edition.pk, edition.sha256)
    words = _kept.get(key)
    if words is None:
        words = MappingProxyType(words_by_path(list_nodes(edition)))
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = words
    return words
