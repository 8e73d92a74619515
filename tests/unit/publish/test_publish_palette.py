import re
from pathlib import Path

import pytest

from torikumi.plan.direction import Direction, Outcome
from torikumi.publish import palette
from torikumi.publish.palette import LOOKS, letter_and_word, look_of

CSS = (Path(palette.__file__).parent / "assets" / "badges.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def css_of(name: str) -> dict[str, str]:
    rule = re.search(rf"^\.{re.escape(name)} {{([^}}]*)}}", CSS, re.MULTILINE)
    assert rule, f"{name} has no rule in badges.css"
    pairs = (line.split(":") for line in rule[1].split(";") if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_can_be_read(outcome: Outcome) -> None:
    look = LOOKS[outcome]

    assert contrast(look.fill, look.on_fill) >= 4.5
    assert contrast(look.tint, look.ink) >= 4.5


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_badge_can_be_read_and_has_an_edge(outcome: Outcome) -> None:
    rule = css_of(LOOKS[outcome].css)

    assert contrast(rule["background"], rule["color"]) >= 4.5
    assert contrast(rule["border-color"], "#ffffff") >= 3


def test_no_two_outcomes_share_fill_and_pattern() -> None:
    seen = [(look.fill, look.pattern) for look in LOOKS.values()]

    assert len(set(seen)) == len(Outcome)


def test_an_ambiguous_label_looks_like_the_further_step() -> None:
    assert look_of((Outcome.SUSPEND, Outcome.ABOLISH)) is LOOKS[Outcome.ABOLISH]
    assert look_of(()) is LOOKS[Outcome.UNKNOWN]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction(printed="B：継続", code="B", label="継続"), ("B", "継続")),
        (Direction(printed="現状維持", label="現状維持"), ("", "現状維持")),
        (Direction(printed="よく分からない"), ("", "よく分からない")),
        (Direction(printed=""), ("", "記載なし")),
        (None, ("", "記載なし")),
    ],
)
def test_a_badge_always_has_words(direction: Direction | None, expected: tuple[str, str]) -> None:
    assert letter_and_word(direction) == expected
