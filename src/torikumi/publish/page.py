"""A page before it is written: its address, its template and the words of the template."""

from collections.abc import Mapping
from dataclasses import dataclass

from torikumi.publish.view import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `menu` is the item of the menu that it belongs to, `crumbs` the way to it from the first page."""

    address: str
    template: str
    title: str
    menu: str
    crumbs: tuple[Link, ...] = ()
    words: Mapping[str, object]
