"""The city's list of sections, as its table says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import SHARED, needs_shared
from torikumi.check.section_list import ListedSection, SectionListError, read_section_list
from torikumi.cli.opening import open_section_list


def test_a_list_has_names_former_names_and_what_is_gone() -> None:
    listed = read_section_list(
        [
            ["令和6年度 組織", "", "", ""],
            ["課名", "旧名", "廃止", "引き継ぎ先"],
            ["こども家庭課", "児童課、母子課", "", ""],
            ["広報課", "", "令和6年度", "秘書広報課"],
            ["", "", "", ""],
        ]
    )

    assert listed.sections == (
        ListedSection(name="こども家庭課", former=("児童課", "母子課")),
        ListedSection(name="広報課", gone=2024, heir="秘書広報課"),
    )
    assert listed.by_former["児童課"].name == "こども家庭課"


def test_a_list_of_the_whole_organisation_names_every_level_and_the_full_names() -> None:
    listed = read_section_list(
        [
            ["局", "部", "課", "室・出先", "所属名称"],
            ["政策局", "", "", "", "政策局"],
            ["政策局", "", "政策課", "", "政策局政策課"],
            ["政策局", "", "政策課", "東京事務所", "政策局政策課東京事務所"],
        ]
    )

    names = {section.name for section in listed.sections}
    assert names == {"政策局", "政策課", "東京事務所", "政策局政策課", "政策局政策課東京事務所"}


def test_what_is_said_of_a_section_belongs_to_the_lowest_level_of_its_row() -> None:
    listed = read_section_list(
        [["部", "課名", "旧名"], ["福祉部", "こども家庭課", "児童課"], ["福祉部", "長寿課", ""]]
    )

    assert listed.by_former["児童課"].name == "こども家庭課"
    assert listed.by_key["福祉部"] == ListedSection(name="福祉部")


def test_one_column_without_a_header_is_a_list_of_names() -> None:
    listed = read_section_list([["企画課"], ["福祉課"], ["企画課"]])

    assert [section.name for section in listed.sections] == ["企画課", "福祉課"]


def test_a_section_that_is_there_goes_before_one_of_its_name_that_is_gone() -> None:
    listed = read_section_list([["課名", "廃止"], ["広報課", "平成20年度"], ["広報課", ""]])

    assert listed.by_key["広報課"].gone is None


def test_a_table_without_names_is_refused() -> None:
    with pytest.raises(SectionListError) as caught:
        read_section_list([["番号", "電話"], ["1", "0123"]])

    assert "課名" in caught.value.ja


def test_a_year_that_is_none_is_refused_with_the_section() -> None:
    with pytest.raises(SectionListError) as caught:
        read_section_list([["課名", "廃止"], ["広報課", "去年"]])

    assert "広報課" in caught.value.ja
    assert "去年" in caught.value.ja


@given(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=6))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    try:
        listed = read_section_list(rows)
    except SectionListError:
        return
    assert all(section.name.strip() for section in listed.sections)


@needs_shared
@pytest.mark.parametrize("day", ["202004", "202104", "202404", "202504", "202604"])
def test_the_lists_that_a_city_publishes_are_read_as_they_are(day: str) -> None:
    listed = open_section_list(SHARED / "takamatsu" / f"organization-{day}.xlsx")

    assert len(listed.sections) > 700
    assert {"秘書課", "人事課"} <= {section.name for section in listed.sections}
