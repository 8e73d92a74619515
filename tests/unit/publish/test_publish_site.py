import json
import posixpath
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest

from torikumi.plan.direction import Direction, Outcome
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.outcome_words import OUTCOME_WORDS
from torikumi.publish import addresses
from torikumi.publish.edition import render_edition
from torikumi.publish.tally import direction_groups
from torikumi.publish.view import meaning_of_group
from torikumi.publish.words import meaning_words
from torikumi.text.width import search_key
from unit.publish import plans
from unit.publish.pages import Reading

PLAN = plans.make_plan()
OLDER = plans.make_older_plan()


def render(plan: Plan, *previous: Plan) -> dict[str, bytes]:
    return render_edition(plan, previous=previous)[1]


def read(files: dict[str, bytes], address: str) -> Reading:
    return Reading(files[address].decode())


def pages_of(files: dict[str, bytes]) -> dict[str, Reading]:
    return {name: Reading(octets.decode()) for name, octets in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return render(PLAN, OLDER)


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    return render(plans.make_hostile_plan())


def broken_links(files: dict[str, bytes]) -> list[tuple[str, str]]:
    broken = []
    for name, page in pages_of(files).items():
        ids = set(page.ids())
        targets = [
            attributes[key]
            for _, attributes in page.tags
            for key in ("href", "src", "action")
            if key in attributes
        ]
        for target in targets:
            parts = urlsplit(target)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            inside = not parts.path and parts.fragment in ids
            if parts.scheme or parts.netloc or not (inside or path in files):
                broken.append((name, target))
    return broken


def test_every_link_leads_to_a_file_of_the_folder(site: dict[str, bytes], hostile: dict[str, bytes]) -> None:
    assert broken_links(site) == []
    assert broken_links(hostile) == []


def test_the_link_checker_finds_a_broken_link(site: dict[str, bytes]) -> None:
    page = site["index.html"].replace(b'href="data.html"', b'href="gone.html"')

    assert ("index.html", "gone.html") in broken_links({**site, "index.html": page})


def test_every_project_node_section_and_direction_has_its_page(site: dict[str, bytes]) -> None:
    for project in (*PLAN.projects, *OLDER.projects):
        page = read(site, addresses.project_address(project.id))
        assert project.name in page.text
    for node in PLAN.nodes:
        assert node.printed in read(site, addresses.node_address(node.id)).text
    kinds = Counter(name.split("/")[0] for name in site if name.endswith(".html"))
    assert kinds["sections"] == 1 + len({s.name for p in PLAN.projects for s in p.sections})
    assert kinds["directions"] == 1 + 4


def test_the_notice_and_the_source_stand_on_every_page(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site).items():
        assert plans.NOTICE in page.text, name
        assert PLAN.credit in page.text, name


def test_every_page_has_the_frame(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site).items():
        assert page.all("html") == [{"lang": "ja"}], name
        assert sum(tag == "h1" for tag, _ in page.tags) == 1, name
        assert page.all("main")[0]["id"] == "main"
        assert page.all("a")[0]["href"] == "#main", name
        assert PLAN.title in page.text
        assert len(page.ids()) == len(set(page.ids())), name
        policy = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        assert policy[0].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
        )


def test_no_page_asks_for_anything_from_outside(site: dict[str, bytes]) -> None:
    for name, octets in site.items():
        if name.endswith((".html", ".css", ".js", ".svg")):
            text = octets.decode().replace("http://www.w3.org/2000/svg", "")
            assert "://" not in text, name
            assert not re.search(r"@import|url\((?!#)", text), name


def test_no_page_has_inline_style_or_script(site: dict[str, bytes], hostile: dict[str, bytes]) -> None:
    for name, page in {**pages_of(site), **pages_of(hostile)}.items():
        for tag, attributes in page.tags:
            assert tag != "style", name
            assert tag != "script" or attributes.get("src"), name
            assert "style" not in attributes, name
            assert not [key for key in attributes if key.startswith("on")], name


