"""The later acts of a round: proposals, comments, the board, freezing, the new edition, a correction, the report."""

import json

from playwright.sync_api import Page, expect

from tests.browser.played_round import (
    ANSWER,
    AUDITOR,
    BOTH,
    CODE,
    COMMENT,
    COMMITTEE,
    CORRECTED_TEXT,
    CORRECTION_WHY,
    FIRST_TEXT,
    HELPED,
    LEFT_WHY,
    MENDED_TEXT,
    NASHI_1,
    NASHI_2,
    PLANNING,
    PROPOSED,
    PROPOSED_WHY,
    REASON,
    TEAM,
    Played,
)
from tests.browser.players import said


def the_study_team_proposes_and_gets_its_answer(played: Played) -> None:
    page = played.sheet(TEAM, "2")
    page.get_by_role("link", name="この事業に提案を出す").click()
    page.get_by_role("link", name="概要の変更").click()
    page.get_by_label("概要に加える文").fill(PROPOSED)
    page.get_by_label("提案の理由").fill(PROPOSED_WHY)
    page.get_by_label("部会の名前").fill("産業部会")
    page.get_by_role("button", name="提案を出す").click()
    said(page, "提案を出しました")

    page = played.sheet("nashi", "2")
    page.locator("section[aria-labelledby=proposals]").get_by_role("link").click()
    expect(page.locator(".panel")).to_contain_text(PROPOSED)
    page.get_by_role("button", name="採用とする", exact=True).click()
    said(page, "「採用」としました。")


def the_committee_comments_and_gets_its_answer(played: Played) -> None:
    page = played.sheet(COMMITTEE, "1")
    expect(page.locator("main")).to_contain_text(MENDED_TEXT)
    page.get_by_role("link", name="この事業に意見を登録する").click()
    page.locator("#id_text").fill(COMMENT)
    page.get_by_label("委員会の名前").fill("行政評価委員会")
    page.get_by_role("button", name="登録する").click()
    said(page, "意見を登録しました")
    comment = page.url.removeprefix(played.site.address)

    page = played.sheet("nashi", "1")
    page.locator("section[aria-labelledby=comments]").get_by_role("link").click()
    page.get_by_role("textbox", name="対応方針").fill(ANSWER)
    page.get_by_role("button", name="承認に出す").click()
    said(page, "企画担当の承認を待っています")
    page = played.page(COMMITTEE, comment)
    expect(page.locator("main")).to_contain_text("対応方針は、企画担当が承認してから、ここに出ます")
    expect(page.locator("main")).not_to_contain_text(ANSWER)

    page = played.page(PLANNING, comment)
    page.get_by_role("button", name="承認", exact=True).click()
    said(page, "「承認」としました。")
    expect(played.page(COMMITTEE, comment).locator("section[aria-labelledby=reply]")).to_contain_text(ANSWER)


def the_office_looks_at_the_board_and_approves(played: Played) -> None:
    page = played.page(PLANNING, "board/")
    expect(page.locator(".lead")).to_contain_text("10事業のうち 8事業が回答済みです")
    owing = page.get_by_role("table", name="担当課ごとの回答と差戻しの数")
    names = [cell.get_by_role("link").first.inner_text() for cell in owing.get_by_role("rowheader").all()]
    assert names == ["環境課", "道路河川課"]
    changed = page.get_by_role("table", name="昨年度と今年度の方針").get_by_role("row").nth(1)
    assert changed.get_by_role("cell").all_inner_texts() == ["A 拡充", "D 縮小", "農政課"]
    unusual = page.get_by_role("table", name="確かめたい回答と、その訳")
    rows = [row.locator("th, td").all_inner_texts() for row in unusual.locator("tbody tr").all()]
    assert [(name.split(" ")[0], direction, why) for name, direction, why, _ in rows] == [
        ("No.1", "D 縮小", "回答どうしが合わないところがある"),
        ("No.5", "E 統合", "昨年度と同じく、続けない方針"),
    ]
    played.approve_all(PLANNING, 8)


def the_round_is_frozen_with_what_is_left_out_named(played: Played) -> None:
    page = played.page(PLANNING, "freeze/")
    expect(page.locator(".lead")).to_contain_text(
        "確定（承認済み）のシート 8 件、採用された提案 1 件、回答済みの意見 1 件が、計画の令和8年度の版に入ります"
    )
    left = page.get_by_role("table", name="入らないもの")
    rows = [row.locator("th, td").all_inner_texts() for row in left.locator("tbody tr").all()]
    assert sorted(rows) == [
        ["シート", "No.42 田んぼダムと校庭貯留事業", "未着手（道路河川課）"],
        ["シート", "No.48 生ごみ・剪定枝たい肥化事業", "未着手（環境課）"],
    ]
    page.get_by_label("残して確定する理由").fill(LEFT_WHY)
    page.get_by_label("変わることと、入らないものを確かめました").check()
    page.get_by_role("button", name="確定して次の版にする").click()
    said(page, "「令和8年度版」を計画の最新の版にしました。")
    expect(page.locator("section[aria-labelledby=left]")).to_contain_text("No.42 田んぼダムと校庭貯留事業")
    locked = played.sheet("nashi", "1")
    expect(locked.get_by_role("button", name="提出する")).to_have_count(0)


def project(played: Played, key: str, login_name: str = AUDITOR, edition: str = "") -> Page:
    return played.page(login_name, f"/plans/1/projects/{key}/{edition}")


