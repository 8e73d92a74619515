"""The picture of a project's life, and the table that says the same."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import REPOSITORY
from torikumi.compare.life import Join, Life
from torikumi.compare.successions import Turn
from torikumi.plan.file import load_plan
from torikumi.publish.history import Editions
from torikumi.publish.life_figure import LifeStop, draw_life
from torikumi.publish.project_life import picture_life, tabulate_life
from torikumi.publish.svg import text_width

PEARS, SPOILT, RALLY = "P-50f55fc1ec07", "P-ce9a70b8d5a2", "P-27647f06083a"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def mihon() -> Editions:
    return Editions(
        tuple(
            load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
            for year in (2023, 2024, 2025)
        )
    )


def words_of(svg: str) -> str:
    return "".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))


def test_the_picture_has_both_sides_of_a_merge(mihon: Editions) -> None:
    words = words_of(picture_life(PEARS, mihon).wide)

    assert words.count("規格外梨の加工品開発事業（") == 3
    assert "みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）（A 拡充）" in words
    assert "令和5年度版" in words


def test_the_table_says_the_same(mihon: Editions) -> None:
    assert tabulate_life(PEARS, mihon).rows[2][-1] == (
        "「規格外梨の加工品開発事業」を統合、名前が変わった、方針が変わった、概要が変わった"
    )
    told = str(tabulate_life(SPOILT, mihon).rows[2][-1])
    assert told.startswith("「みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）」に統合")


def test_a_project_that_ended_ends_with_a_cross() -> None:
    life = Life(lanes=("A",), joins=(Join(edition=0, old="A", new="A"),))
    stops = [LifeStop(edition=edition, lane="A", title="梨まつり") for edition in (0, 1)]

    figure = draw_life(["1", "2", "3", "4"], stops, life)

    assert words_of(figure.wide).count("（この版にはありません）") == 1
    assert figure.wide.count("stroke-dasharray") == 1


def test_a_project_that_was_merged_has_no_cross() -> None:
    life = Life(lanes=("B", "A"), joins=(Join(edition=0, old="A", new="B", turn=Turn.MERGED),))
    stops = [LifeStop(edition=0, lane="A", title="甲"), LifeStop(edition=1, lane="B", title="乙")]

    figure = draw_life(["1", "2"], stops, life)

    assert "この版にはありません" not in figure.wide
    assert len(re.findall("<circle", figure.wide)) == 2


@settings(max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4), st.text(max_size=20))
def test_no_name_is_lost_or_runs_out_of_the_picture(names: list[str], words: str) -> None:
    lanes = tuple(str(number) for number, _ in enumerate(names))
    stops = [
        LifeStop(edition=0, lane=lane, title=name, words=words)
        for lane, name in zip(lanes, names, strict=True)
    ]
    figure = draw_life(["版"], stops, Life(lanes=lanes, joins=()))

    for svg, width in ((figure.wide, 640), (figure.narrow, 300)):
        shown = [
            (float(x), text)
            for x, text in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]*)</text>', svg, re.DOTALL)
        ]
        for x, text in shown:
            plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
            plain = plain.replace("&#x27;", "'").replace("&quot;", '"')
            assert x + text_width(plain, 14) <= width or len(plain) == 1
