"""What scrolls sideways can be reached by the keyboard, has a name, and shows that it goes on."""

import re
from pathlib import Path

import pytest

from shared import REPOSITORY

_SOURCE = REPOSITORY / "src" / "torikumi"
_REGION = re.compile(r'<div class="scroll[^>]*>')


def _templates() -> list[Path]:
    found = [*_SOURCE.glob("web/*/templates/**/*.html"), *_SOURCE.glob("publish/templates/**/*")]
    return [path for path in found if path.is_file() and 'class="scroll' in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", _templates(), ids=lambda path: path.name)
def test_a_region_that_scrolls_has_a_name_and_a_place_in_the_tab_order(path: Path) -> None:
    regions = _REGION.findall(path.read_text(encoding="utf-8"))

    assert regions
    for region in regions:
        assert re.search(r'tabindex="0" role="region" aria-label="[^"]+"', region), region


def test_one_rule_shows_that_a_table_goes_on() -> None:
    style = (_SOURCE / "publish" / "assets" / "site.css").read_text(encoding="utf-8")
    rule = style[style.index("\n.scroll {") :]

    assert (
        rule[: rule.index("}")].count("no-repeat local")
        == rule[: rule.index("}")].count("no-repeat scroll")
        == 2
    )
    assert "横に動かすと、続きが見えます。" in style
