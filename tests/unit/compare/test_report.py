"""Differences as text and JSON."""

import json

from torikumi.compare.report import FIELD_WORDS, to_json, to_text
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.model import Plan, SourceFile

OLD = Plan(title="計画", year=2019)
NEW = Plan(title="計画", year=2020, edition="改訂版")
CHANGES = (
    Change(kind=ChangeKind.ADDED, subject="P-3", title="3 婚活", after="3 婚活"),
    Change(
        kind=ChangeKind.CHANGED,
        subject="P-1",
        title="1 梨",
        field="direction",
        before="B：継続",
        after="D：廃止",
    ),
    Change(
        kind=ChangeKind.CHANGED,
        subject="P-1",
        title="1 梨",
        field="summary",
        before="梨を売る。" * 9,
        after=None,
    ),
    Change(kind=ChangeKind.CHANGED, subject="P-1", title="1 梨", field="notes", before="", after="a\nb"),
    Change(kind=ChangeKind.REMOVED, subject="P-2", title="2 家", before="2 家"),
)


def test_the_japanese_text() -> None:
    assert to_text(CHANGES, old=OLD, new=NEW, language="ja") == (
        "計画 令和元年度 → 計画 改訂版\n"
        "\n"
        "■ 変わったもの 1\n"
        "  1 梨\n"
        "    今後の方針：B：継続 → D：廃止\n"
        "    事業概要：\n"
        f"      - {'梨を売る。' * 9}\n"
        "      + （なし）\n"
        "    注：\n"
        "      - （空欄）\n"
        "      + a\n"
        "      + b\n"
        "\n"
        "■ 加わったもの 1\n"
        "  3 婚活\n"
        "\n"
        "■ なくなったもの 1\n"
        "  2 家\n"
    )


def test_the_english_text() -> None:
    text = to_text(CHANGES, old=OLD, new=NEW, language="en")

    assert text.startswith(
        "計画 FY2019 → 計画 改訂版\n\n■ Changed 1\n  1 梨\n    direction: B：継続 → D：廃止\n"
    )
    assert "■ Removed 1\n  2 家\n" in text


def test_nothing_is_said_in_words() -> None:
    assert (
        to_text((), old=OLD, new=NEW, language="ja")
        == "計画 令和元年度 → 計画 改訂版\n\n違いはありません。\n"
    )
    assert to_text((), old=OLD, new=NEW, language="en").endswith("No differences.\n")


def test_the_json_has_every_change_in_order() -> None:
    written = json.loads(to_json(CHANGES, old=OLD, new=NEW))

    assert written["old"] == {"title": "計画", "year": 2019, "edition": None}
    assert [change["subject"] for change in written["changes"]] == ["P-3", "P-1", "P-1", "P-1", "P-2"]
    assert written["changes"][0] == {
        "kind": "added",
        "subject": "P-3",
        "title": "3 婚活",
        "field": None,
        "before": None,
        "after": "3 婚活",
    }


def test_every_field_has_a_word_in_both_languages() -> None:
    assert all(japanese and english for japanese, english in FIELD_WORDS.values())


def test_a_plan_without_a_title_is_named_after_its_file() -> None:
    plan = Plan(title="", year=2023, sources=(SourceFile(name="r5.csv", sha256="0" * 64),))

    assert to_text((), old=plan, new=NEW, language="ja").startswith("r5.csv 令和5年度 → ")
