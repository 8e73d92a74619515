"""Headings whose levels the file type gives open nodes at those levels; what heads the whole document opens none."""

from pathlib import Path

from torikumi.plan.model import Plan
from torikumi.read.document import Cell, Document
from torikumi.read.flow import CAPTION, Line, tables_of
from torikumi.read.nesting import Piece
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import recognise_plan
from torikumi.read.run import read_document, read_documents
from unit.read import word_files

HEADER = ("No.", "事業名", "事業概要", "担当課")


def table(*rows: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=text, row=row, column=column)
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line, start=1)
        if text
    )


def projects(*names: str) -> tuple[Cell, ...]:
    return table(
        HEADER, *((str(n), name, f"{name}を行う。", "商工課") for n, name in enumerate(names, start=1))
    )


def heading(level: int, text: str, beside: str | None = None) -> Line:
    return Line(text=text, heading=level, beside=beside)


def read(*parts: Piece) -> Reading:
    document = Document(name="計画.docx", sha256="0", tables=tables_of(parts, file="計画.docx"))
    return recognise_plan([document], given=Given())


def paths(plan: Plan) -> list[tuple[str, ...]]:
    return [
        (*(node.printed for node in plan.path_to(project.node)), project.name) for project in plan.projects
    ]


def test_headings_open_nodes_at_their_levels() -> None:
    plan = read(
        heading(1, "みほん市総合計画"),
        heading(2, "にぎわい"), heading(3, "商業"), projects("朝市", "夜市"),
        heading(3, "農業"), projects("茶"),
        heading(2, "すこやか"), projects("健診"),
    ).plan  # fmt: skip

    assert plan.title == "みほん市総合計画"
    assert paths(plan) == [
        ("にぎわい", "商業", "朝市"), ("にぎわい", "商業", "夜市"), ("にぎわい", "農業", "茶"), ("すこやか", "健診"),
    ]  # fmt: skip


def test_a_title_of_any_words_is_the_title_where_it_stands_alone_on_top() -> None:
    plan = read(
        heading(1, "みんなの港町"), heading(2, "産業"), projects("朝市"), heading(2, "福祉"), projects("健診")
    ).plan

    assert plan.title == "みんなの港町"


def test_the_chapter_that_holds_all_tables_is_no_level() -> None:
    plan = read(
        heading(1, "第1章 計画の趣旨"), Line(text="本計画は、港町市の計画です。"), heading(2, "1 背景"),
        heading(1, "第4章 施策の展開"),
        heading(2, "基本目標1 産業"), projects("朝市"),
        heading(2, "基本目標2 福祉"), projects("健診"),
        heading(1, "第5章 推進体制"),
    ).plan  # fmt: skip

    assert paths(plan) == [("基本目標1 産業", "朝市"), ("基本目標2 福祉", "健診")]
    assert [node.printed for node in plan.nodes] == ["基本目標1 産業", "基本目標2 福祉"]


def test_chapters_that_part_the_tables_are_levels() -> None:
    plan = read(heading(1, "第1章 産業"), projects("朝市"), heading(1, "第2章 福祉"), projects("健診")).plan

    assert paths(plan) == [("第1章 産業", "朝市"), ("第2章 福祉", "健診")]


def test_one_goal_in_a_file_of_its_own_is_kept() -> None:
    plan = read(heading(1, "総合計画 実施計画"), heading(2, "基本目標1 産業"), projects("朝市")).plan

    assert paths(plan) == [("基本目標1 産業", "朝市")]


def test_the_name_of_a_table_opens_no_node() -> None:
    plan = read(
        heading(1, "総合計画"),
        heading(2, "産業"), heading(3, "主な取組"), projects("朝市"),
        heading(2, "福祉"), heading(3, "事業一覧"), projects("健診"), heading(CAPTION, "表3 健診の事業"), projects("体操"),
    ).plan  # fmt: skip

    assert paths(plan) == [("産業", "朝市"), ("福祉", "健診"), ("福祉", "体操")]


def test_a_caption_speaks_of_its_own_table_only() -> None:
    plan = read(
        heading(1, "総合計画"),
        heading(CAPTION, "産業"),
        projects("朝市"),
        heading(2, "福祉"),
        projects("健診"),
    ).plan

    assert paths(plan) == [("産業", "朝市"), ("福祉", "健診")]


