"""A city sets its rules on the server: with a reason, with a history, and as the file of the command."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web import factories
from tests.web.plans.found_plan import found_plan
from torikumi.check.catalogue import ALL_RULES
from torikumi.check.settings import RuleChoice, RuleSettings, parse_rule_settings, write_rule_settings
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.actions.rules import StaleRuleError, UnchangedRuleError, decide_rule, reset_rule
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.plans.queries.rules import rule_settings_of, rule_stand_of
from torikumi.web.plans.rule_models import RuleDecision

ImportPlan = Callable[..., Edition]
BrowserOf = Callable[[User], Client]
RULES, CODE = reverse("plans:rules"), "direction-missing"
PAGE, DECIDE = reverse("plans:rule", args=[CODE]), reverse("plans:decide_rule", args=[CODE])
REASON = "方針は秋に決めるので、春の版には書かない。"
AT = factories.AT


@pytest.fixture
def browse(planner: User, browser_of: BrowserOf) -> Client:
    return browser_of(planner)


def choice(word: str = "off", reason: str = REASON, code: str = CODE) -> RuleChoice:
    return RuleChoice(code=code, word=word, reason=reason)


def test_a_rule_is_switched_off_with_a_reason_and_the_page_says_what_is_hidden(
    browse: Client, import_plan: ImportPlan, series: PlanSeries, city: Municipality, planner: User
) -> None:
    import_plan(found_plan())
    address = reverse("plans:findings", args=[series.pk])
    assert "今後の方針がありません" in browse.get(address).content.decode()

    response = browse.post(DECIDE, {"word": "off", "reason": REASON, "turn": "0"})

    assert response.status_code == 302
    page = browse.get(address).content.decode()
    assert "今後の方針がありません" not in page
    assert "切った規則 1 件で 1 件が見えていません" in page
    assert REASON in page
    event = AuditEvent.objects.filter(action="decide_rule").get()
    assert (event.object_id, event.reason, event.actor) == (CODE, REASON, planner.login_name)
    assert (event.before, event.after) == ({"word": "default"}, {"word": "off"})
    rule = browse.get(PAGE).content.decode()
    assert "1件（見えません）" in rule
    assert planner.display_name in rule


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"word": "off", "reason": " ", "turn": "0"}, "理由を書いてください。"),
        ({"reason": REASON, "turn": "0"}, "どうするかを選んでください。"),
        ({"word": "off", "reason": "あ" * 401, "turn": "0"}, "理由は400字までにしてください。"),
        ({"word": "default", "reason": REASON, "turn": "0"}, "今の設定と同じです。"),
    ],
)
def test_a_decision_that_says_too_little_is_refused_in_words(
    browse: Client, city: Municipality, sent: dict[str, str], sentence: str
) -> None:
    response = browse.post(DECIDE, sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert RuleDecision.objects.within(city).count() == 0


def test_what_somebody_else_decided_meanwhile_is_shown_before_it_is_replaced(
    browse: Client, by: Actor, city: Municipality
) -> None:
    decide_rule(choice("info", "急がない。"), turn=0, by=by, at=AT)

    refused = browse.post(DECIDE, {"word": "off", "reason": REASON, "turn": "0"})
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "ほかの人がこの規則の設定を変えました" in page
    assert "急がない。" in page
    assert 'name="turn" value="1"' in page
    assert browse.post(DECIDE, {"word": "off", "reason": REASON, "turn": "1"}).status_code == 302
    assert rule_settings_of(city).choices == (choice(),)


def test_every_decision_stays_in_the_history_and_none_can_be_rewritten(by: Actor, city: Municipality) -> None:
    decide_rule(choice(), turn=0, by=by, at=AT)
    decide_rule(choice("warning", "やはり見る。"), turn=1, by=by, at=AT)
    reset_rule(code=CODE, reason="初めのままでよい。", turn=2, by=by, at=AT)

    rows = RuleDecision.objects.within(city).order_by("turn")
    assert [(row.turn, row.word, row.reason) for row in rows] == [
        (1, "off", REASON),
        (2, "warning", "やはり見る。"),
        (3, "default", "初めのままでよい。"),
    ]
    assert rule_settings_of(city) == RuleSettings()
    with pytest.raises(StaleRuleError):
        decide_rule(choice(), turn=1, by=by, at=AT)
    with pytest.raises(UnchangedRuleError):
        reset_rule(code=CODE, reason="もう一度。", turn=3, by=by, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleDecision.objects.within(city).filter(turn=1).update(reason="別の理由")


def test_a_rule_that_rests_is_switched_on(browse: Client, city: Municipality) -> None:
    address = reverse("plans:decide_rule", args=["sentence-shared"])
    assert "sentence-shared" not in rule_stand_of(city).severities

    browse.post(address, {"word": "on", "reason": "写し間違いが続いた。", "turn": "0"})

    assert "sentence-shared" in rule_stand_of(city).severities


def test_the_list_has_every_rule_with_its_count_and_state(
    browse: Client, import_plan: ImportPlan, by: Actor
) -> None:
    import_plan(found_plan())
    decide_rule(choice("error", "早めに決める。", code="name-provisional"), turn=0, by=by, at=AT)

    page = browse.get(RULES).content.decode()

    for rule in ALL_RULES:
        assert f'<span class="code remark">{rule.code}</span>' in page
    row = page[page.index(">name-provisional<") :].split("</tr>")[0]
    assert "<b>誤り</b>" in row
    assert "参考" in row
    assert "早めに決める。" in row
    assert 'data-label="件数"><span>1</span>' in row


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        (
            "found",
            {
                "direction-missing", "section-missing", "name-provisional",
                "abolished-because-merged", "merge-partner-without-row",
            },
        ),
        ("changed", {"name-provisional", "summary-missing"}),
        ("off", {"summary-missing", "amount-out-of-line", "value-out-of-line", "sentence-shared"}),
        ("nonsense", {rule.code for rule in ALL_RULES}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_to_the_rules_that_matter_now(
    browse: Client, import_plan: ImportPlan, by: Actor, show: str, shown: set[str]
) -> None:
    import_plan(found_plan())
    decide_rule(choice("error", "早めに決める。", code="name-provisional"), turn=0, by=by, at=AT)
    decide_rule(choice("off", "概要は別の冊子にある。", code="summary-missing"), turn=0, by=by, at=AT)

    page = browse.get(f"{RULES}?show={show}").content.decode()

    assert set(re.findall(r'<span class="code remark">(.*?)</span>', page)) == shown


def test_the_file_of_the_command_goes_out_and_comes_in(browse: Client, by: Actor, city: Municipality) -> None:
    decide_rule(choice(), turn=0, by=by, at=AT)
    decide_rule(choice("info", "仮の名前でよい。", code="section-missing"), turn=0, by=by, at=AT)

    out = browse.get(reverse("plans:rules_file"))
    settings = parse_rule_settings(out.content.decode())

    assert settings == rule_settings_of(city)
    assert "checks.toml" in out.headers["Content-Disposition"]

    other = RuleSettings(
        choices=(choice("off", "別の理由。"), choice("on", "試す。", code="sentence-shared"))
    )
    file = SimpleUploadedFile("checks.toml", write_rule_settings(other).encode())
    response = browse.post(reverse("plans:take_rules_file"), {"file": file}, follow=True)

    page = response.content.decode()
    assert "ファイルから 2件の規則を設定し、1件を初めの設定に戻しました。" in page
    assert set(rule_settings_of(city).choices) == set(other.choices)
    back = RuleDecision.objects.within(city).get(code="section-missing", turn=2)
    assert (back.word, back.file_name) == ("default", "checks.toml")
    assert AuditEvent.objects.filter(action="take_rules_file").count() == 1
    assert rule_settings_of(city) == parse_rule_settings(
        browse.get(reverse("plans:rules_file")).content.decode()
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[rules.direction-mising]\nset = "off"\nreason = "x"\n', "という点検規則はありません"),
        (b'[rules.direction-missing]\nset = "off"\n', "の設定に理由がありません"),
        (b"\xff\xfe", "文字コードが UTF-8 ではありません"),
        (b"[rules", "規則の設定をTOMLとして読めません"),
        (b"", "選んだファイルは空です"),
    ],
)
def test_a_file_that_says_nonsense_changes_nothing(
    browse: Client, by: Actor, city: Municipality, content: bytes, sentence: str
) -> None:
    decide_rule(choice(), turn=0, by=by, at=AT)

    file = SimpleUploadedFile("checks.toml", content)
    response = browse.post(reverse("plans:take_rules_file"), {"file": file})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert rule_settings_of(city).choices == (choice(),)


def test_a_reader_reads_what_a_rule_is_and_cannot_set_it(city: Municipality, browser_of: BrowserOf) -> None:
    reader = browser_of(factories.person(city, Role.READER))

    page = reader.get(PAGE)

    assert "設定を変える" not in page.content.decode()
    assert "方針" in page.content.decode()
    assert reader.get(RULES).status_code == 403
    assert reader.post(DECIDE, {"word": "off", "reason": REASON, "turn": "0"}).status_code == 403


def test_the_rules_of_one_city_say_nothing_to_another(by: Actor, city: Municipality) -> None:
    decide_rule(choice(), turn=0, by=by, at=AT)

    assert rule_settings_of(factories.municipality(code="999989", name="となり市")) == RuleSettings()


def test_the_list_of_rules_asks_the_database_the_same_after_many_decisions(
    browse: Client, import_plan: ImportPlan, by: Actor
) -> None:
    import_plan(found_plan())
    counts = []
    for codes in (["name-missing"], [rule.code for rule in ALL_RULES[1:60]]):
        for code in codes:
            decide_rule(choice(code=code), turn=0, by=by, at=AT)
        browse.get(RULES)
        with CaptureQueriesContext(connection) as queries:
            browse.get(RULES)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 20