def test_every_number_of_the_first_page_is_counted_from_the_plan(site: dict[str, bytes]) -> None:
    page = read(site, "index.html")
    text = page.text
    counts = Counter(p.direction.code for p in PLAN.projects if p.direction)

    shown = {
        a["data-direction"]: int(n)
        for a, n in zip(
            [a for a in page.all("b") if "data-direction" in a],
            re.findall(r'data-direction="[^"]*">(\d+)<', site["index.html"].decode()),
            strict=True,
        )
    }
    assert shown == {f"{x.code} {x.label}": counts[x.code] for x in plans.LABELS}
    assert f"4つの基本目標のもとに、{len(PLAN.projects)}事業" in text
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in _table_rows(site["index.html"].decode())]
    for goal in PLAN.children[None]:
        below = [p for p in PLAN.projects if p.node and PLAN.path_to(p.node)[0] is goal]
        by_code = Counter(p.direction.code for p in below if p.direction)
        expected = [*(str(by_code[code]) for code in "ABCD"), str(len(below))]
        printed = goal.printed.replace("<", "&lt;").replace(">", "&gt;")
        assert [printed, *expected] in rows
        assert f"計 {len(below)}" in text
    assert ["計", *(str(counts[code]) for code in "ABCD"), str(len(PLAN.projects))] in rows


def _table_rows(html: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)


def test_a_measure_without_projects_shows_its_note(site: dict[str, bytes]) -> None:
    page = read(site, addresses.node_address("N-2-2"))

    assert "都市計画の見直し" in page.text
    assert "0事業が位置づけられています" in page.text


def test_a_project_shown_again_is_marked_and_counted_once(site: dict[str, bytes]) -> None:
    page = read(site, addresses.node_address("N-4-1"))

    assert "再掲" in page.text
    assert "みのり茶屋" in page.text
    assert "3事業が位置づけられています" in page.text


def test_every_project_and_heading_shows_its_logic_model_and_the_first_page_leads_to_the_gaps(
    site: dict[str, bytes],
) -> None:
    address = addresses.project_address(plans.project_id("4"))
    project, measure = read(site, address), read(site, addresses.node_address("N-2-2"))

    assert "計画に書かれていないところが2か所あります" in project.text
    assert "種類が書かれていない指標" in project.text
    assert "位置づけられた事業がありません" in measure.text
    assert "logic-model.html" in [link.get("href") for link in read(site, "index.html").all("a")]
    gaps = read(site, "logic-model.html")
    assert address in [a.get("href") for a in gaps.all("a")]


def test_a_merge_links_to_its_partner_or_says_that_there_is_none(site: dict[str, bytes]) -> None:
    known = site[addresses.project_address(plans.project_id("5"))].decode()
    unknown = read(site, addresses.project_address(plans.project_id("11"))).text

    assert '<a href="../projects/P-000000000001.html">はじめての起業講座</a>' in known
    assert "秋の音楽祭（この計画には行がありません）" in unknown


def test_a_project_page_tells_all_that_the_plan_knows(site: dict[str, bytes]) -> None:
    text = read(site, addresses.project_address(plans.project_id("4"))).text

    for words in (
        "駅前に直売所を開き", "検討部会などの提案", "産業部政策検討会", "担当課による取りやめ", "直売所の年間の客数",
        "41,250人", "集計中", "最終目標 令和5年度（2023年度）", "60,000人", "18,250千円", "決算額", "国庫支出金", "6,000千円",
        "-320.5千円", "令和3年度（2021年度） 農政課", "順調", "客数が目標を上回った。", "茶屋の名前は市民の投票で決めた。",
        "みのり市事業一覧.pdf", "1ページ 4行目", "令和3年度（2021年度）の年度評価の回答",
            "P-000000000004", "直売所の開設", "祭りと食でまねく",
    ):  # fmt: skip
        assert words in text, words


