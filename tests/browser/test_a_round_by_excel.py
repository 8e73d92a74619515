"""A round by Excel against one server: workbooks that a real LibreOffice filled in, differences, a conflict, the edition.

What LibreOffice saved is held against the new edition cell by cell.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from shared import REPOSITORY
from tests.browser import acts_of_answering as answering
from tests.browser.played_round import NASHI, PLANNING, Played
from tests.browser.players import playing, said, see_result
from tests.browser.server import running_site
from tests.office.libreoffice import Office, missing_office
from tests.web.reviews.book_hands import Filled
from torikumi.plan.file import load_plan, read_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

pytestmark = [pytest.mark.browser, pytest.mark.office, pytest.mark.xdist_group("office")]

SAMPLES = REPOSITORY / "samples" / "mihon"
YEAR = 2026
IN_BROWSER, KEPT = "画面で書いた実績。", "画面で書いた課題。"
TYPED = {
    "progress": "計画どおり",
    "evaluation": "B",
    "result": "No.{number}のために{n}回ひらいた。",
    "outcome": "{n}人が続けると答えた。",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    missing = missing_office()
    if missing:
        pytest.skip(missing)
    running = Office(tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


def test_a_round_by_excel(browser: Browser, office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    plans = [SAMPLES / f"plan-{year}.json" for year in (2023, 2024, 2025)]
    folder, script = tmp_path_factory.mktemp("excel"), REPOSITORY / "tests" / "browser" / "hired_people.py"
    with running_site(folder, plans, script=script) as site, playing(browser, site) as players:
        played = Played(players, site)
        answering.the_office_sets_up_a_round_from_ready_made_parts(played)
        sent = {name: book_of(played, name, folder) for name in ("農政課", "図書館")}
        somebody_writes_in_the_browser_meanwhile(played)
        back = [
            fill(office, sent["農政課"], folder / "農政課の回答.xlsx", first=100),
            fill(office, sent["図書館"], folder / "図書館の回答.ods", first=200),
        ]
        upload(played, back)
        take_in_after_choosing(played, "農政課の回答.xlsx", handed_in=6)
        take_in(played, "図書館の回答.ods", handed_in=2)
        played.approve_all("nashi-head", 6)
        played.approve_all("hon-head", 2)
        played.approve_all(PLANNING, 8)
        freeze(played)
        edition = newest_edition(played)
        # LibreOffice's own .xlsx of the .ods that it saved: nothing of ours wrote those cells.
        again = folder / "図書館を開き直したもの.xlsx"
        office.work(back[1], to=[again])

        compared = compare(edition, back[0]) + compare(edition, again)

    assert compared == 8 * len(TYPED) + 4


def book_of(played: Played, section: str, folder: Path) -> Path:
    """Have a section's workbook written, and download it."""
    page = played.page(PLANNING, "workbooks/")
    page.get_by_role("checkbox", name=f"{section}を選ぶ").check()
    page.get_by_role("button", name="選んだ課のExcelを作る").click()
    see_result(page)
    link = page.get_by_role("link", name=f"{section}.xlsx").get_attribute("href")
    path = folder / f"{section}.xlsx"
    path.write_bytes(page.request.get(f"{played.site.address}{link}").body())
    return path


def somebody_writes_in_the_browser_meanwhile(played: Played) -> None:
    page = played.sheet("nashi-2", "3")
    page.locator("#f-result").fill(IN_BROWSER)  # the workbook says something else
    page.locator("#f-issues").fill(KEPT)  # the workbook says nothing
    page.get_by_role("button", name="下書きを保存").click()
    said(page, "下書きを保存しました")


def fill(office: Office, source: Path, target: Path, *, first: int) -> Path:
    """Answer the rows that the section leads, as somebody types."""
    out = Filled(source.read_bytes())
    plan = read_plan(SAMPLES / "plan-2025.json")
    steps: list[list[object]] = []
    for place, project in enumerate(led(plan, source.stem)):
        row = out.rows[project.name] - 1
        for key, words in TYPED.items():
            text = words.format(number=project.number, n=first + place)
            steps.append(["type_text", out.columns[key] - 1, row, text])
        if project.indicators:
            steps.append(["type_as_a_person", out.columns["measured.1"] - 1, row, f"{first + place}.5"])
    office.work(source, steps, to=[target])
    return target