def test_a_table_that_goes_on_without_its_header_is_one_table(tmp_path: Path) -> None:
    one = word_files.table(HEADER, ("1", "朝市", "開く。", "商工課"))
    two = word_files.table(("2", "夜市", "開く。", "商工課"))
    other = word_files.table(("課", "電話"), ("企画課", "1"))
    blocks = [
        word_files.heading(1, "総合計画"),
        one,
        word_files.paragraph(""),
        two,
        word_files.paragraph(""),
        other,
    ]
    path = word_files.word_file(tmp_path / "計画.docx", *blocks)

    reading = read_documents([path])

    assert [project.name for project in reading.plan.projects] == ["朝市", "夜市"]
    assert len(read_document(path).tables) == 2


def test_a_caption_under_a_heading_opens_no_node() -> None:
    plan = read(
        heading(1, "総合計画"), heading(2, "産業"), heading(CAPTION, "商いの取組み"), projects("朝市"),
        Line(text="※ 朝市は春のみ"), heading(2, "福祉"), projects("健診"), heading(2, "その他"),
    ).plan  # fmt: skip

    assert paths(plan) == [("産業", "朝市"), ("福祉", "健診")]


def test_a_note_below_a_table_is_a_note_of_the_plan() -> None:
    plan = read(
        heading(1, "総合計画"), heading(2, "産業"), projects("朝市"), Line(text="※ 朝市は春のみ"), Line(text="先頭へ"),
        heading(2, "福祉"), projects("健診"), Line(text="（注）見込み"), heading(2, "窓口"),
        table(("課", "電話"), ("企画課", "1")),
    ).plan  # fmt: skip

    assert [note.text for note in plan.notes] == ["※ 朝市は春のみ", "（注）見込み"]


def test_headings_in_rows_of_the_table_stand_below_those_above_it() -> None:
    one = table(
        HEADER,
        ("1 商業", "", "", ""),
        ("1", "朝市", "開く。", "商工課"),
        ("2 農業", "", "", ""),
        ("2", "茶", "摘む。", "商工課"),
    )
    two = table(HEADER, ("1 医療", "", "", ""), ("3", "健診", "診る。", "健康課"))

    plan = read(heading(1, "総合計画"), heading(2, "産業"), one, heading(2, "福祉"), two).plan

    assert paths(plan) == [("産業", "1 商業", "朝市"), ("産業", "2 農業", "茶"), ("福祉", "1 医療", "健診")]


def test_level_columns_stand_below_the_headings() -> None:
    one = table(
        ("施策", *HEADER), ("商業", "1", "朝市", "開く。", "商工課"), ("", "2", "夜市", "開く。", "商工課")
    )
    two = table(("施策", *HEADER), ("医療", "3", "健診", "診る。", "健康課"))

    plan = read(heading(1, "総合計画"), heading(2, "産業"), one, heading(2, "福祉"), two).plan

    assert paths(plan) == [("産業", "商業", "朝市"), ("産業", "商業", "夜市"), ("福祉", "医療", "健診")]


def test_a_count_beside_a_heading_is_a_printed_total_of_its_node() -> None:
    plan = read(
        heading(1, "計画"), heading(2, "産業", "3件"), heading(3, "商業"), projects("朝市", "夜市"),
        heading(3, "農業（1事業）"), projects("茶"), heading(2, "福祉", "全1件"), projects("健診"),
    ).plan  # fmt: skip

    nodes = {node.id: node.printed for node in plan.nodes}
    assert [(nodes[total.node or ""], total.count) for total in plan.totals] == [
        ("産業", 3), ("農業（1事業）", 1), ("福祉", 1),
    ]  # fmt: skip


def test_indicators_between_headings_belong_to_the_heading_above_them() -> None:
    figures = table(
        ("数値目標", "基準値（R5）", "目標値（R10）"), ("観光客数", "10万人", "20万人"), ("店の数", "3", "5")
    )

    plan = read(
        heading(1, "総合計画"), heading(2, "基本目標1 産業"), figures, projects("朝市"),
        heading(2, "基本目標2 福祉"), projects("健診"),
    ).plan  # fmt: skip

    assert {node.printed: [one.name for one in node.indicators] for node in plan.nodes} == {
        "基本目標1 産業": ["観光客数", "店の数"],
        "基本目標2 福祉": [],
    }