def test_directions_over_the_editions_are_matched_by_id(site: dict[str, bytes]) -> None:
    page = site[addresses.project_address(plans.project_id("4"))].decode()
    table = page[page.index("この事業のあゆみ") :]

    assert re.search(r"令和3年度版.*badge--keep.*令和4年度版.*badge--expand", table, re.DOTALL)
    assert "B 継続からA 充実へ" in read(site, "index.html").text


def test_a_project_that_is_gone_keeps_its_address(site: dict[str, bytes]) -> None:
    page = read(site, "projects/P-00000000e4de.html")

    assert "この事業は令和4年度版にはありません" in page.text
    assert "令和3年度版の内容" in page.text
    assert "婚活バスツアー" in read(site, "index.html").text


def test_a_measure_that_is_gone_keeps_its_address(site: dict[str, bytes]) -> None:
    address = addresses.node_address("N-2-3")
    page = read(site, address)

    assert "この基本施策は令和4年度版にはありません。" in page.text
    assert "令和3年度版の内容" in page.text
    assert "令和3年度で終えた施策です。" in page.text
    assert "projects/P-00000000e4df.html" in site[address].decode()
    assert f'href="{address}"' in site["index.html"].decode()
    assert "nodes/N-2-3.html" in site["projects/P-00000000e4df.html"].decode()


def test_a_heading_that_is_still_there_does_not_say_that_it_is_gone(site: dict[str, bytes]) -> None:
    for node in PLAN.nodes:
        assert "にはありません" not in read(site, addresses.node_address(node.id)).text


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_explained_in_its_own_words(outcome: Outcome) -> None:
    words = meaning_words((outcome,))

    assert words.startswith(f"{OUTCOME_WORDS[outcome]}：")
    assert [other for other in Outcome if meaning_words((other,)) == words] == [outcome]


def test_a_label_that_is_the_word_itself_is_not_said_twice() -> None:
    words = [meaning_of_group(group) for group in direction_groups(PLAN)]

    assert words == [
        "拡充：内容や規模を広げる。",
        "今の内容と規模で続ける。",
        "内容や規模を小さくする。",
        "やめる。",
    ]


def test_a_label_of_two_meanings_lists_both() -> None:
    words = meaning_words((Outcome.SUSPEND, Outcome.ABOLISH))

    assert words.startswith("休止（")
    assert "廃止（やめる）のどちらか" in words


def test_letters_are_explained_on_the_first_page_and_on_those_of_directions(site: dict[str, bytes]) -> None:
    for name in ("index.html", addresses.DIRECTIONS):
        for group in direction_groups(PLAN):
            assert meaning_of_group(group) in read(site, name).text, name
    for group in direction_groups(PLAN):
        assert meaning_of_group(group) in read(site, addresses.direction_address(group.key)).text


def test_a_missing_direction_and_one_that_is_not_understood_are_explained() -> None:
    first, second, *rest = PLAN.projects
    odd = replace(first, direction=Direction(printed="？"))
    files = render(replace(PLAN, projects=(odd, replace(second, direction=None), *rest)))
    text = read(files, addresses.DIRECTIONS).text

    assert "この区分の意味は、計画の文書からは分かりません。" in text
    assert "計画の文書に、今後の方針が書かれていません。" in text


def test_the_document_is_named_where_it_was_read_and_on_the_data_page_only(site: dict[str, bytes]) -> None:
    source = PLAN.sources[0]
    named = {name for name, page in pages_of(site).items() if source.name in page.text}

    assert {name for name in named if not name.startswith("projects/")} == {"data.html"}
    assert source.sha256[:12] in read(site, "data.html").text


def test_answers_that_nobody_approved_are_in_no_file(site: dict[str, bytes]) -> None:
    assert not [name for name, octets in site.items() if "下書きの秘密の文".encode() in octets]


