"""A round that is played in browsers: who plays, what they write, and what one act hands on to the next."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.players import Players, said
from tests.browser.server import Site

CODE = "992011"
PLANNING, TEAM, COMMITTEE, AUDITOR = (
    f"{role}-{CODE}" for role in ("planning", "study_team", "committee", "auditor")
)
NASHI = ("1", "2", "3", "4", "5", "7")  # 農政課 leads them
HON = ("30", "35")  # 図書館 leads them; 健康課 helps with No.30
OTHERS = ("42", "48")  # 農政課 only helps, and nobody of their lead sections can log in
NASHI_1, NASHI_2 = "P-50f55fc1ec07", "P-b75175782256"

FIRST_TEXT = "認証シールを9万枚交付し、直売所を2か所ふやした。"
MENDED_TEXT = "認証シールを9万枚交付した（出荷組合の集計）。直売所を2か所ふやした。"
CORRECTED_TEXT = "認証シールを8万9千枚交付した（出荷組合の集計の訂正）。直売所を2か所ふやした。"
REASON = "検査員が足りず、催事の数を絞るため。"
NOTE = "枚数の出どころを書き足してください。"
CONTRADICTION = "方針は「D：縮小」ですが、予算は増えています。どちらかに誤りがないか確かめてください。"
ONE_WROTE, TWO_WROTE = "研修生を3人受け入れた。", "空き梨園を2件引き継いだ。"
BOTH = f"{ONE_WROTE}{TWO_WROTE}"
HELPED = "7か月児の健診で212冊を手渡した。"
PROPOSED, PROPOSED_WHY = "引退する農家と研修生を、収穫の前に引き合わせる。", "引継ぎに一年かかるため"
COMMENT, ANSWER = "縮小するのに予算が増える訳を示されたい。", "検査員の賃金が上がるため。催事は半分にする。"
LEFT_WHY = "主管課の回答を次の版で受けるため"
CORRECTION_WHY = "出荷組合の集計に誤りがあったため"


@dataclass(slots=True)
class Played:
    """What the acts hand on to one another."""

    players: Players
    site: Site
    round: int = 0
    sheets: dict[str, int] = field(default_factory=dict)

    def page(self, login_name: str, address: str) -> Page:
        """Return somebody's page, at an address of the round where it does not begin with a slash."""
        page = self.players.page(login_name)
        answer = page.goto(address if address.startswith("/") else f"/reviews/{self.round}/{address}")
        assert answer is not None
        assert answer.status == 200, address
        return page

    def sheet(self, login_name: str, number: str) -> Page:
        """Return somebody's page of a sheet."""
        return self.page(login_name, f"/reviews/sheets/{self.sheets[number]}/")

    def approve_all(self, login_name: str, count: int) -> None:
        """Have somebody approve all that waits for them, at once."""
        page = self.page(login_name, "approvals/")
        expect(page.locator(".lead")).to_contain_text(f"{count} 件があなたの承認を待っています")
        page.get_by_label("このページをすべて選ぶ").check()
        page.get_by_role("button", name="選んだものを承認する").click()
        said(page, f"{count}件を承認しました。")
