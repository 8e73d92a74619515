import json
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.errors import UserError
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.collection import SiteOptions, publish_collection, render_collection
from torikumi.publish.links import check_links
from torikumi.publish.record import Edition, EditionRecord, RecordError, check_records, with_slugs
from torikumi.publish.remark import Remark
from torikumi.publish.site_address import parse_site_address
from torikumi.publish.verify import verify_folder
from unit.publish import editions, plans

ADDRESS = parse_site_address("https://www.city.example.lg.jp/plan")
BOTH = (editions.older(), editions.newer())
PROJECT = f"projects/{plans.project_id('4')}.html"
ONLY_SITE = SiteOptions(only=frozenset({"site"}))


def files_of(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def edition_of(files: dict[str, bytes], slug: str) -> dict[str, bytes]:
    return {path: octets for path, octets in files.items() if path.startswith(f"editions/{slug}/")}


def test_each_edition_has_permanent_addresses_and_the_newest_the_plain_ones() -> None:
    _, files = render_collection(BOTH)

    assert {PROJECT, f"editions/2021/{PROJECT}", f"editions/2022/{PROJECT}", "editions/index.html"} <= set(
        files
    )
    assert "令和4年度版" in files[PROJECT].decode()
    assert "令和3年度版</strong>の固定ページ" in files[f"editions/2021/{PROJECT}"].decode()
    assert f'href="../editions/2022/{PROJECT}"' in files[PROJECT].decode()


def test_an_older_page_says_that_a_newer_edition_exists_without_changing_itself(tmp_path: Path) -> None:
    publish_collection((editions.older(),), out=tmp_path / "out", options=ONLY_SITE)
    before = edition_of(files_of(tmp_path / "out"), "2021")
    newest = (tmp_path / "out" / "editions" / "2021.css").read_text(encoding="utf-8")
    publish_collection(BOTH, out=tmp_path / "out", options=ONLY_SITE)
    after = files_of(tmp_path / "out")

    assert edition_of(after, "2021") == before
    assert "edition-bar__newer" not in newest
    assert "edition-bar__newer" in after["editions/2021.css"].decode()
    assert "edition-bar__newer" not in after["editions/2022.css"].decode()


def test_a_correction_leaves_the_corrected_edition_and_says_why() -> None:
    _, files = render_collection((*BOTH, editions.correction()))

    assert "edition-bar__corrected" in files["editions/2022.css"].decode()
    assert "概要の人数が違っていたため。" in files["editions/index.html"].decode()
    assert "正しい概要。" in files[f"projects/{plans.project_id('1')}.html"].decode()
    # The history of the newest pages does not tell the year twice.
    assert "令和4年度版（訂正）" in files[PROJECT].decode()
    assert '<th scope="row">令和4年度版</th>' not in files[PROJECT].decode()
    assert check_links(files) == ()


def test_a_withdrawn_edition_says_when_and_why_at_every_address_and_holds_nothing_else() -> None:
    taken = editions.withdrawn(editions.newer(), editions.day(2023, 2))
    manifest, files = render_collection((editions.older(), taken))
    inside = edition_of(files, "2022")

    assert f"editions/2022/{PROJECT}" in inside
    for octets in inside.values():
        assert "令和5年2月1日" in octets.decode()
        assert "個人の連絡先が載っていたため。" in octets.decode()
        assert "デマンドバス" not in octets.decode()
    assert [entry.manifest_sha256 is None for entry in manifest.editions] == [False, True]
    assert "令和3年度版" in files["index.html"].decode()
    assert check_links(files) == ()


def test_an_edition_published_before_a_withdrawal_keeps_its_bytes(tmp_path: Path) -> None:
    publish_collection(BOTH, out=tmp_path / "out", options=ONLY_SITE)
    before = edition_of(files_of(tmp_path / "out"), "2022")
    taken = editions.withdrawn(editions.older(), editions.day(2023))
    publish_collection((taken, editions.newer()), out=tmp_path / "out", options=ONLY_SITE)
    _, fresh = render_collection((taken, editions.newer()), options=ONLY_SITE)

    assert edition_of(files_of(tmp_path / "out"), "2022") == before
    assert files_of(tmp_path / "out") == fresh


def test_later_editions_that_still_hold_what_was_withdrawn_are_named(tmp_path: Path) -> None:
    taken = editions.withdrawn(editions.older(), editions.day(2023))
    early = editions.withdrawn(editions.older(), editions.day(2021, 12))
    told: list[Remark] = []
    publish_collection(BOTH, out=tmp_path / "out", tell=told.append)
    publish_collection((early, editions.newer()), out=tmp_path / "other", tell=told.append)
    assert told == []

    publish_collection((taken, editions.newer()), out=tmp_path / "out", tell=told.append)
    assert [remark.ja.count("「2021」の内容は、そのあとに公表した版「2022」の記録") for remark in told] == [1]
    left = files_of(tmp_path / "out")["editions/2022/data/earlier-1.json"]
    assert editions.older().plan.projects[0].name in left.decode()


def test_a_site_whose_editions_are_all_withdrawn_has_pages_that_say_so() -> None:
    taken = editions.withdrawn(editions.newer(), editions.day(2023, 2))
    _, files = render_collection((taken,))

    assert "取り下げました" in files["index.html"].decode()
    assert "data/plan.json" not in files
    assert "デマンドバス" not in files["index.html"].decode()
    assert check_links(files) == ()


def test_a_published_edition_is_never_written_again_with_another_content(tmp_path: Path) -> None:
    publish_collection(BOTH, out=tmp_path / "out", options=ONLY_SITE)
    before = files_of(tmp_path / "out")
    changed = replace(editions.newer(), plan=editions.correction().plan)

    with pytest.raises(RecordError, match="訂正版"):
        publish_collection((editions.older(), changed), out=tmp_path / "out", options=ONLY_SITE)
    with pytest.raises(RecordError, match="2021"):
        publish_collection((editions.newer(),), out=tmp_path / "out", options=ONLY_SITE)
    assert files_of(tmp_path / "out") == before


def test_editions_that_a_killed_replacing_had_put_aside_stay_as_published(tmp_path: Path) -> None:
    out, aside = tmp_path / "out", tmp_path / ".torikumi-old-killed"
    publish_collection(BOTH, out=out, options=ONLY_SITE)
    before = files_of(out)
    aside.mkdir()
    out.rename(aside / "out")
    changed = replace(editions.newer(), plan=editions.correction().plan)

    with pytest.raises(RecordError, match="訂正版"):
        publish_collection((editions.older(), changed), out=out, options=ONLY_SITE)
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_damaged_edition_is_not_carried_on(tmp_path: Path) -> None:
    publish_collection(BOTH, out=tmp_path / "out", options=ONLY_SITE)
    page = tmp_path / "out" / "editions" / "2021" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")

    with pytest.raises(RecordError, match=r"index\.html"):
        publish_collection(BOTH, out=tmp_path / "out", options=ONLY_SITE)


def test_a_trial_may_be_made_again(tmp_path: Path) -> None:
    trial = Edition(plan=plans.make_plan(), record=EditionRecord(slug="2022"))
    publish_collection((trial,), out=tmp_path / "out", options=ONLY_SITE)
    publish_collection(
        (replace(trial, plan=editions.correction().plan),), out=tmp_path / "out", options=ONLY_SITE
    )

    assert "正しい概要。" in (tmp_path / "out" / f"projects/{plans.project_id('1')}.html").read_text(
        encoding="utf-8"
    )


def test_the_same_editions_give_the_same_bytes() -> None:
    again = (editions.older(), editions.newer())

    assert render_collection(BOTH)[1] == render_collection(again)[1]


def test_no_link_of_a_site_is_broken_and_nothing_comes_from_outside() -> None:
    _, files = render_collection(BOTH, options=SiteOptions(address=ADDRESS))

    assert check_links(files) == ()
    assert (
        check_links({**files, "x.html": b'<img src="https://a.example/i.png"><a href="no.html">'})[0].page
        == "x.html"
    )
    assert [b.reason for b in check_links({"a.html": b"<a href='b.html#x'>", "b.html": b"<p id='y'>"})] == [
        "anchor"
    ]


def test_the_feed_names_editions_and_changes_with_absolute_addresses() -> None:
    _, files = render_collection((*BOTH, editions.correction()), options=SiteOptions(address=ADDRESS))
    feed = ET.fromstring(files["feed.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")

    assert [entry.findtext(f"{atom}title") for entry in entries] == [
        "令和4年度版（訂正）の訂正版を公表しました",
        "令和4年度版を公表しました",
        "令和3年度版を公表しました",
    ]
    assert feed.findtext(f"{atom}updated") == "2022-12-01T09:00:00+09:00"
    links = [link.get("href") or "" for link in feed.iter(f"{atom}link")]
    assert all(link.startswith(ADDRESS.text) for link in links)
    assert len({node.text for node in feed.iter(f"{atom}id")}) == 4
    assert "概要の人数が違っていたため。" in (entries[0].findtext(f"{atom}content") or "")


def test_the_map_stands_only_where_the_address_is_known() -> None:
    _, without = render_collection(BOTH, options=ONLY_SITE)
    _, files = render_collection(BOTH, options=replace(ONLY_SITE, address=ADDRESS))
    found = [
        node.text or "" for node in ET.fromstring(files["sitemap.xml"]).iter() if node.tag.endswith("loc")
    ]

    assert "sitemap.xml" not in without
    assert ADDRESS.text in found
    assert f"{ADDRESS.text}editions/2021/{PROJECT}" in found
    assert not any("404" in address for address in found)
    assert b'href="/plan/assets/site.css"' in files["404.html"]


@pytest.mark.parametrize(
    "text", ["city.example", "ftp://a/", "https://", "https://a/?q=1", 'https://a/"x', "javascript:1"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="サイトのアドレス"):
        parse_site_address(text)


def test_a_folder_is_verified_file_by_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish_collection(BOTH, out=out, options=ONLY_SITE)
    assert verify_folder(out) == ()

    (out / "index.html").write_bytes((out / "index.html").read_bytes() + b"x")
    (out / PROJECT).unlink()
    (out / "memo.txt").write_text("x", encoding="utf-8")
    found = {fault.path: fault.ja for fault in verify_folder(out) if "リンク" not in fault.ja}

    assert set(found) == {"index.html", PROJECT, "memo.txt"}
    assert any("リンク先がありません" in fault.ja for fault in verify_folder(out))


def test_a_folder_without_a_manifest_is_not_verified(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"manifest\.json"):
        verify_folder(tmp_path)


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([EditionRecord(slug="con")], "使えません"),
        ([EditionRecord(slug="R4版")], "使えません"),
        ([EditionRecord(slug="a"), EditionRecord(slug="a")], "二つ"),
        ([EditionRecord(slug="a", replaces="b", reason="x")], "ありません"),
        ([EditionRecord(slug="a"), EditionRecord(slug="b", replaces="a")], "理由"),
        ([EditionRecord(slug="a", published=editions.day(2022).replace(tzinfo=None))], "時差"),
        ([EditionRecord(slug="a", published=editions.day(2022)), EditionRecord(slug="b", published=editions.day(2021))],
         "前の版より前"),
    ],
)  # fmt: skip
def test_records_that_contradict_one_another_are_refused(records: list[EditionRecord], words: str) -> None:
    with pytest.raises(RecordError, match=words):
        check_records([Edition(plan=plans.make_plan(), record=record) for record in records])


def test_slugs_are_years_and_turns() -> None:
    plan = plans.make_plan()
    found = with_slugs((plan, plan, replace(plan, year=None)))

    assert [edition.record.slug for edition in found] == ["2022", "2022-2", "edition-3"]


@settings(max_examples=25)
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_what_the_cache_gives_is_what_a_full_build_gives(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random_ = random.Random(seed)
    path = tmp_path_factory.mktemp("cache") / "publish.sqlite3"
    made = list(BOTH)
    for _ in range(3):
        cache = BuildCache(path)
        _, files = render_collection(made, options=ONLY_SITE, cache=cache)
        cache.close()
        assert files == render_collection(made, options=ONLY_SITE)[1]
        made = changed(made, random_)


def changed(made: list[Edition], random_: random.Random) -> list[Edition]:
    """Return the editions with something else in one of them: a text, an order, a record, one more edition."""
    at = random_.randrange(len(made))
    plan, record = made[at].plan, made[at].record
    projects = list(plan.projects)
    kind = random_.choice(["summary", "name", "drop", "order", "title", "record", "add", "nothing"])
    if kind in {"summary", "name"}:
        one = random_.randrange(len(projects))
        projects[one] = replace(projects[one], **{kind: f"{random_.random()}"})
    elif kind == "drop":
        gone = projects.pop(random_.randrange(len(projects)))
        projects = [
            replace(one, merges=tuple(m for m in one.merges if m.partner_id != gone.id)) for one in projects
        ]
    elif kind == "order":
        random_.shuffle(projects)
    elif kind == "title":
        plan = replace(plan, title=f"計画{random_.random()}")
    elif kind == "record":
        record = replace(record, published_by=f"{random_.random()}課")
    fresh = [
        *made[:at],
        Edition(plan=replace(plan, projects=tuple(projects)), record=record),
        *made[at + 1 :],
    ]
    if kind == "add":
        slug = f"more-{random_.randrange(10**6)}"
        fresh.append(Edition(plan=replace(plan, edition=slug), record=EditionRecord(slug=slug)))
    return fresh


def test_one_changed_project_makes_few_pages_again(tmp_path: Path) -> None:
    first = BuildCache(tmp_path / "c.sqlite3")
    trial = [replace(one, record=EditionRecord(slug=one.record.slug)) for one in BOTH]
    render_collection(trial, options=ONLY_SITE, cache=first)
    first.close()
    second = BuildCache(tmp_path / "c.sqlite3")
    plan = trial[1].plan
    *rest, last = plan.projects
    plan = replace(plan, projects=(*rest, replace(last, summary="変わった概要")))
    _, files = render_collection([trial[0], replace(trial[1], plan=plan)], options=ONLY_SITE, cache=second)

    assert "変わった概要" in files[f"projects/{last.id}.html"].decode()
    # Its page, at the plain and at the permanent address, plan.json, the list of the files to download, and the index
    # of the search.
    assert second.made == 5
    assert second.reused > 50


def test_a_damaged_cache_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite3").write_bytes(b"no database" * 100)
    cache = BuildCache(tmp_path / "c.sqlite3")

    assert (
        render_collection(BOTH, options=ONLY_SITE, cache=cache)[1]
        == render_collection(BOTH, options=ONLY_SITE)[1]
    )
    cache.close()


def test_the_manifest_of_an_edition_says_who_when_and_of_what() -> None:
    _, files = render_collection(BOTH)
    content = json.loads(files["editions/2021/manifest.json"])
    root = json.loads(files["manifest.json"])

    assert (content["slug"], content["published"]) == ("2021", "2021-10-01T09:00:00+09:00")
    assert (content["published_by"], content["approved_by"]) == ("企画課", "市長")
    plan = next(entry for entry in content["files"] if entry["path"] == "data/plan.json")
    assert content["plan_sha256"] == plan["sha256"]
    assert [entry["slug"] for entry in root["editions"]] == ["2021", "2022"]
