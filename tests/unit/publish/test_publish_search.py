import json
from dataclasses import replace

from torikumi.publish.history import Editions
from torikumi.publish.search_index import write_search_index
from torikumi.text.width import search_key
from unit.publish import plans

OLDER, PLAN = plans.make_older_plan(), plans.make_plan()


def entries_of(editions: Editions) -> list[dict[str, str]]:
    script = write_search_index(editions)
    found: list[dict[str, str]] = json.loads(script.partition("=")[2].rstrip(";\n "))["entries"]
    return found


def found_by(words: str, entries: list[dict[str, str]]) -> list[str]:
    return [entry["name"] for entry in entries if search_key(words) in entry["key"]]


def test_projects_of_every_edition_are_in_the_index_once() -> None:
    entries = entries_of(Editions((OLDER, PLAN)))
    addresses = [entry["address"] for entry in entries]

    assert len(addresses) == len(set(addresses))
    assert len(addresses) == len({p.id for plan in (OLDER, PLAN) for p in plan.projects}) > len(PLAN.projects)
    gone = next(entry for entry in entries if "婚活バスツアー" in entry["name"])
    assert gone["context"].startswith("令和3年度版まで")


def test_a_project_is_found_by_its_former_name_its_indicators_and_its_review() -> None:
    wanted = plans.project_id("4")
    renamed = replace(
        OLDER,
        projects=tuple(replace(p, name="むかしの直売所") if p.id == wanted else p for p in OLDER.projects),
    )
    assert wanted in renamed.project_by_id
    entries = entries_of(Editions((renamed, PLAN)))

    for words in ("むかしの直売所", "直売所の年間の客数", "日曜の営業を始めるため"):
        assert found_by(words, entries) == ["No.4 みのり茶屋（直売所の開設）"], words
