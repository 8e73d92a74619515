"""How well lineage is found between two years of review sheets, beside other ways, with calibration, time and memory.

    python bench/lineage.py OLD.ndjson.gz NEW.ndjson.gz --gold ids|links [--json]

Measured over the new sheets whose predecessor the source names. rapidfuzz and splink are measured where they are
installed; neither is part of the project.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lineages.measures import Edges, Measured, beside, measure, reliability
from bench.lineages.others import exact_names, fuzzy_names, linked_records
from bench.lineages.sheets import edges_by_id, edges_by_link, read_year

from torikumi.compare.lineage.model import load_model, read_model
from torikumi.compare.lineage.propose import propose_lineage


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--gold", choices=("ids", "links"), required=True)
    parser.add_argument(
        "--weights", type=Path, help="weights that lineage_training.py wrote, not the package's"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    old, new = read_year(asked.old), read_year(asked.new)
    edges, spoken = (edges_by_id if asked.gold == "ids" else edges_by_link)(old, new)
    model = read_model(asked.weights.read_text(encoding="utf-8")) if asked.weights else load_model()
    begun, processor = time.perf_counter(), time.process_time()
    lineage = propose_lineage(old.plan, new.plan, model=model)
    seconds = {"wall": time.perf_counter() - begun, "processor": time.process_time() - processor}
    # Before the other ways add theirs.
    megabytes = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    at_old = {project.id: at for at, project in enumerate(old.plan.projects)}
    at_new = {project.id: at for at, project in enumerate(new.plan.projects)}
    found = {(at_old[edge.old], at_new[edge.new]): edge.confidence for edge in lineage.edges}
    renamed = {
        (one, other): given
        for (one, other), given in found.items()
        if old.sheets[one]["事業名"] != new.sheets[other]["事業名"]
    }
    ways: dict[str, Callable[[], Edges | str]] = {
        "lineage": lambda: set(found),
        "exact names": lambda: exact_names(old, new),
        "rapidfuzz token_sort_ratio, assigned": lambda: fuzzy_names(old, new),
        "splink": lambda: linked_records(old, new),
    }
    results: dict[str, Measured | str] = {}
    for name, way in ways.items():
        answered = way()
        results[name] = (
            answered if isinstance(answered, str) else measure(answered, edges, spoken, old=old, new=new)
        )
    report = {
        "old": asked.old.name,
        "new": asked.new.name,
        "gold": asked.gold,
        "projects": [len(old.sheets), len(new.sheets)],
        "edges": len(edges),
        "new_sheets_spoken_of": len(spoken),
        "where_none_is_declared": beside(found, spoken, old=old, new=new),
        "ways": results,
        "reliability": reliability(found, edges, spoken),
        "reliability_name_changed": reliability(renamed, edges, spoken),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "megabytes": megabytes,
    }
    print(json.dumps(report, ensure_ascii=False, indent=1) if asked.json else _words(report))


def _words(report: dict[str, object]) -> str:
    lines = [
        f"{report['old']} → {report['new']} ({report['gold']}): {report['edges']} edges,"
        f" {report['seconds']} s, {report['megabytes']} MB"
    ]
    ways = report["ways"]
    assert isinstance(ways, dict)
    for name, result in ways.items():
        if isinstance(result, str):
            lines.append(f"  {name:38} {result}")
            continue
        parts = "   ".join(
            f"{part}: P {each['precision']:.4f} R {each['recall']:.4f} F1 {each['f1']:.4f} ({each['edges']})"
            for part, each in result.items()
        )
        lines.append(f"  {name:38} {parts}")
    for bands, words in (("reliability", "all"), ("reliability_name_changed", "name changed")):
        lines.append(f"  confidence ({words}): of those given it, how many are right")
        reliable = report[bands]
        assert isinstance(reliable, list)
        lines += [
            f"    {one['from']:.2f}–{one['to']:.2f}  {one['right']:.3f} of {one['count']}" for one in reliable
        ]
    lines.append(f"  edges to sheets that declare no predecessor: {report['where_none_is_declared']}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
