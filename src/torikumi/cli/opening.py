"""Opening what a person names: a plan file, or a document that is read first."""

from pathlib import Path

from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan


def open_plan(path: Path) -> Plan:
    """Return the plan in a plan.json, or the one that a document holds; raises UserError where there is none."""
    if path.suffix.lower() == ".json":
        return read_plan(path)
    # Loaded only here: a plan.json needs no reader.
    from torikumi.read.sandbox.reading import read_apart

    return read_apart([path]).plan