def led(plan: Plan, section: str) -> list[Project]:
    return [project for project in plan.projects if project.sections[0].name == section]


def upload(played: Played, files: list[Path]) -> None:
    page = played.page(PLANNING, "workbooks/")
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="読み取る").click()
    see_result(page)
    row = page.get_by_role("table", name="返ってきたExcel").locator("tr", has_text="農政課の回答.xlsx")
    assert row.locator("td").all_inner_texts()[:2] == ["農政課", "確認待ち"]


def open_return(played: Played, name: str) -> Page:
    page = played.page(PLANNING, "workbooks/")
    page.get_by_role("link", name=name).click()
    return page


def take_in(played: Played, name: str, *, handed_in: int) -> Page:
    page = open_return(played, name)
    confirm(page, handed_in)
    return page


def confirm(page: Page, handed_in: int) -> None:
    page.get_by_label("書き終わっているシート").check()
    page.get_by_role("button", name="確かめた違いを取り込む").click()
    expect(page.locator("main")).to_contain_text(
        f"{handed_in}件のシートに取り込みました。{handed_in}件を提出しました。"
    )


def take_in_after_choosing(played: Played, name: str, *, handed_in: int) -> None:
    page = open_return(played, name)
    expect(page.locator("main")).to_contain_text("食い違い 1件")
    conflict = page.locator("fieldset", has_text="食い違い：実績")
    expect(conflict.locator(".versus__text").nth(0)).to_have_text(IN_BROWSER)
    expect(conflict.locator(".versus__text").nth(1)).to_have_text("No.3のために102回ひらいた。")
    expect(page.locator("main")).to_contain_text("そのまま残る欄：課題")
    conflict.get_by_label("Excelの回答にする").check()
    confirm(page, handed_in)


def freeze(played: Played) -> None:
    page = played.page(PLANNING, "freeze/")
    page.get_by_label("残して確定する理由").fill("主管課の回答を次の版で受けるため")
    page.get_by_label("変わることと、入らないものを確かめました").check()
    page.get_by_role("button", name="確定して次の版にする").click()
    said(page, "「令和8年度版」を計画の最新の版にしました。")


def newest_edition(played: Played) -> Plan:
    """Return the edition as it is published: the same file that residents get."""
    page = played.page(PLANNING, "/publications/")
    page.get_by_role("link", name="公表する").first.click()
    page.get_by_role("button", name="公表する").click()
    page.get_by_role("link", name="公表ページを見る").first.click()
    page.wait_for_load_state()
    answer = page.request.get(f"{page.url.rpartition('/')[0]}/data/plan.json")
    assert json.loads(answer.text())["year"] == YEAR
    return load_plan(answer.text())


def compare(edition: Plan, path: Path) -> int:
    """Hold each cell that was typed against the edition; return how many there were."""
    book, compared = Filled(path.read_bytes()), 0
    section = path.name[:3]
    for project in led(edition, section):
        (review,) = [one for one in project.reviews if (one.year, one.rater) == (YEAR, "担当課")]
        row = book.rows[project.name]
        values = {key: getattr(review, key, None) for key in ("progress", "evaluation", "result")}
        values["outcome"] = next(one.text for one in review.others if one.key == "outcome")
        for key, found in values.items():
            assert found == book.sheet.cell(row, book.columns[key]).value, (project.name, key)
            compared += 1
        if project.indicators:
            (actual,) = [one.value.number for one in project.indicators[0].actuals if one.year == YEAR]
            cell = book.sheet.cell(row, book.columns["measured.1"]).value
            assert actual == Decimal(str(cell)), project.name
            compared += 1
        if project.number == NASHI[2]:
            assert [one.text for one in review.others if one.key == "issues"] == [KEPT]
    return compared
