"""The drawing of the states holds every state and move, and the page of ready-made settings every entry."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from shared import REPOSITORY
from torikumi.plan.project import ReviewState
from torikumi.review.library.ratings import all_ratings
from torikumi.review.library.shelf import all_blocks, all_chains, all_forms, all_scales
from torikumi.review.states import MOVE_WORDS, STATE_WORDS

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = REPOSITORY / "docs" / "images" / "review-states.svg"
LIBRARY = REPOSITORY / "docs" / "reference" / "review-library.md"
# 差戻し is a move and the state that it leads to.
BOTH_STATE_AND_MOVE = STATE_WORDS[ReviewState.RETURNED]


@pytest.fixture(scope="module")
def drawing() -> ET.Element:
    return ET.fromstring(DRAWING.read_text(encoding="utf-8"))


def test_every_state_and_every_move_is_drawn_and_told_in_words(drawing: ET.Element) -> None:
    shown = [text.text or "" for text in drawing.iter(f"{SVG}text")]
    told = drawing.findtext(f"{SVG}desc") or ""

    assert sorted(word for word in shown if word in STATE_WORDS.values()) == sorted(
        [*STATE_WORDS.values(), BOTH_STATE_AND_MOVE]
    )
    for word in MOVE_WORDS.values():
        assert any(word in label for label in shown)
        assert word in told


def test_no_two_boxes_of_the_drawing_lie_on_one_another_and_none_leaves_it(drawing: ET.Element) -> None:
    width, height = map(float, drawing.attrib["viewBox"].split()[2:])
    boxes = [
        tuple(float(box.attrib[key]) for key in ("x", "y", "width", "height"))
        for box in drawing.iter(f"{SVG}rect")
        if "x" in box.attrib
    ]

    for x, y, w, h in boxes:
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_every_ready_made_setting_is_on_its_page_with_its_source() -> None:
    page = LIBRARY.read_text(encoding="utf-8")

    for entry in (*all_scales(), *all_chains(), *all_forms(), *all_blocks(), *all_ratings()):
        assert f"`{entry.name}`" in page
        assert entry.description in page
        assert entry.source in page
