"""What one cell says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.plan.project import SectionRole
from torikumi.read.fields import find_merges, join_lines, join_prose, read_sections


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企画課", [("企画課", None, False)]),
        ("企画課 広報課", [("企画課", None, False), ("広報課", None, False)]),
        ("企画課\n広報課", [("企画課", None, False), ("広報課", None, False)]),
        ("企画課・広報課", [("企画課", None, False), ("広報課", None, False)]),
        ("企画・財政課", [("企画・財政課", None, False)]),
        ("子ども・子育て支援課", [("子ども・子育て支援課", None, False)]),
        ("保険課 国保・年金班", [("保険課 国保・年金班", None, False)]),
        ("まちづくり推\n進課", [("まちづくり推進課", None, False)]),
        ("福祉課（児童館）", [("福祉課", "児童館", False)]),
        ("福祉課 (児童館、集会所)", [("福祉課", "児童館、集会所", False)]),
        ("福祉課\n（児童館）", [("福祉課", "児童館", False)]),
        ("福祉課（児\n童館）", [("福祉課", "児童館", False)]),
        ("福祉課、保険課　ほ\nか", [("福祉課", None, False), ("保険課", None, True)]),
        ("福祉部 ほか", [("福祉部", None, True)]),
        ("福祉課、ほか", [("福祉課", None, True)]),
        ("福祉課ほか3課", [("福祉課", None, True)]),
        ("福祉課等", [("福祉課", None, True)]),
        ("全課", [("全課", None, False)]),
        ("－", []),
        ("", []),
    ],
)
def test_sections_are_told_apart(text: str, expected: list[tuple[str, str | None, bool]]):
    found = [(section.name, section.facility, section.others) for section in read_sections(text)]

    assert found == expected


def test_a_section_in_brackets_that_names_its_part_has_that_part():
    lead, helper = read_sections("企画課（主管）、財政課（関係課）")

    assert (lead.name, lead.role, lead.facility) == ("企画課", SectionRole.LEAD, None)
    assert (helper.name, helper.role, helper.facility) == ("財政課", SectionRole.CONTRIBUTOR, None)


@given(st.text(max_size=60))
def test_any_text_gives_sections_with_names(text: str):
    for section in read_sections(text):
        assert section.name
        assert section.printed


@pytest.mark.parametrize(
    ("text", "line", "prose"),
    [
        ("高齢者の\n足を守る", "高齢者の足を守る", "高齢者の足を守る"),
        ("ICT\nLab", "ICT Lab", "ICT Lab"),
        (
            "次のとおり。\n・講座\n・相談\nを開く。",
            "次のとおり。・講座・相談を開く。",
            "次のとおり。\n・講座\n・相談を開く。",
        ),
        ("行う。\r\n①一つ", "行う。①一つ", "行う。\n①一つ"),
        ("　朝市　\n", "朝市", "朝市"),
    ],
)
def test_lines_of_a_cell_are_joined(text: str, line: str, prose: str):
    assert join_lines(text) == line
    assert join_prose(text) == prose


@pytest.mark.parametrize(
    ("name", "summary", "expected"),
    [
        ("朝市（夜市を統合）", None, [("absorbed", "夜市", "name")]),
        ("朝市（夜市（港の市）を統合）", None, [("absorbed", "夜市（港の市）", "name")]),
        ("夜市（朝市へ統合）", None, [("into", "朝市", "name")]),
        ("夜市", "平成30年度に、朝市事業と統合して実施。", [("with", "朝市事業", "summary")]),
        ("夜市", "甲事業、乙事業を統合し、続ける。", [("absorbed", "乙事業", "summary")]),
        ("夜市", "「港の市」に統合する。", [("into", "港の市", "summary")]),
        ("窓口", "窓口を統合し、台帳と統合して使う。", []),
        ("学校統合準備事業", "二校の統合を準備する。", []),
    ],
)
def test_merges_are_found(name: str, summary: str | None, expected: list[tuple[str, str, str]]):
    assert [(kind.value, partner, where) for kind, partner, where in find_merges(name, summary)] == expected
