"""The page of a lineage, and what decided lines show on a project's page and in the comparison."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.plans.invented import AT, make_plan, next_year
from tests.web.plans.lineage_desk import NEW, OLD, REFUSED, Decider, board
from tests.web.plans.mihon import edition_of, id_of, position_of
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.importing import confirm_import, take_in_corrections
from torikumi.web.plans.lineage_models import LineageDecision, LineKind
from torikumi.web.plans.models import Edition, Import, PlanSeries


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def page_of(client: Client, batch: Import, query: str = "") -> str:
    return text_of(client, reverse("plans:lineage", args=[batch.pk]) + query)


def send(client: Client, batch: Import, old: str, new: str, kind: str, verdict: str, **more: object) -> str:
    """Send the form of a line as the page has it, and return the page that comes after."""
    form = {
        "old": id_of(OLD, old) if old else "",
        "new": position_of(NEW, new) if new else 0,
        "kind": kind,
        "verdict": verdict,
        "turn": board(batch).turn,
        "version": 1,
        **more,
    }
    answer = client.post(reverse("plans:decide_lineage", args=[batch.pk]), form, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def project_page(client: Client, series: PlanSeries, key: str, query: str = "") -> str:
    return text_of(client, reverse("plans:project", args=[series.pk, key]) + query)


def test_lines_are_told_with_kind_confidence_and_evidence(browse: Client, batch: Import) -> None:
    page = page_of(browse, batch)

    assert (
        "No.5 規格外梨の加工品開発事業 → No.1 みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）"
        in page
    )
    assert "確からしさ <b>0.97</b>（確からしい） 手がかり：統合したと書いてある" in page.replace("　", " ")
    assert "見て確かめる 11" in page
    assert "確かな線 49本をまとめて確かめる" in page
    # What moved is told beside the kind.
    sure = page_of(browse, batch, "?show=sure")
    moved = sure[sure.index("No.55 図書館おたがいさま貸出し") - 200 :][:400]
    assert "番号変更" in moved
    assert "移動" in moved


def test_a_line_is_confirmed_taken_in_and_seen_on_the_import(
    browse: Client, batch: Import, series: PlanSeries
) -> None:
    page = send(browse, batch, "29", "29", "renamed", "confirmed", show="look")

    assert "線を確かめました" in page
    assert "系譜を反映する" in page
    review = text_of(browse, batch.get_absolute_url())
    assert "判断がまだ反映されていません" in review
    assert "確定して最新版にする" not in review
    review = browse.post(reverse("plans:take_in_corrections", args=[batch.pk]), follow=True).content.decode()
    assert "確定して最新版にする" in review
    browse.post(reverse("plans:confirm_import", args=[batch.pk]))
    history = project_page(browse, series, id_of(OLD, "29"))
    assert history.count("こども家庭センター設置準備事業") >= 1
    assert "こども家庭センター運営事業" in history


def test_who_was_overtaken_is_told_and_nothing_is_written(
    browse: Client, batch: Import, decide: Decider
) -> None:
    decide("19", "18")

    page = send(browse, batch, "19", "18", "renamed", "refused", turn=0)

    assert "さんが同じ事業について決めました" in page
    assert LineageDecision.objects.within(batch).filter(batch=batch).count() == 1


def test_all_sure_lines_and_the_last_act_have_buttons(browse: Client, batch: Import) -> None:
    form = {"turn": 0, "version": 1, "show": "look"}
    page = browse.post(
        reverse("plans:confirm_sure_lines", args=[batch.pk]), form, follow=True
    ).content.decode()
    assert "確かな線を49本、まとめて確かめました" in page
    assert "、49本）を取り消す" in page

    page = browse.post(
        reverse("plans:undo_lineage", args=[batch.pk]), {"turn": 1}, follow=True
    ).content.decode()
    assert "判断を49本分、取り消しました" in page


@pytest.mark.parametrize(
    "form",
    [{}, {"kind": "merry", "verdict": "confirmed"}, {"old": "x" * 300}, {"new": "-1"}, {"turn": "many"}],
)
def test_a_form_that_means_nothing_is_refused_in_a_sentence(
    browse: Client, batch: Import, form: dict[str, str]
) -> None:
    answer = browse.post(reverse("plans:decide_lineage", args=[batch.pk]), form, follow=True)

    assert "線の両端の事業と、種類を選んでください" in answer.content.decode()
    assert not LineageDecision.objects.within(batch).filter(batch=batch).exists()


def test_a_merge_is_told_on_the_pages_of_both_projects(
    browse: Client, batch: Import, decide: Decider, by: Actor, series: PlanSeries
) -> None:
    decide("5", "1", LineKind.MERGED)
    decide("19", "19", LineKind.SPLIT)
    confirm_import(import_id=batch.pk, by=by, at=AT)

    part = project_page(browse, series, id_of(OLD, "5"))
    assert re.search(r"令和7年度版の<a [^>]*>No.1 みほん梨ブランド推進事業[^<]*</a>に統合した", part)
    whole = project_page(browse, series, id_of(OLD, "1"))
    assert re.search(r"令和6年度版の<a [^>]*>No.5 規格外梨の加工品開発事業</a>を統合した", whole)
    branch = project_page(browse, series, id_of(NEW, "19"))
    assert re.search(r"No.19 みほん駅前広場再生事業</a>から分かれた", branch)


def test_the_comparison_uses_what_was_decided_after_the_ids_were_given(
    browse: Client, batch: Import, decide: Decider, by: Actor, series: PlanSeries
) -> None:
    confirm_import(import_id=batch.pk, by=by, at=AT)
    address = reverse("plans:compare", args=[series.pk])
    before = text_of(browse, address)
    assert "加わったもの <b>5件" in before
    assert "系譜を確かめる" in before

    decide("29", "29")
    decide("54", "51", LineKind.MERGED)

    after = text_of(browse, address)
    assert "加わったもの <b>4件" in after
    assert re.search(r"統合</span> <a [^>]*>54 お隣さんと巡る周遊スタンプラリー</a>", after)
    group = after[after.index("<b>29 こども家庭センター運営事業") :][:400]
    assert "事業名" in group
    # The pages of both ids lead to one another, and say that the ids differ.
    assert "として続く（事業IDは別）" in project_page(browse, series, id_of(OLD, "29"))
    assert "から続く（事業IDは別）" in project_page(browse, series, id_of(NEW, "29"))


def test_lines_join_projects_through_several_editions(
    browse: Client,
    batch: Import,
    decide: Decider,
    by: Actor,
    series: PlanSeries,
    stage: Callable[..., Import],
) -> None:
    confirm_import(import_id=batch.pk, by=by, at=AT)
    decide("29", "29")
    last = edition_of(2025)
    ids = {one.id: new.id for one, new in zip(last.projects, NEW.projects, strict=True)}
    again = replace(last, projects=tuple(replace(one, id=ids[one.id], merges=()) for one in last.projects))
    confirm_import(import_id=stage(replace(again, year=2026), year=2026).pk, by=by, at=AT)

    page = text_of(browse, reverse("plans:compare", args=[series.pk]) + "?old=1&new=3")

    assert "加わったもの <b>4件" in page
    assert "名称変更</span>" in page


def test_a_pair_that_is_refused_after_its_ids_were_given_is_told(
    browse: Client, batch: Import, decide: Decider, by: Actor, series: PlanSeries
) -> None:
    confirm_import(import_id=batch.pk, by=by, at=AT)

    decide("6", "6", LineKind.CONTINUES, REFUSED)

    assert "とは別の事業と判断された（事業IDは同じ）" in project_page(browse, series, id_of(OLD, "6"))
    assert "事業IDと版の内容は変わりません" in page_of(browse, batch)


def test_who_may_only_read_sees_the_links_and_no_door(
    browse: Client,
    batch: Import,
    decide: Decider,
    by: Actor,
    series: PlanSeries,
    person_with: Callable[..., User],
    browser_of: Callable[[User], Client],
) -> None:
    decide("5", "1", LineKind.MERGED)
    confirm_import(import_id=batch.pk, by=by, at=AT)
    reader = browser_of(person_with(Role.READER))

    page = text_of(reader, reverse("plans:compare", args=[series.pk]))

    assert "統合</span>" in page
    assert reverse("plans:lineage", args=[batch.pk]) not in page
    assert reader.get(reverse("plans:lineage", args=[batch.pk])).status_code == 403


def test_an_import_that_was_discarded_is_only_looked_at(browse: Client, batch: Import) -> None:
    browse.post(reverse("plans:discard_import", args=[batch.pk]))

    page = page_of(browse, batch)

    assert "系譜は見るだけで、変えられません" in page
    assert "この線で正しい" not in page


def test_names_of_a_plan_are_never_markup(
    browse: Client, import_plan: Callable[..., Edition], stage: Callable[..., Import]
) -> None:
    plan = make_plan(4)
    first = replace(plan.projects[0], name="<script>alert(1)</script>")
    import_plan(replace(plan, projects=(first, *plan.projects[1:])))

    page = page_of(browse, stage(next_year(plan), year=2025), "?old=%22%3E%3Cscript%3E")

    assert "<script>alert" not in page
    assert '"><script>' not in page


@pytest.mark.parametrize("show", ["look", "sure", "decided"])
def test_the_page_asks_the_database_as_often_for_10_projects_as_for_1500(
    browse: Client,
    import_plan: Callable[..., Edition],
    stage: Callable[..., Import],
    show: str,
) -> None:
    counts = []
    for size in (10, 1500):
        plan = make_plan(size)
        import_plan(replace(plan, year=2020 + size), year=2020 if size == 10 else 2022)
        bare = tuple(replace(one, id=f"X-{at}", number="") for at, one in enumerate(plan.projects))
        waiting = stage(replace(plan, year=2023, projects=bare[1:]), year=2023)
        page_of(browse, waiting)  # the first request of a while writes to the session
        with CaptureQueriesContext(connection) as queries:
            page_of(browse, waiting, f"?show={show}")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_corrections_make_the_decisions_wait_no_longer_than_once(
    batch: Import, decide: Decider, by: Actor, browse: Client
) -> None:
    decide("29", "29")
    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    assert "系譜を反映する" not in page_of(browse, batch)


def test_a_corrected_name_has_the_lineage_proposed_anew(
    browse: Client, batch: Import, decide: Decider
) -> None:
    decide("5", "1", LineKind.MERGED)
    position = position_of(NEW, "21")
    name = OLD.project_by_id[id_of(OLD, "21")].name
    address = reverse("plans:correct_reading", args=[batch.pk, position])
    browse.post(address, {"field": "name", "value": name})

    page = browse.post(reverse("plans:take_in_corrections", args=[batch.pk]), follow=True).content.decode()

    assert "訂正を反映しました" in page
    found = board(batch)
    assert found.version == 2
    (line,) = [one for one in found.sure if one.new is not None and one.new.end == str(position)]
    assert (line.kind, line.is_same) == (LineKind.CONTINUES, True)
    assert [one.kind for one in found.decided] == [LineKind.MERGED]


def test_who_has_no_partner_is_confirmed_where_they_stand(browse: Client, batch: Import) -> None:
    page = page_of(browse, batch)

    assert "なくなった事業でよい" in page
    assert "新しい事業でよい" in page
