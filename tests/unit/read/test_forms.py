"""Forms of one project each: over several tables of a page, in any order of their labels, beside and above the values."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from torikumi.plan.project import Project
from torikumi.read.document import Cell, Document, Table
from torikumi.read.flow import Body, Line, tables_of
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import recognise_plan

ANSWERS = {
    "事業番号": ("1", "12", "3-4"),
    "担当課": ("商工課", "福祉課", "こども家庭センター"),
    "事業概要": ("朝に市を開く。", "高齢者の家を訪ねて声をかける。", "校庭に芝を植える"),
    "今後の方向性": ("拡充", "継続", "B：継続", "休止・廃止", "縮小"),
    "基本目標": ("1 働くまち", "基本目標２ 育つまち", "やすらぐまち"),
    "施策": ("1-1 商業を育てる", "子育てを支える", "道を直す"),
    "備考": ("駅前で行う。", "県と進める"),
    "根拠法令": ("みほん市条例", "なし"),
    "事業の対象者": ("市民", "65歳以上の人"),
}
NAMES = (
    "朝市事業",
    "見守り訪問",
    "通学路の灯り整備",
    "（仮称）子どもの家",
    "101 梨の学校",
    "防災計画の見直し",
)


def cells_of(rows: list[list[str]], *, page: int | None = None) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=text, row=r, column=c, page=page)
        for r, row in enumerate(rows, start=1)
        for c, text in enumerate(row, start=1)
        if text
    )


def read(*tables: Table) -> Reading:
    return recognise_plan([Document(name="a", sha256="0" * 64, tables=tables)], given=Given(year=2024))


def sheet(index: int, rows: list[list[str]]) -> Table:
    return Table(index=index, file="a.xlsx", sheet=f"個票{index + 1}", cells=cells_of(rows))


def page_of(number: int, name: str, direction: str) -> list[Line | Body]:
    return [
        Line(text="令和6年度 事務事業評価シート", page=number),
        Body(
            cells=cells_of(
                [["事務事業名", name, "担当課", "商工課"], ["基本目標", "1 働くまち"]], page=number
            )
        ),
        Line(text="２ 指標", page=number),
        Body(
            cells=cells_of(
                [["指標名", "単位", "R5目標", "R5実績"], ["来た人", "人", "10", "12"]], page=number
            )
        ),
        Line(text="３ 評価", page=number),
        Body(cells=cells_of([["今後の方向性", direction, "理由", "人が来る。"]], page=number)),
    ]


def test_a_form_of_several_tables_on_a_page_is_one_project() -> None:
    parts = [
        *page_of(1, "朝市事業", "拡充"),
        *page_of(2, "夜市事業", "継続"),
        *page_of(3, "灯り事業", "縮小"),
    ]

    reading = read(*tables_of(parts, file="a.pdf"))

    projects = reading.plan.projects
    assert [(p.name, direction_of(p), p.sections[0].name) for p in projects] == [
        ("朝市事業", "拡充", "商工課"),
        ("夜市事業", "継続", "商工課"),
        ("灯り事業", "縮小", "商工課"),
    ]
    assert [p.indicators[0].name for p in projects] == ["来た人"] * 3
    assert [node.printed for node in reading.plan.nodes] == ["1 働くまち"]
    direction = next(place for place in projects[1].places if place.field == "direction")
    assert (direction.place.page, direction.place.table) == (2, 5)


def test_a_list_and_forms_of_other_projects_are_all_read() -> None:
    listed = Table(
        index=0,
        file="a.xlsx",
        sheet="一覧",
        cells=cells_of([["No.", "事業名", "担当課", "方向性"], ["1", "朝市事業", "商工課", "拡充"]]),
    )
    form = sheet(1, [["事業名", "夜市事業", "担当課", "商工課"], ["事業概要", "開く。"], ["方向性", "継続"]])

    reading = read(listed, form)

    assert [p.name for p in reading.plan.projects] == ["朝市事業", "夜市事業"]


def test_a_form_adds_to_a_project_of_the_list_with_the_place_of_the_form() -> None:
    listed = Table(
        index=0,
        file="a.xlsx",
        sheet="一覧",
        cells=cells_of([["No.", "事業名", "担当課", "方向性"], ["1", "朝市事業", "商工課", "拡充"]]),
    )
    form = sheet(1, [["事業名", "朝市事業", "担当課", "農政課"], ["事業概要", "開く。"], ["方向性", "継続"]])

    (project,) = read(listed, form).plan.projects

    assert (project.summary, direction_of(project), project.sections[0].name) == ("開く。", "拡充", "商工課")
    assert {place.field: place.place.sheet for place in project.places}["summary"] == "個票2"


def test_projects_that_differ_by_width_alone_have_ids_of_their_own() -> None:
    rows = [
        ["No.", "事業名", "担当課", "方向性"],
        ["7", "朝市7", "商工課", "拡充"],
        ["７", "朝市７", "商工課", "継続"],
    ]

    plan = read(sheet(0, rows)).plan

    assert len(plan.project_by_id) == 2


@st.composite
def drawn_forms(draw: st.DrawFn) -> tuple[list[list[list[str]]], list[dict[str, str]]]:
    """Forms of one make, drawn with their labels in any order, beside or above the values."""
    labels = draw(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=4, max_size=7, unique=True))
    labels = draw(st.permutations(["事業名", *{*labels, "担当課", "今後の方向性", "事業概要"}]))
    runs, rest = [], list(labels)
    while rest:
        width = draw(st.integers(1, 3))
        runs.append((rest[:width], draw(st.booleans())))
        rest = rest[width:]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    forms, answers = [], []
    for name in names:
        answer = {label: draw(st.sampled_from(ANSWERS[label])) for label in labels if label != "事業名"}
        answer["事業名"] = name
        rows = [["令和6年度 事業評価シート"]]
        for run, beside in runs:
            if beside:
                rows.append([text for label in run for text in (label, answer[label])])
            else:
                rows += [[*run], [answer[label] for label in run]]
        forms.append(rows)
        answers.append(answer)
    return forms, answers


# The row that names the project asks nothing else that only a plan asks.
NAMED_ABOVE = {
    "事業名": "朝市事業",
    "根拠法令": "みほん市条例",
    "備考": "県と進める",
    "事業番号": "12",
    "担当課": "商工課",
    "今後の方向性": "拡充",
    "事業概要": "朝に市を開く。",
}


def named_above(third: str) -> tuple[list[list[list[str]]], list[dict[str, str]]]:
    answer = {
        label: text for label, text in NAMED_ABOVE.items() if label not in {"備考", "事業番号"} - {third}
    }
    rows = [["令和6年度 事業評価シート"]]
    for run in (["事業名", "根拠法令", third], ["担当課", "今後の方向性", "事業概要"]):
        rows += [run, [answer[label] for label in run]]
    return [rows], [answer]


# No word of the last rows heads a column for sure; they end what stands below the name all the same.
MORE = {
    "担当課": "商工課",
    "今後の方向性": "拡充",
    "事業名": "朝市事業",
    "事業番号": "1",
    "事業概要": "朝に市を開く。",
    "施策": "1-1 商業を育てる",
    "事業の対象者": "市民",
}


def asked_below(*rows: list[str]) -> tuple[list[list[list[str]]], list[dict[str, str]]]:
    labels = ("担当課", "今後の方向性"), ("事業名", "事業番号", "事業概要")
    above = [row for run in labels for row in ([*run], [MORE[label] for label in run])]
    return [[["令和6年度 事業評価シート"], *above, *rows]], [MORE]


@example(asked_below(["事業の対象者", "市民"]), False)
@example(asked_below(["事業の対象者", "市民", "施策", "1-1 商業を育てる"], ["備考", "駅前で行う。"]), False)
@example(asked_below(["施策", "事業の対象者"], ["1-1 商業を育てる", "市民"]), False)
@example(named_above("備考"), True)
@example(named_above("事業番号"), False)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_forms(), st.booleans())
def test_a_form_is_read_whatever_the_order_of_its_labels(
    drawn: tuple[list[list[list[str]]], list[dict[str, str]]], on_one_sheet: bool
) -> None:
    forms, answers = drawn
    if on_one_sheet:
        tables = [sheet(0, [row for form in forms for row in form])]
    else:
        tables = [sheet(index, form) for index, form in enumerate(forms)]

    projects = read(*tables).plan.projects

    assert [project.name for project in projects] == [answer["事業名"] for answer in answers]
    for project, answer in zip(projects, answers, strict=True):
        assert project.summary == answer["事業概要"]
        assert direction_of(project) == answer["今後の方向性"]
        assert [section.printed for section in project.sections] == [answer["担当課"]]
        assert project.number == answer.get("事業番号")


def direction_of(project: Project) -> str | None:
    return None if project.direction is None else project.direction.printed
