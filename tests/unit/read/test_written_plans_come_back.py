"""Whatever plan is written as a table, in whatever layout, is the plan that is read."""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torikumi.plan.model import Plan
from torikumi.read.run import read_documents

SCALES = (
    ("A：充実", "B：継続", "C：縮小", "D：廃止"),
    ("拡大", "現状維持", "改善", "統合", "休止・廃止"),
    ("a 拡充", "b 継続", "c 改善", "g 完了"),
)
HEADERS = (
    {
        "number": "No.",
        "name": "事業名",
        "summary": "事業概要",
        "direction": "今後の方針",
        "sections": "担当課",
    },
    {
        "number": "整理番号",
        "name": "事務事業名",
        "summary": "内容",
        "direction": "方向性",
        "sections": "所管部署",
    },
    {
        "number": "番号",
        "name": "取組名",
        "summary": "取組の概要",
        "direction": "担当課の今後の方針",
        "sections": "主管課",
    },
)
LEVELS = ("基本目標", "基本施策", "施策の方向")
LAYOUTS = ("csv repeated", "csv filled down", "xlsx merged", "xlsx bands", "csv bands")

words = st.text(alphabet="海山川空花鳥風月市町村人道橋森里ひかりみらいモデルサポート", min_size=2, max_size=8)
sections = st.sampled_from(
    ["企画課", "財政課", "商工観光課", "市民センター", "危機管理室", "こども未来部", "図書館"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A project as it was written; `path` are the headings above it."""

    path: tuple[str, ...]
    number: str
    name: str
    summary: str
    direction: str
    sections: tuple[str, ...]


@st.composite
def written_plans(draw: st.DrawFn) -> list[Written]:
    depth = draw(st.integers(1, 3))
    scale = draw(st.sampled_from(SCALES))
    projects: list[Written] = []

    def grow(path: tuple[str, ...], number: str) -> None:
        if len(path) == depth:
            for _ in range(draw(st.integers(1, 3))):
                projects.append(
                    Written(
                        path=path,
                        number=str(len(projects) + 1),
                        name=f"{draw(words)}事業その{len(projects) + 1}",
                        summary=f"{draw(words)}を{draw(words)}とともに進める。",
                        direction=draw(st.sampled_from(scale)),
                        sections=tuple(draw(st.lists(sections, min_size=1, max_size=3, unique=True))),
                    )
                )
            return
        for index in range(1, draw(st.integers(1, 3)) + 1):
            own = f"{number}-{index}" if number else str(index)
            grow((*path, f"{own} {draw(words)}のまち"), own)

    grow((), "")
    return projects


def as_grid(projects: Sequence[Written], header: dict[str, str], separator: str) -> list[list[str]]:
    depth = len(projects[0].path)
    rows = [[*LEVELS[:depth], *header.values()]]
    for project in projects:
        printed = separator.join(project.sections)
        rows.append(
            [*project.path, project.number, project.name, project.summary, project.direction, printed]
        )
    return rows


def as_bands(projects: Sequence[Written], header: dict[str, str], separator: str) -> list[list[str]]:
    rows = [[*header.values()]]
    open_path: tuple[str, ...] = ()
    for project in projects:
        for level, heading in enumerate(project.path):
            if open_path[: level + 1] != project.path[: level + 1]:
                rows.append([heading])
        open_path = project.path
        printed = separator.join(project.sections)
        rows.append([project.number, project.name, project.summary, project.direction, printed])
    return rows


def filled_down(rows: list[list[str]], depth: int) -> list[list[str]]:
    result = [rows[0]]
    for above, row in itertools.pairwise(rows):
        same = 0
        while same < depth and row[same] == above[same]:
            same += 1
        result.append([*[""] * same, *row[same:]])
    return result


def to_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def to_xlsx(rows: list[list[str]], merged: int) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("一覧")
        width = max(map(len, rows))
        for r, row in enumerate(rows):
            if len(row) == 1 and r > 0:
                sheet.merge_range(r, 0, r, width - 1, row[0])
                continue
            for c, value in enumerate(row):
                write(sheet, rows, r, c, value, merged=merged)
    return content.getvalue()


def write(
    sheet: xlsxwriter.worksheet.Worksheet, rows: list[list[str]], r: int, c: int, value: str, *, merged: int
) -> None:
    if c >= merged or r == 0:
        sheet.write(r, c, int(value) if value.isdigit() else value)
        return
    if r > 1 and rows[r - 1][: c + 1] == rows[r][: c + 1]:
        return
    end = r
    while end + 1 < len(rows) and rows[end + 1][: c + 1] == rows[r][: c + 1]:
        end += 1
    if end > r:
        sheet.merge_range(r, c, end, c, value)
    else:
        sheet.write(r, c, value)


def laid_out(
    projects: Sequence[Written], layout: str, header: dict[str, str], separator: str
) -> tuple[str, bytes]:
    depth = len(projects[0].path)
    if "bands" in layout:
        rows = as_bands(projects, header, separator)
        return ("plan.csv", to_csv(rows)) if "csv" in layout else ("plan.xlsx", to_xlsx(rows, merged=0))
    rows = as_grid(projects, header, separator)
    if layout == "csv repeated":
        return "plan.csv", to_csv(rows)
    if layout == "csv filled down":
        return "plan.csv", to_csv(filled_down(rows, depth))
    return "plan.xlsx", to_xlsx(rows, merged=depth)


def as_read(plan: Plan) -> list[Written]:
    return [
        Written(
            path=tuple(node.printed for node in plan.path_to(project.node)),
            number=project.number or "",
            name=project.name,
            summary=project.summary or "",
            direction=project.direction.printed if project.direction else "",
            sections=tuple(section.name for section in project.sections),
        )
        for project in plan.projects
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    projects=written_plans(),
    layout=st.sampled_from(LAYOUTS),
    header=st.sampled_from(HEADERS),
    separator=st.sampled_from(["、", "\n", " ", "／"]),
)
def test_what_was_written_is_what_is_read(
    projects: list[Written], layout: str, header: dict[str, str], separator: str
):
    name, octets = laid_out(projects, layout, header, separator)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(octets)

        plan = read_documents([path]).plan

    # A 部 with a 課 behind it, parted by white space, is one section: 「こども未来部 企画課」.
    if separator in (" ", "\n") and any("こども未来部" in project.sections[:-1] for project in projects):
        assert [p.name for p in as_read(plan)] == [p.name for p in projects]
        return
    assert as_read(plan) == list(projects)


@settings(max_examples=60, deadline=None)
@given(projects=written_plans(), header=st.sampled_from(HEADERS))
def test_every_layout_gives_the_same_ids(projects: list[Written], header: dict[str, str]):
    found = set()
    with TemporaryDirectory() as folder:
        for layout in LAYOUTS:
            name, octets = laid_out(projects, layout, header, "、")
            path = Path(folder) / name
            path.write_bytes(octets)
            found.add(tuple(project.id for project in read_documents([path]).plan.projects))

    assert len(found) == 1
    (ids,) = found
    assert len(set(ids)) == len(projects)
