"""Where each thing's page is, for good: made from its id or name alone, never from its rank or number."""

import re
from hashlib import sha256

INDEX = "index.html"
PROJECTS = "projects/index.html"
SECTIONS = "sections/index.html"
DIRECTIONS = "directions/index.html"
CHANGES = "changes/index.html"
FIGURES = "figures.html"
LOGIC_GAPS = "logic-model.html"
SEARCH = "search.html"
DATA = "data.html"

# "P-0a1b" or "kosodate-2": two such names never differ in case only, and none is a path.
_PLAIN = re.compile(r"(?:[A-Z]-[0-9a-z]+|[a-z]{2}[0-9a-z]*)(?:-[0-9a-z]+)*")
# Names that Windows keeps for itself, and the one of the folder's own page.
_TAKEN = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index")


def project_address(project_id: str) -> str:
    """Return the address of a project's page from the root of the site."""
    return f"projects/{_file_name(project_id)}.html"


def node_address(node_id: str) -> str:
    """Return the address of a goal's or measure's page."""
    return f"nodes/{_file_name(node_id)}.html"


def section_address(key: str) -> str:
    """Return the address of a section's page; `key` is the section's name folded for matching."""
    return f"sections/S-{_digest(key)}.html"


def direction_address(key: str) -> str:
    """Return the address of the page of all projects with one direction."""
    return f"directions/D-{_digest(key)}.html"


def changes_address(*, old: str, new: str) -> str:
    """Return the address of what changed from the edition named `old` to the one named `new`."""
    names = f"{old}\n{new}"
    return f"changes/C-{_digest(names)}.html"


def _file_name(identity: str) -> str:
    if len(identity) <= 64 and _PLAIN.fullmatch(identity) and not _TAKEN.fullmatch(identity):
        return identity
    return f"X-{_digest(identity)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
