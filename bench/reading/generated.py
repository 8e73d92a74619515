"""The documents that tests invent, as cases to measure: nobody made a reader while looking at them one by one."""

import json
import sys
from pathlib import Path
from typing import Any

from .gold import GENERATED, REPOSITORY, Case

COUNT = 20


def generated_cases(folder: Path, count: int = COUNT) -> list[Case]:
    """Return PDF files of invented plans, the same ones on every machine; [] where what makes them is not installed."""
    if str(REPOSITORY) not in sys.path:
        sys.path.append(str(REPOSITORY))
    try:
        from tests.generated.documents import document, plans_on_paper
        from tests.generated.sheet import Sheet, marked, parts_of
        from tests.generated.write_pdf import to_pdf
    except ModuleNotFoundError:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for number in range(count):
        drawn = document(plans_on_paper, number)
        parts = parts_of(drawn.plan, drawn.layout)
        path, gold = (folder / f"invented-{number:02}.{file_type}" for file_type in ("pdf", "json"))
        path.write_bytes(to_pdf(parts, drawn.paper))
        gold.write_text(json.dumps([_record(entry) for entry in drawn.plan.entries]), encoding="utf-8")
        sheets = [marked(part) if drawn.paper.marks else part for part in parts if isinstance(part, Sheet)]
        cells = tuple(
            slot.text + slot.mark
            for sheet in sheets
            for slot in sheet.slots
            if slot.text and slot.row >= sheet.header
        )
        cases.append(Case(name=path.name, path=path, gold=gold, group=GENERATED, cells=cells))
    return cases


def _record(entry: Any) -> dict[str, object]:
    return {
        "number": entry.number,
        "goal": entry.path[0] if entry.path else None,
        "measure": entry.path[-1] if entry.path else None,
        "name": entry.name,
        "summary": entry.summary,
        "direction": entry.direction,
        "sections": [section.name for section in entry.sections],
    }
