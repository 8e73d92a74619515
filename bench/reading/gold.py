"""The documents that are read, what a person read in them, and the score of records."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from .mapper import Record, fold_records

Score = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("TORIKUMI_SHARED") or REPOSITORY.parent / "shared" / "data")
SCORER = SHARED.parent / "tools" / "score.py"
FOUR = ("number", "name", "direction", "sections")
TABLE, REPORT, SCAN, OFFICE, GENERATED = "table", "report", "scan", "office", "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document with its gold. `fields` are those that are scored, None for all; `cells` are the texts of its tables'
    cells, None where the records say them, () where they are not known.
    """

    name: str
    path: Path
    gold: Path
    group: str
    fields: tuple[str, ...] | None = None
    cells: tuple[str, ...] | None = None

    @property
    def format(self) -> str:
        """The file type: pdf, xlsx, docx, html."""
        return self.path.suffix.removeprefix(".")

    def records(self) -> list[Record]:
        """Return the gold."""
        records: list[Record] = json.loads(self.gold.read_text(encoding="utf-8"))
        if self.fields is None:
            return records
        return [{field: record.get(field) for field in self.fields} for record in records]


def shared_cases() -> list[Case]:
    """Return the documents beside the checkout; [] where the folder is absent."""
    city = SHARED / "iruma"
    cases = [
        Case(name=path.name, path=path, gold=city / "gold.json", group=_group_of(path))
        for path in sorted((city / "documents").glob("*"))
        if path.suffix in (".pdf", ".xlsx", ".docx", ".html")
    ]
    report, page = SHARED / "takamatsu", SHARED / "iki"
    if report.is_dir():
        cases.append(
            Case(
                name="report.pdf",
                path=report / "source.pdf",
                gold=report / "gold.json",
                group=REPORT,
                cells=(),
            )
        )
    if page.is_dir():
        cases.append(
            Case(
                name="tables10.html",
                path=page / "source.html",
                gold=page / "gold.json",
                group=OFFICE,
                fields=("name", "sections"),
                cells=(),
            )
        )
    return cases


def score_records(gold: Sequence[Record], found: Sequence[Record]) -> Score:
    """Return the score of the records found, radicals made ideographs on both sides."""
    result: Score = _scorer().score(fold_records(gold), fold_records(found))  # type: ignore[attr-defined]
    return result


def best_score(gold: Sequence[Record], candidates: Sequence[Sequence[Record]]) -> Score:
    """Return the best score that any of several readings reaches."""
    scores = [score_records(gold, found) for found in (*candidates, [])]
    return max(scores, key=lambda score: (score["whole"], score["paired"], -score["extra"]))


def four_fields(gold: Sequence[Record]) -> list[Record]:
    """Return the gold without the headings above the rows and the prose: what identifies a project and says who does it."""
    return [{field: record.get(field) for field in FOUR} for record in gold]


@cache
def _scorer() -> object:
    spec = spec_from_file_location("score", SCORER)
    if spec is None or spec.loader is None or not SCORER.is_file():
        raise SystemExit(f"the scorer is not beside the checkout: {SCORER}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _group_of(path: Path) -> str:
    if path.suffix != ".pdf":
        return OFFICE
    return SCAN if path.stem.startswith("scan") else TABLE