def test_what_follows_the_last_table_opens_no_node() -> None:
    reading = read(
        heading(1, "総合計画"), heading(2, "産業"), projects("朝市"), heading(2, "福祉"), projects("健診"),
        Line(text="※ 数は見込み"), Line(text="合計 2事業"), heading(2, "お問い合わせ"), Line(text="企画課"),
        Line(text="先頭へ戻る"),
    )  # fmt: skip

    assert [node.printed for node in reading.plan.nodes] == ["産業", "福祉"]
    assert [note.text for note in reading.plan.notes] == ["※ 数は見込み"]
    assert [(total.count, total.node) for total in reading.plan.totals] == [(2, None)]


def test_prose_above_the_tables_is_neither_heading_nor_note() -> None:
    prose = [Line(text=f"第{n}回の会議で計画について話し合いました。") for n in range(30)]

    plan = read(
        heading(1, "総合計画"), *prose, heading(2, "産業"), Line(text="商いのまちへ"), Line(text="店を増やします。"),
        projects("朝市"),
        heading(2, "福祉"), projects("健診"),
    ).plan  # fmt: skip

    assert [node.printed for node in plan.nodes] == ["産業", "福祉"]
    assert "店を増やします。" in [note.text for note in plan.notes]
    assert len(plan.notes) < 10


def test_each_place_is_that_of_the_table_where_the_heading_stands() -> None:
    plan = read(
        heading(1, "総合計画"), heading(2, "産業"), projects("朝市"), projects("夜市"), heading(2, "福祉"), projects("健診")
    ).plan  # fmt: skip

    assert paths(plan)[1] == ("産業", "夜市")
    assert [node.places[0].place.table for node in plan.nodes] == [0, 2]


PAGE = """<!DOCTYPE html><title>計画の一覧 | みほん市</title><h1>みほん市の計画 3件</h1><p>3件あります。</p>
<h2>一覧</h2><p>分野ごとです。</p>
<h3>健康・福祉<b>2件</b></h3><table><tr><th>計画名<th>所管<th>期間
<tr><td>地域福祉計画<td>福祉課 地域班／健康課 予防班（保健部門）<td>2024
<tr><td>健康計画<td>未確認<td>2025</table>
<h3>産業<b>2件</b></h3><table><tr><th>計画名<th>所管<th>期間<tr><td>商業計画<td>商工課<td>2024</table>
<h3>お問い合わせ</h3><p>企画課へ。</p>"""


def test_tables_under_headings_become_one_plan(tmp_path: Path) -> None:
    path = tmp_path / "一覧.html"
    path.write_text(PAGE, encoding="utf-8")

    plan = read_documents([path]).plan

    assert plan.title == "みほん市の計画 3件"
    assert [
        (plan.path_to(p.node)[0].printed, p.name, [s.name for s in p.sections]) for p in plan.projects
    ] == [
        ("健康・福祉", "地域福祉計画", ["福祉課 地域班", "健康課 予防班（保健部門）"]),
        ("健康・福祉", "健康計画", []),
        ("産業", "商業計画", ["商工課"]),
    ]
    assert [node.printed for node in plan.nodes] == ["健康・福祉", "産業"]
    assert [(total.label, total.count) for total in plan.totals] == [("健康・福祉 2件", 2), ("産業 2件", 2)]
    assert [note.text for note in plan.notes] == ["分野ごとです。"]


def test_bold_lines_are_headings_where_nothing_is_marked_as_one(tmp_path: Path) -> None:
    def bold(text: str) -> str:
        return word_files.paragraph(word_files.run(text, "<w:b/>"))

    rows = [HEADER, ("1", "朝市", "開く。", "商工課")]
    prose = [word_files.paragraph(f"第{n}回の会議で話し合いました。") for n in range(12)]
    blocks = [
        bold("港町市総合計画"), bold("第1章 計画の趣旨"), bold("1 計画期間"), word_files.paragraph("令和7年度から令和11年度まで"),
        *prose, bold("第2章 施策"), bold("基本目標1 産業"), bold("（1）商業"), bold("【主な事業】"), word_files.table(*rows),
        bold("（2）農業"), word_files.table(*rows), bold("基本目標2 福祉"), bold("（1）医療"), word_files.table(*rows),
        bold("第3章 推進体制"),
    ]  # fmt: skip
    path = word_files.word_file(tmp_path / "計画.docx", *blocks)

    reading = read_documents([path])

    assert reading.plan.title == "港町市総合計画"
    assert reading.plan.period is not None
    assert (reading.plan.period.first, reading.plan.period.last) == (2025, 2029)
    assert [path[:-1] for path in paths(reading.plan)] == [
        ("基本目標1 産業", "（1）商業"), ("基本目標1 産業", "（2）農業"), ("基本目標2 福祉", "（1）医療"),
    ]  # fmt: skip
    assert "read-level-guessed" in [finding.code for finding in reading.findings]


