"""Word files: what stands on paper is what is read, each cell once and in its place."""

import zipfile
from io import BytesIO

import pytest

from torikumi.plan.finding import Finding
from torikumi.read.document import Table
from torikumi.read.sources import docx
from torikumi.read.word.numerals import write_number
from unit.read.word_files import HEADINGS, W, cell, heading, paragraph, row, run, table, word_octets

MERGED = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def tables(*blocks: str, **parts: str) -> tuple[Table, ...]:
    return docx.read_tables(word_octets(*blocks, **parts), name="計画.docx")[0]


def findings(*blocks: str) -> tuple[Finding, ...]:
    return docx.read_tables(word_octets(*blocks), name="計画.docx")[1]


def cells(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(one.row, one.column, one.rows, one.columns, one.text) for one in found.cells]


def lines(*blocks: str, **parts: str) -> list[tuple[int | None, str]]:
    return [(one.heading, one.text) for found in tables(*blocks, **parts) for one in found.cells]


def test_merged_cells_are_one_cell_with_spans() -> None:
    (found,) = tables(
        table(
            row(cell("施策", MERGED), cell("事業", '<w:gridSpan w:val="2"/>')),
            row(cell("", GOES_ON), "朝市", "夜市"),
            row(cell("", '<w:vMerge w:val="continue"/>'), cell("年2回", '<w:gridSpan w:val="2"/>')),
        )
    )

    assert cells(found) == [
        (1, 1, 3, 1, "施策"),
        (1, 2, 1, 2, "事業"),
        (2, 2, 1, 1, "朝市"),
        (2, 3, 1, 1, "夜市"),
        (3, 2, 1, 2, "年2回"),
    ]


def test_a_row_may_begin_further_right() -> None:
    (found,) = tables(table(("a", "b"), row("c", properties='<w:gridBefore w:val="1"/>')))

    assert cells(found)[-1] == (2, 2, 1, 1, "c")


def test_a_merge_in_the_old_way_is_a_merge() -> None:
    (found,) = tables(
        table(row(cell("a", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "b"), ("c", "d", "e"))
    )

    assert cells(found)[:2] == [(1, 1, 1, 2, "a"), (1, 3, 1, 1, "b")]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    inner = table(("年", "回"), ("R6", "3"))
    (found,) = tables(
        table(("No", "内容"), ("1", f"{paragraph('開催')}{inner}{paragraph('以上')}"), ("2", "無"))
    )

    assert cells(found)[3] == (2, 2, 1, 1, "開催\n年 回\nR6 3\n以上")


def test_a_table_that_only_frames_another_is_no_table() -> None:
    inner = table(("No", "事業名"), ("1", "朝市"), ("2", "夜市"))
    (found,) = tables(table(row(cell(f"{heading(2, '目標1 産業')}{inner}{paragraph('')}"))))

    assert [text for *_, text in cells(found)] == ["目標1 産業", "No", "事業名", "1", "朝市", "2", "夜市"]
    assert found.cells[0].heading == 2


def test_a_box_around_a_heading_is_a_line() -> None:
    (found,) = tables(table(row(heading(1, "基本目標1 産業"))), paragraph(""), table(("a", "b"), ("c", "d")))

    assert (found.cells[0].text, found.cells[0].heading) == ("基本目標1 産業", 1)


def test_ruby_is_left_out_and_its_base_stays() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('さんぷ')}</w:rt><w:rubyBase>{run('山麓')}</w:rubyBase></w:ruby></w:r>"

    assert lines(paragraph(ruby + run("の道整備"))) == [(None, "山麓の道整備")]


def test_ruby_as_old_versions_wrote_it_keeps_its_base() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r"<w:r><w:instrText>EQ \* jc2 \* hps10 \o\ad(\s\up 9(</w:instrText></w:r>"
        "<w:r><w:instrText>みなと</w:instrText></w:r><w:r><w:instrText>),港)</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert lines(paragraph(run("北") + field + run("まつり"))) == [(None, "北港まつり")]


def test_breaks_tabs_and_signs_are_characters() -> None:
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:cr/><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>"
    mark = '<w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:sym w:font="Meiryo" w:char="2460"/></w:r>'

    assert lines(paragraph(signs + mark)) == [(None, "a\tb\n1-2●①")]


def test_an_unknown_sign_is_reported() -> None:
    (finding,) = findings(paragraph('<w:r><w:sym w:font="Webdings" w:char="F0FF"/></w:r>'), paragraph("a"))

    assert finding.code == "read-unknown-sign"
    assert "Webdings FF" in finding.ja


def test_what_was_put_in_under_tracked_changes_is_read_and_what_was_struck_out_is_not() -> None:
    blocks = (
        paragraph(
            f"<w:ins>{run('夜')}</w:ins><w:del><w:r><w:delText>朝</w:delText></w:r></w:del>{run('市')}"
        ),
        table(("a", "b"), row("消した", "行", properties="<w:del/>"), ("c", "d")),
    )

    (found,) = tables(*blocks)
    (finding,) = findings(*blocks)

    assert [text for *_, text in cells(found)] == ["夜市", "a", "b", "c", "d"]
    assert finding.code == "read-tracked-changes"
    assert "「朝」、ほか1か所" in finding.ja


def test_hidden_words_are_left_out_and_named() -> None:
    block = paragraph(run("公開") + run("内部メモ", "<w:vanish/>") + run("資料", '<w:vanish w:val="0"/>'))

    assert lines(block) == [(None, "公開資料")]
    assert [finding.code for finding in findings(block)] == ["read-hidden-text"]


