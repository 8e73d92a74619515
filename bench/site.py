"""How long a site of 1,500 projects and five editions takes to build, in full and again; prints wall and processor time.

The editions are the invented city's, with its projects repeated: `python bench/site.py [PROJECTS [EDITIONS]]`.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.collection import SiteOptions, publish_collection
from torikumi.publish.edition import ALL, PDF, SITE
from torikumi.publish.record import Edition, with_slugs

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "mihon" / "plan-2025.json"


def large_plan(base: Plan, *, count: int, year: int) -> Plan:
    projects = tuple(
        replace(one, id=f"P-{at:012x}", number=str(at + 1), merges=(), name=f"{one.name}（{at + 1}）")
        for at, one in ((at, base.projects[at % len(base.projects)]) for at in range(count))
    )
    return replace(base, year=year, edition=f"{year}年度版", projects=projects)


def _children() -> float:
    """The processor's seconds of the processes that have ended: those that set the papers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _build(
    editions: Sequence[Edition], *, out: Path, cache_path: Path, words: str, only: frozenset[str]
) -> None:
    wall, processor, children = time.perf_counter(), time.process_time(), _children()
    cache = BuildCache(cache_path)
    manifest = publish_collection(editions, out=out, cache=cache, options=SiteOptions(only=only))
    cache.close()
    pages = sum(entry.path.endswith(".html") for entry in manifest.files)
    print(
        f"{words:28} {time.perf_counter() - wall:7.1f} s wall {time.process_time() - processor:7.1f} s processor"
        f" {_children() - children:6.1f} s of the typesetters"
        f" {pages:6} pages {sum(entry.size for entry in manifest.files) / 1e6:6.0f} MB"
        f" {cache.made:6} made {cache.reused:6} reused"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:5.0f} MB memory at most"
    )


def course(base: Plan, *, count: int, many: int, only: frozenset[str]) -> None:
    """Build everything, then again with nothing, one project and one edition that is other than before."""
    editions = with_slugs([large_plan(base, count=count, year=2021 + at) for at in range(many)])
    folder = Path(tempfile.mkdtemp(prefix="torikumi-bench-"))
    build = partial(_build, out=folder / "out", cache_path=folder / "cache.sqlite3", only=only)
    try:
        build(editions, words="everything")
        build(editions, words="nothing changed")
        *earlier, last = editions
        middle = count // 2
        projects = list(last.plan.projects)
        projects[middle] = replace(projects[middle], summary="変わった概要")
        editions = (*earlier, replace(last, plan=replace(last.plan, projects=tuple(projects))))
        build(editions, words="one project changed")
        plans = [one.plan for one in editions] + [large_plan(base, count=count, year=2021 + many)]
        build(with_slugs(plans), words="an edition added")
    finally:
        shutil.rmtree(folder)


def main() -> None:
    count, many = (int(word) for word in (sys.argv[1:] + ["1500", "5"][len(sys.argv) - 1 :]))
    base = read_plan(SAMPLE)
    for words, only in (
        ("the pages alone", frozenset({SITE})),
        ("without PDF", ALL - {PDF}),
        ("all kinds", ALL),
    ):
        print(f"{count} projects, {many} editions, {words}")
        course(base, count=count, many=many, only=only)


if __name__ == "__main__":
    main()
