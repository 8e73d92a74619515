"""The first acts of a round: it is set up, answered, returned, mended and approved."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.played_round import (
    BOTH,
    CONTRADICTION,
    FIRST_TEXT,
    HELPED,
    HON,
    MENDED_TEXT,
    NASHI,
    NOTE,
    ONE_WROTE,
    OTHERS,
    PLANNING,
    REASON,
    TWO_WROTE,
    Played,
)
from tests.browser.players import number_in, said


def the_office_sets_up_a_round_from_ready_made_parts(played: Played) -> None:
    page = played.page(PLANNING, "/reviews/")
    page.get_by_role("link", name="評価を準備する").click()
    expect(page.get_by_label("評価する年度")).to_have_value("令和8年度")
    page.get_by_label("様式", exact=True).select_option("ready:standard@1")
    page.get_by_label("評価の流れ", exact=True).select_option("ready:short@1")
    page.get_by_role("button", name="準備を始める").click()
    said(page, "評価の準備を始めました")
    played.round = number_in(page.url, r"/reviews/(\d+)/")

    page.get_by_role("link", name="日付を変える").click()
    today = date.today()
    page.get_by_label("始まる日").fill((today - timedelta(days=1)).isoformat())
    for step, days in (("担当課", 30), ("課長", 40), ("企画担当", 60)):
        page.get_by_label(f"「{step}」の締切").fill((today + timedelta(days=days)).isoformat())
    page.get_by_role("button", name="保存する").click()
    page.locator("a[href$='/settings/projects/']").click()
    page.get_by_role("link", name="選んだ課の事業").click()
    for section in ("農政課", "図書館"):
        page.get_by_role("checkbox", name=section).check()
    page.get_by_role("button", name="この選び方で保存する").click()
    expect(page.locator("main")).to_contain_text("10事業を4課に尋ねます")

    page.goto(f"/reviews/{played.round}/settings/open/")
    expect(page.locator("main")).to_contain_text("10事業のシートができ、4課が答えられるようになります")
    page.get_by_role("button", name="評価を始める").click()
    said(page, "評価を始めました。10事業のシートを作りました。")

    page.goto(f"/reviews/{played.round}/sheets/")
    for row in page.locator(".rows--sheets tbody tr").all():
        link = row.locator(".rows__name a").first.get_attribute("href") or ""
        played.sheets[row.locator(".rows__number").inner_text()] = number_in(link, r"/sheets/(\d+)/")
    assert tuple(played.sheets) == (*NASHI, *HON, *OTHERS)


def a_section_changes_a_direction_and_says_why(played: Played) -> None:
    page = played.page("nashi", f"/reviews/{played.round}/")
    expect(page.locator(".next__what")).to_contain_text("みほん梨ブランド推進事業")
    page.get_by_role("link", name="このシートを書く").click()
    page.locator("#f-result").fill(FIRST_TEXT)
    page.locator("#f-outcome").focus()
    expect(page.locator("[data-saved]")).to_contain_text("に保存しました")
    other = played.sheet("nashi-2", "1")
    assert (
        other.locator("#f-result").input_value() == FIRST_TEXT
    )  # saved by itself, for everybody of the section

    page.get_by_role("radio", name="計画どおり").check()
    choose(page, "evaluation", "B")
    choose(page, "direction", "D：縮小")
    choose(page, "budget_direction", "増")
    page.get_by_role("button", name="提出する").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "方針を「A：拡充」から変えるので、「方針の理由」を書いてください。"
    )
    expect(page.locator("#field-direction")).to_contain_text(CONTRADICTION)  # warned of, and no hindrance
    page.locator("#f-reason").fill(REASON)
    page.get_by_role("button", name="提出する").click()
    said(page, "提出しました")
    expect(page.locator(".standing")).to_contain_text("課長の番")


def choose(page: Page, key: str, value: str) -> None:
    page.locator(f"input[name=f-{key}][value='{value}']").check()


def two_people_write_into_one_field(played: Played) -> None:
    mine, theirs = played.sheet("nashi", "2"), played.sheet("nashi-2", "2")
    theirs.locator("#f-result").fill(TWO_WROTE)
    theirs.get_by_role("button", name="下書きを保存").click()
    said(theirs, "下書きを保存しました")
    mine.locator("#f-result").fill(ONE_WROTE)
    mine.locator("#f-outcome").focus()
    expect(mine.locator("[data-saved]")).to_contain_text("ほかの人がこのシートを書き換えました")
    mine.get_by_role("button", name="下書きを保存").click()
    sides = mine.locator(".versus__text")
    expect(sides.nth(0)).to_have_text(TWO_WROTE)
    expect(sides.nth(1)).to_have_text(ONE_WROTE)
    mine.get_by_label("二つを合わせて書き直す").check()
    mine.locator("#e-result").fill(BOTH)
    mine.get_by_role("button", name="選んだ文を保存する").click()
    assert mine.locator("#f-result").input_value() == BOTH

    history = played.page("nashi", f"/reviews/sheets/{played.sheets['2']}/history/")
    for text in (TWO_WROTE, BOTH):
        expect(history.locator("main")).to_contain_text(text)


def another_section_helps(played: Played) -> None:
    page = played.sheet("kenko", "30")
    expect(page.locator("main")).to_contain_text("提出は主管課（図書館）が行います")
    page.locator("#f-outcome").fill(HELPED)
    page.get_by_role("button", name="下書きを保存").click()
    said(page, "下書きを保存しました")
    expect(page.get_by_role("button", name="提出する")).to_have_count(0)
    lead = played.sheet("hon", "30")
    assert lead.locator("#f-outcome").input_value() == HELPED
    expect(lead.locator("#field-outcome .field__writer")).to_have_text("書いた人：健康課 見本 康子")


def the_rest_is_answered(played: Played) -> None:
    for login_name, numbers in (("nashi", NASHI[1:]), ("hon", HON)):
        for number in numbers:
            page = played.sheet(login_name, number)
            choose(page, "progress", "計画どおり")
            if number != "2":
                page.locator("#f-result").fill(result_of(number))
            choose(page, "evaluation", "A")
            page.get_by_role("button", name="提出する").click()
            said(page, "提出しました")


def result_of(number: str) -> str:
    return BOTH if number == "2" else f"No.{number}を計画どおり行った。"


def the_head_returns_one_and_the_section_mends_it(played: Played) -> None:
    page = played.sheet("nashi-head", "1")
    expect(page.locator("main")).to_contain_text(CONTRADICTION)
    page.get_by_text("差し戻す", exact=True).click()
    page.get_by_label("理由").fill(NOTE)
    page.get_by_role("button", name="担当課へ差し戻す").click()
    said(page, "差し戻しました")

    page = played.page("nashi", f"/reviews/{played.round}/")
    expect(page.locator(".next__title").first).to_contain_text("差戻し")
    page.get_by_role("link", name="このシートを書く").click()
    expect(page.locator(".note")).to_contain_text(NOTE)
    expect(page.locator(".note")).to_contain_text("見本 棚男")
    assert page.locator("#f-result").input_value() == FIRST_TEXT
    page.locator("#f-result").fill(MENDED_TEXT)
    page.get_by_role("button", name="提出する").click()
    said(page, "提出しました")


def the_head_approves_many_at_once(played: Played) -> None:
    played.approve_all("nashi-head", 6)
    expect(played.sheet("nashi-head", "7").locator(".standing")).to_contain_text("企画担当の番")


def a_deputy_approves_for_a_head_who_is_away(played: Played) -> None:
    page = played.page("hon-head", "/delegations/add/")
    page.get_by_label("だれの、どの役割").select_option(label="見本 文夫：課長（図書館）")
    page.get_by_label("代理する人").select_option(label="見本 学（manabi-head）")
    page.get_by_label("いつから").fill(date.today().isoformat())
    page.get_by_label("いつまで").fill((date.today() + timedelta(days=3)).isoformat())
    page.get_by_label("理由").fill("出張")
    page.get_by_role("button", name="代理を決める").click()
    expect(page.get_by_role("row", name="見本 文夫")).to_contain_text("見本 学")

    page = played.page("manabi-head", "approvals/")
    expect(page.locator("main")).to_contain_text("見本 文夫さんの代理として")
    played.approve_all("manabi-head", 2)
    history = played.page("hon", f"/reviews/sheets/{played.sheets['30']}/history/")
    expect(history.locator(".review--move").first).to_contain_text("見本 学（見本 文夫の代理）")