def this_year(page: Page) -> str:
    """Return the review of the year on a project's page, of the section."""
    return page.locator(".review", has_text="令和8年度").first.inner_text()


def the_new_edition_shows_the_answers(played: Played) -> None:
    page = project(played, NASHI_1)
    review = this_year(page)
    for text in (MENDED_TEXT, REASON, "計画どおり", "D 縮小"):
        assert text in review
    comments = page.locator("section", has=page.get_by_role("heading", name="委員会の意見")).last
    expect(comments).to_contain_text(COMMENT)
    expect(comments).to_contain_text(ANSWER)
    row = page.locator("section[aria-labelledby=history] tbody tr", has_text="最新")
    expect(row).to_contain_text("令和8年度版")
    expect(row).to_contain_text("D 縮小")

    page = project(played, NASHI_2)
    assert BOTH in this_year(page)
    expect(page.locator(".layer--proposal", has_text=PROPOSED)).to_contain_text("産業部会")
    for number, login_name in (("42", AUDITOR), ("30", AUDITOR)):
        played.sheet(login_name, number)
    helped = project(played, "P-62a8b04e3c46")
    assert HELPED in this_year(helped)
    left = project(played, "P-f45f36491ffd")
    expect(left.locator(".review", has_text="令和8年度")).to_have_count(0)


def trace(played: Played, key: str) -> dict[str, object]:
    page = project(played, key, PLANNING)
    page.get_by_role("link", name="由来").first.click()
    expect(page.locator("main")).to_contain_text("承認したときと確定したときの指紋に一致します")
    answer = page.request.get(f"{page.url.split('?')[0]}?format=json")
    found = json.loads(answer.text())
    assert isinstance(found, dict)
    return found


def a_value_leads_to_its_answer_and_its_approver(played: Played) -> None:
    (round_,) = trace(played, NASHI_1)["rounds"]  # type: ignore[misc]
    assert round_["sheet"]["verified"] is True
    assert (round_["freeze"]["reason"], round_["freeze"]["turn"]) == (LEFT_WHY, 1)
    (result,) = [value for value in round_["values"] if value["field"] == "result"]
    assert result["value"] == MENDED_TEXT
    assert [(one["by"], one["before"], one["after"]) for one in result["written"]] == [
        ("見本 梨子", FIRST_TEXT, MENDED_TEXT),
        ("見本 梨子", "", FIRST_TEXT),
    ]
    assert [(one["move"], one["by"]) for one in round_["approvals"]] == [
        ("submit", "見本 梨子"),
        ("return", "見本 棚男"),
        ("submit", "見本 梨子"),
        ("approve", "見本 棚男"),
        ("approve", "企画担当 見本"),
    ]


def a_correction_makes_a_further_edition_and_the_old_one_stays(played: Played) -> None:
    page = played.sheet(PLANNING, "1")
    page.get_by_text("確定した後の訂正を始める").click()
    page.get_by_label("訂正の理由").fill(CORRECTION_WHY)
    page.get_by_role("button", name="訂正を始める").click()
    page = played.sheet("nashi", "1")
    expect(page.locator(".note")).to_contain_text(CORRECTION_WHY)
    page.locator("#f-result").fill(CORRECTED_TEXT)
    page.get_by_role("button", name="提出する").click()
    said(page, "提出しました")
    for login_name in ("nashi-head", PLANNING):
        page = played.sheet(login_name, "1")
        page.get_by_role("button", name="承認する").click()
        said(page, "承認しました")

    page = played.page(PLANNING, "freeze/")
    page.get_by_label("訂正の理由").fill(CORRECTION_WHY)
    page.get_by_label("変わることと、入らないものを確かめました").check()
    page.get_by_role("button", name="訂正した版を作る").click()
    errata = page.get_by_role("table", name="確定と訂正").get_by_role("row")
    expect(errata.nth(1)).to_contain_text(LEFT_WHY)
    expect(errata.nth(2)).to_contain_text(CORRECTION_WHY)
    expect(page.locator("section[aria-labelledby=changes]")).to_contain_text("8万9千枚")

    assert CORRECTED_TEXT in this_year(project(played, NASHI_1))
    old = project(played, NASHI_1)
    old.locator("section[aria-labelledby=history]").get_by_role(
        "link", name="令和8年度版", exact=True
    ).click()
    expect(old.locator("main")).to_contain_text("過去の版")
    assert MENDED_TEXT in this_year(old)


def the_report_shows_the_head_of_a_whole_trail(played: Played) -> None:
    page = played.page(AUDITOR, "report/")
    expect(page.locator(".lead")).to_contain_text("シート 10 件のうち、確定 8 件")
    whole = page.get_by_role("table", name="課ごとの状況").get_by_role("row").last
    assert whole.get_by_role("cell").all_inner_texts()[-2:] == ["8", "10"]
    changed = page.get_by_role("table", name="方針が変わった事業").get_by_role("row").nth(1)
    found = changed.locator("th, td").all_inner_texts()
    assert found[1:] == ["農政課", "A 拡充", "D 縮小"]
    trail = page.locator("section[aria-labelledby=trail] dd").all_inner_texts()
    position, hash_ = int(trail[0].replace(",", "")), trail[1].removeprefix("SHA-256 ")
    assert position > 100

    verified = played.site.manage("verify_trail", "--municipality", CODE, "--head", f"{hash_}@{position}")
    assert "異状なし" in verified