def test_a_text_box_is_read_once_though_it_stands_there_twice() -> None:
    box = f"<w:txbxContent>{paragraph('枠の中')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert lines(paragraph(drawn + run("枠の外"))) == [(None, "枠の外"), (None, "枠の中")]


def test_controls_of_a_form_are_looked_into() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('本文')}</w:sdtContent></w:sdt>"
    in_row = f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell('a')}</w:sdtContent></w:sdt>{cell('b')}</w:tr>{row('c', 'd')}</w:tbl>"

    assert [text for _, text in lines(control, in_row)] == ["本文", "a", "b", "c", "d"]


def test_the_table_of_contents_is_left_out() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('第1章 産業 3')}</w:sdtContent></w:sdt>"
    )
    styles = HEADINGS + '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    line = paragraph("第2章 福祉 9", '<w:pStyle w:val="T1"/>')

    assert lines(contents, line, heading(1, "第1章 産業"), styles=styles) == [(1, "第1章 産業")]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    styles = (
        HEADINGS
        + '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="施策名"/><w:basedOn w:val="3"/></w:style>'
        + '<w:style w:type="paragraph" w:styleId="ja"><w:name w:val="見出し 2"/></w:style>'
        + '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>'
    )
    blocks = [paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in ("own", "ja", "loop", "none")]
    outlined = paragraph("直接", '<w:outlineLvl w:val="0"/>')
    plain = paragraph("本文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')

    found = lines(*blocks, outlined, plain, styles=styles)

    assert found == [(3, "own"), (2, "ja"), (None, "loop"), (None, "none"), (1, "直接"), (None, "本文")]


def test_a_title_stands_above_the_first_headings() -> None:
    styles = HEADINGS + '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'

    found = lines(paragraph("みほん市総合計画", '<w:pStyle w:val="T"/>'), heading(1, "産業"), styles=styles)

    assert found == [(1, "みほん市総合計画"), (2, "産業")]


def level(index: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


CHAPTERS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "japaneseCounting", "第%1章", '<w:suff w:val="space"/>')
    + level(1, "decimal", "%1-%2", "<w:isLgl/>")
    + level(2, "decimalEnclosedCircle", "%3", '<w:suff w:val="nothing"/>')
    + level(3, "bullet", "&#xF06C;")
    + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def listed(text: str, level: int, list_id: int = 5) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_printed_numbers() -> None:
    blocks = [
        listed("産業", 0), listed("商業", 1), listed("朝市", 2), listed("夜市", 2), listed("農業", 1),
        listed("茶", 2), listed("福祉", 0), listed("医療", 1), listed("項", 3), listed("別", 0, 6),
        paragraph("無番", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'),
    ]  # fmt: skip

    assert [text for _, text in lines(*blocks, numbering=CHAPTERS)] == [
        "第一章 産業", "1-1 商業", "①朝市", "②夜市", "1-2 農業", "①茶", "第二章 福祉", "2-1 医療", "● 項",
        "第七章 別", "無番",
    ]  # fmt: skip


def test_a_style_may_number_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )

    found = lines(
        *[paragraph(text, '<w:pStyle w:val="h"/>') for text in ("産業", "福祉")],
        styles=styles,
        numbering=CHAPTERS,
    )

    assert found == [(1, "第一章 産業"), (1, "第二章 福祉")]


def test_a_count_in_a_run_of_its_own_stands_beside_its_heading() -> None:
    style = '<w:pStyle w:val="2"/>'
    (found,) = tables(
        heading(1, "計画"), paragraph(run("健康") + run("17", "<w:b/>") + run("件", "<w:b/>"), style),
        paragraph(run("3件"), style), paragraph("全3件"),
    )  # fmt: skip

    assert [(one.row, one.column, one.text, one.heading) for one in found.cells] == [
        (1, 1, "計画", 1), (2, 1, "健康", 2), (2, 2, "17件", None), (3, 1, "3件", 2), (4, 1, "全3件", None),
    ]  # fmt: skip


def test_a_column_that_word_numbers_has_its_numbers() -> None:
    (found,) = tables(
        table(("No", "事業名"), (listed("", 1), "朝市"), (listed("", 1), "夜市")), numbering=CHAPTERS
    )

    assert [text for *_, text in cells(found)] == ["No", "事業名", "1-1", "朝市", "1-2", "夜市"]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (10, "japaneseCounting", "十"),
        (21, "japaneseCounting", "二十一"),
        (103, "japaneseCounting", "百三"),
        (12, "ideographDigital", "一二"),
        (11, "japaneseLegal", "壱拾壱"),
        (3, "aiueoFullWidth", "ウ"),
        (2, "irohaFullWidth", "ロ"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "decimalFullWidth", "４"),
        (7, "decimalZero", "07"),
        (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (2, "ideographTraditional", "乙"),
        (5, "somethingNew", "5"),
    ],
)
def test_numbers_are_written_as_word_prints_them(count: int, form: str, printed: str) -> None:
    assert write_number(count, form) == printed


def test_the_other_dialect_of_the_format_is_the_same() -> None:
    octets = word_octets(heading(1, "産業"), table(("a", "b"), (cell("c", '<w:gridSpan w:val="2"/>'),)))
    strict = _with_namespace(octets, "http://purl.oclc.org/ooxml/wordprocessingml/main")

    assert docx.read_tables(strict, name="a.docx") == docx.read_tables(octets, name="a.docx")


def _with_namespace(octets: bytes, namespace: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(octets)) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member).replace(W.encode(), namespace.encode()))
    return packed.getvalue()
