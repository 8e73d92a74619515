"""Kept findings are found again by the rules that made them, and by no others."""

from pathlib import Path

from torikumi.check.version import rules_version, version_of


def test_the_version_is_short_and_the_same_each_time() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 16
    assert int(rules_version(), 16) > 0


def test_any_change_of_a_rule_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule = tmp_path / "rules" / "one.py"
    rule.write_text("LIMIT = 400\n", encoding="utf-8")
    first = version_of([tmp_path])

    rule.write_text("LIMIT = 401\n", encoding="utf-8")
    changed = version_of([tmp_path])
    rule.rename(tmp_path / "rules" / "two.py")
    renamed = version_of([tmp_path])
    (tmp_path / "notes.txt").write_text("no rule", encoding="utf-8")

    assert len({first, changed, renamed}) == 3
    assert version_of([tmp_path]) == renamed