def test_bold_lines_under_the_one_heading_of_a_page_are_headings(tmp_path: Path) -> None:
    cells = "".join(f"<td>{text}" for text in ("1", "朝市", "開く。", "商工課"))
    table_ = f"<table><tr>{''.join(f'<th>{text}' for text in HEADER)}<tr>{cells}</table>"
    path = tmp_path / "a.html"
    path.write_text(
        "<h1>港町市総合計画</h1><p>計画の事業です。<p>次のとおりです。<p>毎年見直します。"
        f"<p><strong>目標1 産業</strong></p>{table_}<p><b>目標2 福祉</b></p>{table_}<p>以上",
        encoding="utf-8",
    )

    plan = read_documents([path]).plan

    assert [path[0] for path in paths(plan)] == ["目標1 産業", "目標2 福祉"]


def test_bold_lines_are_text_where_headings_are_marked(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "朝市", "開く。", "商工課")]
    bold = word_files.paragraph(word_files.run("商いを元気に", "<w:b/>"))
    blocks = [
        word_files.heading(1, "港町市総合計画"), word_files.heading(2, "産業"), bold, word_files.table(*rows),
        word_files.heading(2, "福祉"), bold, word_files.table(*rows),
    ]  # fmt: skip

    plan = read_documents([word_files.word_file(tmp_path / "計画.docx", *blocks)]).plan

    assert [path[:-1] for path in paths(plan)] == [("産業",), ("福祉",)]


def test_bold_lines_between_breaks_are_headings_of_an_old_page(tmp_path: Path) -> None:
    cells = "".join(f"<td>{text}" for text in ("1", "朝市", "開く。", "商工課"))
    table_ = f"<table><tr>{''.join(f'<td>{text}' for text in HEADER)}<tr>{cells}</table>"
    page = (
        "<title>計画</title><table><tr><td>案内<td><b>港町市総合計画（令和6～8年度）</b><br><br>■<a>戻る</a><br>"
        f"<b>■基本目標1　暮らす</b><br><b>●施策(1)　健康</b><br>{table_}<b>●施策(2)　福祉</b><br>{table_}"
        f"<b>■基本目標2　学ぶ</b><br><b>●施策(1)　学校</b><br>{table_}<hr>市役所</table>"
    )
    path = tmp_path / "a.html"
    path.write_bytes(page.encode("cp932"))

    plan = read_documents([path]).plan

    assert plan.title == "港町市総合計画（令和6～8年度）"
    assert [path[:-1] for path in paths(plan)] == [
        ("■基本目標1　暮らす", "●施策(1)　健康"),
        ("■基本目標1　暮らす", "●施策(2)　福祉"),
        ("■基本目標2　学ぶ", "●施策(1)　学校"),
    ]


def test_a_heading_in_a_box_of_two_cells_is_a_heading(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "朝市", "開く。", "商工課")]
    blocks = [word_files.heading(1, "港町市総合計画")]
    for number, name in (("1", "産業"), ("2", "福祉")):
        blocks += [
            word_files.table((f"基本目標{number}", name)),
            word_files.paragraph(""),
            word_files.table(*rows),
        ]
    path = word_files.word_file(tmp_path / "計画.docx", *blocks)

    assert [path[:-1] for path in paths(read_documents([path]).plan)] == [
        ("基本目標1 産業",),
        ("基本目標2 福祉",),
    ]


def test_numbered_lines_right_above_tables_are_headings_where_nothing_stands_out(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "朝市", "開く。", "商工課")]
    lines = {
        "基本目標1 産業": None, "（1）商業": rows, "（2）農業": rows, "基本目標2 福祉": None, "（1）医療": rows,
    }  # fmt: skip
    blocks = [word_files.paragraph("港町市総合計画"), word_files.paragraph("基本目標1 産業……3")]
    for line, below in lines.items():
        blocks += [word_files.paragraph(line), word_files.paragraph("力を入れます。")]
        blocks += [] if below is None else [word_files.table(*below)]
    path = word_files.word_file(tmp_path / "計画.docx", *blocks)

    plan = read_documents([path]).plan

    assert [path[:-1] for path in paths(plan)] == [
        ("基本目標1 産業", "（1）商業"), ("基本目標1 産業", "（2）農業"), ("基本目標2 福祉", "（1）医療"),
    ]  # fmt: skip