def test_hostile_texts_are_only_texts(hostile: dict[str, bytes]) -> None:
    for name, page in pages_of(hostile).items():
        assert plans.HOSTILE.split("{")[0] in page.text, name
        assert "{{ 7*7 }}" in page.text, name
        assert {tag for tag, _ in page.tags} & {"img"} == set(), name
        # The scripts of the site and no other: none inline, none from a text.
        ours = ["language.js", *(["search-index.js", "search.js"] if name == "search.html" else [])]
        assert [tag.get("src", "").rpartition("assets/")[2] for tag in page.all("script")] == ours, name
    index = hostile["assets/search-index.js"].decode()
    assert index.startswith("window.torikumiSearch = {")
    assert index.endswith("};\n")
    json.loads(index.removeprefix("window.torikumiSearch = ").removesuffix(";\n"))


def test_hostile_ids_stay_in_the_folder(hostile: dict[str, bytes]) -> None:
    assert not [name for name in hostile if ".." in name or name.startswith("/") or not name.isascii()]


def test_the_search_index_has_each_project_under_its_key(site: dict[str, bytes]) -> None:
    text = site["assets/search-index.js"].decode()
    index = json.loads(text.removeprefix("window.torikumiSearch = ").removesuffix(";\n"))

    assert len(index["entries"]) >= len(PLAN.projects)
    for project, entry in zip(PLAN.projects, index["entries"], strict=False):
        assert search_key(project.name) in entry["title"]
        assert search_key(project.summary or "") in entry["key"]
        assert entry["address"] in site
    assert index["table"]["ガ"] == "が"
    assert index["table"]["Ａ"] == "a" if "a" in "".join(e["key"] for e in index["entries"]) else True


def test_the_data_page_lists_every_file_and_the_licence(site: dict[str, bytes]) -> None:
    page = read(site, "data.html")
    listed = {a["href"] for a in page.all("a") if a["href"].startswith("data/")}

    assert listed == {name for name in site if name.startswith("data/")}
    assert "クリエイティブ・コモンズ 表示 4.0 国際" in page.text


def test_without_a_licence_the_data_page_says_whom_to_ask() -> None:
    text = read(render(replace(PLAN, credit=None)), "data.html").text

    assert "利用条件は、この計画を公表した団体に確かめてください。" in text


def test_a_plan_with_nothing_in_it_is_a_site() -> None:
    files = render(Plan(title="空の計画"))

    assert broken_links(files) == []
    assert "0事業があります" in read(files, "index.html").text


def test_a_name_in_the_header_is_the_citys_own() -> None:
    plan = Plan(title="計画", municipality=Municipality(code="990019", name="みのり市"))
    page = read(render(plan), "index.html")

    assert "header__owner" in {attributes.get("class") for attributes in page.all("span")}
    assert "みのり市" in page.text


def test_a_long_list_on_the_first_page_is_folded_and_complete() -> None:
    large = plans.make_large_plan(200)
    older = replace(large, year=2021, projects=tuple(replace(p, direction=None) for p in large.projects))
    html = render(large, older)["index.html"].decode()
    changed = html[html.index("から方針が変わった事業（200）") :]

    assert "残りの188件" in changed
    assert changed.count("記載なしから") == 200


def test_what_has_no_name_still_has_words_to_follow() -> None:
    nameless = replace(
        PLAN,
        title="",
        nodes=tuple(replace(node, printed="", name="") for node in PLAN.nodes),
        projects=tuple(replace(project, name=" ", number=None) for project in PLAN.projects),
    )
    files = render(nameless)
    page = read(files, "index.html")

    assert "題名の記載がない計画" in page.text
    assert "見出しの記載がない項目" in page.text
    assert "名前の記載がない事業" in read(files, "projects/index.html").text
    assert not [name for name, octets in files.items() if re.search(rb"<(a|h1)[^>]*>\s*</(a|h1)>", octets)]
