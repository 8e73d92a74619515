"""A summary that no row of a printed sheet holds."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

# A row of Excel is at most 409 points high: 28 lines of ten points. The list for people gives a summary 33 wide letters.
_LINES, _LETTERS = 28, 33


def _look(plan: Plan) -> Iterator[Remark]:
    too_long = [project for project in plan.projects if _lines(project.summary or "") > _LINES]
    yield from remark_on_each_or_all(too_long, "summary", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要が長く、Excelの一つの行（{_LINES}行、およそ{_LINES * _LETTERS}字）に収まりません。"
        "要点だけにしてください。",
        f"The summary of {title_en} does not fit one row of Excel ({_LINES} lines). Keep to the points that matter.",
    )


def _lines(text: str) -> int:
    return sum(max(1, -(-_width(line) // (2 * _LETTERS))) for line in text.strip().splitlines())


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)


RULE = Rule(
    code="summary-too-long",
    severity=Severity.INFO,
    ja="概要が長くて表に収まらない",
    en="A summary is too long for a sheet",
    explanation=Explanation(
        what="公表用と調査票のExcelの表で、一行に収まらない長さ（一行33字として28行を超えるもの）の概要を知らせます"
        "。",
        why="Excelの行の高さには限り（409ポイント）があり、それを超えた文は印刷されません。",
        wrong="三ページ分の経緯をすべて概要に入れる",
        right="何を、だれに、どうするかを200字ほどで述べ、経緯は別の資料にする",
        what_en="Reports summaries of more than 28 lines of 33 wide characters.",
        why_en="A row of Excel has a greatest height (409 points); what is longer is not printed.",
    ),
    look=_look,
)
