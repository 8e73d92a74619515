"""The manual names every doubt that the reader can have, and no other."""

import re

from shared import REPOSITORY
from torikumi.read import archive, gate, sheet_scan, xml_scan
from torikumi.read.html import page
from torikumi.read.word import package

PAGE = (REPOSITORY / "docs" / "reference" / "reading.md").read_text(encoding="utf-8")


def test_every_code_of_a_doubt_is_in_the_manual():
    sources = (REPOSITORY / "src" / "torikumi" / "read").rglob("*.py")
    used = {
        code
        for path in sources
        for code in re.findall(r'code="(read-[a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert used == set(re.findall(r"`(read-[a-z-]+)`", PAGE))
    assert len(used) > 10


def test_the_limits_in_the_manual_are_those_of_the_gate():
    megabyte = 1024 * 1024

    assert f"| {gate.MAX_FILE // megabyte} MB（文字のファイルは {gate.MAX_TEXT // megabyte} MB）" in PAGE
    assert f"| {archive.MAX_MEMBERS:,} |" in PAGE
    assert (
        f"| {archive.MAX_MEMBER // megabyte} MB（4 MB を超えるものは圧縮率 {archive.MAX_RATIO} 倍まで）"
        in PAGE
    )
    assert f"| {sheet_scan.MAX_TOTAL // megabyte} MB |" in PAGE
    assert f"| {sheet_scan.MAX_AREA // 10_000}万セル |" in PAGE
    assert (
        f"Word 文書の XML の要素の数 ／ 入れ子 | {package.MAX_ELEMENTS // 10_000}万 ／ {package.MAX_DEPTH}段"
        in PAGE
    )
    assert f"Web ページの要素の数 ／ 入れ子 | {page.MAX_ELEMENTS // 10_000}万 ／ {page.MAX_DEPTH}段" in PAGE
    assert (
        f"{xml_scan.MAX_ELEMENTS // 10_000}万 ／ {xml_scan.MAX_DEPTH}段 ／ {xml_scan.MAX_TEXT // 10_000}万字"
        in PAGE
    )
