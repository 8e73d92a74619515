"""Findings as text, JSON and CSV."""

import csv
import io
import json
from dataclasses import replace

from torikumi.check.report import silence_lines, to_csv, to_json, to_text
from torikumi.check.run import Silenced
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import Place
from torikumi.plan.project import Project

PLAN = Plan(
    title="例の計画",
    projects=(
        Project(id="P-1", number="1", name="=相談事業"),
        Project(id="P-2", number="2", name="講座事業"),
    ),
)
SECOND = Finding(
    code="name-provisional",
    severity=Severity.INFO,
    ja="名前は仮称のままです。",
    en="The name is provisional.",
    subject="P-2",
    field="name",
    place=Place(file="表.xlsx", sheet="一覧", cell="C7"),
)
FIRST = Finding(
    code="direction-missing",
    severity=Severity.ERROR,
    ja="方針がありません。",
    en="There is no direction.",
    subject="P-1",
    field="direction",
    place=Place(row=12),
)
WHOLE = Finding(code="code-check-digit", severity=Severity.ERROR, ja="=コードが違います。", en="Wrong code.")


def test_text_has_a_line_a_finding_like_a_linter_and_a_summary() -> None:
    text = to_text([SECOND, FIRST, WHOLE], PLAN, file="plan.json", language="ja")

    assert text == (
        "■ 誤り（2件）\n"
        "plan.json: code-check-digit =コードが違います。\n"
        "plan.json:12: direction-missing 方針がありません。\n"
        "\n"
        "■ 参考（1件）\n"
        "表.xlsx:一覧:C7: name-provisional 名前は仮称のままです。\n"
        "\n"
        "2事業を点検しました：誤り 2件、注意 0件、参考 1件\n"
    )


def test_text_in_english() -> None:
    text = to_text([FIRST], PLAN, file="plan.json", language="en")

    assert "plan.json:12: direction-missing There is no direction." in text
    assert text.endswith("Checked 2 projects: 1 error, 0 warnings, 0 infos\n")


def test_a_line_of_a_pdf_has_its_page_and_row() -> None:
    finding = replace(FIRST, place=Place(file="計画.pdf", page=3, table=1, row=12, column=5))

    text = to_text([finding], PLAN, file="plan.json", language="ja")

    assert "計画.pdf:3:12: direction-missing 方針がありません。" in text


def test_what_is_switched_off_is_counted_with_its_reason() -> None:
    off = Silenced(
        code="stray-bullet", count=3, by_city=True, ja="箇条書きを\n認める。", en="Lists are allowed."
    )

    text = to_text([FIRST], PLAN, file="plan.json", language="ja", silenced=[off])

    assert "■ 切ってある規則（3件は示していません）\nstray-bullet 3件 理由：箇条書きを 認める。\n" in text
    assert "誤り 1件" in text
    assert silence_lines([off], language="en") == [
        "== Switched off (3 not shown) ==",
        "stray-bullet 3 reason: Lists are allowed.",
    ]


def test_text_without_findings_says_that_it_looked() -> None:
    assert (
        to_text([], PLAN, file="plan.json", language="ja")
        == "2事業を点検しました：誤り 0件、注意 0件、参考 0件\n"
    )


def test_json_is_an_array_in_the_order_of_the_document() -> None:
    objects = json.loads(to_json([SECOND, FIRST, WHOLE], PLAN))

    assert [each["code"] for each in objects] == ["code-check-digit", "direction-missing", "name-provisional"]
    assert objects[2] == {
        "code": "name-provisional",
        "severity": "info",
        "message": {"ja": "名前は仮称のままです。", "en": "The name is provisional."},
        "subject": "P-2",
        "title": "No.2「講座事業」",
        "field": "name",
        "place": {"file": "表.xlsx", "sheet": "一覧", "cell": "C7"},
    }
    assert objects[0]["subject"] is None
    assert objects[0]["place"] is None


def test_csv_opens_in_excel_and_starts_no_formula() -> None:
    text = to_csv([SECOND, FIRST, WHOLE], PLAN, language="ja")

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert rows[0] == ["重要度", "規則", "対象", "項目", "場所", "内容"]
    assert rows[1] == ["誤り", "code-check-digit", "例の計画", "", "", "'=コードが違います。"]
    assert rows[3][4] == "シート「一覧」 C7"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
