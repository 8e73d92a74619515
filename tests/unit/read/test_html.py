"""Web pages: what a browser shows is what is read, each cell once and in its place."""

import codecs

import pytest

from torikumi.plan.finding import Finding, Severity
from torikumi.read.archive import OversizedArchiveError
from torikumi.read.document import Table
from torikumi.read.encoding import UnreadableCharactersError
from torikumi.read.sources import html


def tables(page: str) -> tuple[Table, ...]:
    return html.read_tables(page.encode(), name="計画.html")[0]


def findings(page: str) -> tuple[Finding, ...]:
    return html.read_tables(page.encode(), name="計画.html")[1]


def cells(page: str) -> list[tuple[int, int, int, int, str]]:
    (found,) = tables(page)
    return [(one.row, one.column, one.rows, one.columns, one.text) for one in found.cells]


def lines(page: str) -> list[tuple[int | None, str]]:
    return [(one.heading, one.text) for found in tables(page) for one in found.cells]


def test_spans_put_cells_in_their_places() -> None:
    page = """<table><tr><td rowspan=2>施策<td colspan="2">事業</tr><tr><td>朝市<td>夜市</tr>
    <tr><td>a<td>b<td>c</table>"""

    assert cells(page) == [
        (1, 1, 2, 1, "施策"), (1, 2, 1, 2, "事業"), (2, 2, 1, 1, "朝市"), (2, 3, 1, 1, "夜市"),
        (3, 1, 1, 1, "a"), (3, 2, 1, 1, "b"), (3, 3, 1, 1, "c"),
    ]  # fmt: skip


def test_a_rowspan_of_0_reaches_to_the_end_of_its_group() -> None:
    page = """<table><thead><tr><th rowspan=9>見出し<th>a</thead><tbody><tr><td rowspan=0>施策<td>b<tr><td>c<tr><td>d</tbody>
    <tbody><tr><td>e<td>f</tbody></table>"""

    found = cells(page)

    assert found[0] == (1, 1, 1, 1, "見出し")
    assert found[2] == (2, 1, 3, 1, "施策")
    assert found[-2:] == [(5, 1, 1, 1, "e"), (5, 2, 1, 1, "f")]


def test_cells_that_would_overlap_do_not() -> None:
    page = "<table><tr><td>a<td rowspan=2>b<tr><td colspan=3>c<tr><td>d<td>e<td>f</table>"

    assert cells(page)[:3] == [(1, 1, 1, 1, "a"), (1, 2, 2, 1, "b"), (2, 1, 1, 1, "c")]


def test_the_foot_of_a_table_stands_at_its_foot() -> None:
    page = "<table><tfoot><tr><td>合計<td>2</tfoot><tbody><tr><td>a<td>1</tbody></table>"

    assert [text for *_, text in cells(page)] == ["a", "1", "合計", "2"]


@pytest.mark.parametrize(
    "span", ["rowspan=99999999999", "colspan=99999999999", "colspan=-3", 'rowspan="2x"', "colspan"]
)
def test_absurd_spans_are_cut_off(span: str) -> None:
    page = f"<table><tr><td {span}>a<tr><td>b</table>"

    assert cells(page)[0][4] == "a"
    assert cells(page)[0][2] <= 2
    assert cells(page)[0][3] <= 1_000


def test_a_table_of_too_many_cells_is_refused() -> None:
    page = "<table>" + "<tr><td colspan=1000>" * 3_000 + "</table>"

    with pytest.raises(OversizedArchiveError, match="セルが多すぎる"):
        tables(page)


@pytest.mark.parametrize("page", ["<div>" * 5_000 + "a", "<table><tr><td>" * 3_000 + "a"])
def test_a_page_that_is_nested_too_deep_is_refused(page: str) -> None:
    with pytest.raises(OversizedArchiveError, match="入れ子が深すぎる"):
        tables(f"<html><body>{page}")


def test_headings_have_their_levels() -> None:
    page = """<h1>総合計画</h1><h2>産業</h2><details><summary>商業</summary><p>説明<table><caption>一覧</caption>
    <tr><td>a<td>b<tr><td>c<td>d</table></details><div role=heading aria-level=3>福祉</div>"""

    assert [line for line in lines(page) if line[0]] == [
        (1, "総合計画"), (2, "産業"), (8, "商業"), (90, "一覧"), (3, "福祉"),
    ]  # fmt: skip


def test_a_count_beside_a_heading_stands_beside_it() -> None:
    (found,) = tables("<h1>計画</h1><h3>健康<b>17件</b></h3><h3>3<b>歳児</b></h3>")

    assert [(one.row, one.column, one.text, one.heading) for one in found.cells] == [
        (1, 1, "計画", 1),
        (2, 1, "健康", 3),
        (2, 2, "17件", None),
        (3, 1, "3歳児", 3),
    ]


def test_white_space_is_as_a_browser_shows_it() -> None:
    page = "<h1>x</h1><p>\n  施策の\n  展開　を  図る\n a b\n c<br>次の行<br></p><pre>一\n  二</pre>"

    assert lines(page)[1:] == [(None, "施策の展開　を 図る a b c"), (None, "次の行"), (None, "一\n二")]
    assert cells("<table><tr><td><br>a<br><br>b <br><td>c<tr><td>d<td>e</table>")[0][4] == "a\n\nb"


def test_ruby_is_left_out_and_its_base_stays() -> None:
    assert lines("<h1><ruby>狭間<rp>(</rp><rt>はざま</rt><rp>)</rp></ruby>の道</h1>") == [(1, "狭間の道")]


def test_what_is_no_text_is_left_out() -> None:
    page = """<h1>計画</h1><script>var a = "市"</script><style>p{}</style><template>型</template><nav>ホーム</nav>
    <noscript>なし</noscript><button>印刷</button><span class="sr-only">別の窓で開く</span><p>本文</p>"""

    assert lines(page) == [(1, "計画"), (None, "本文")]
    assert findings(page) == ()


@pytest.mark.parametrize(
    "hiding", ['style="display: none"', "hidden", 'style="visibility:hidden"', 'class="tab off"']
)
def test_hidden_parts_are_left_out_and_named(hiding: str) -> None:
    style = "<style>.off{display:none} @media print{.tab{display:none}}</style>"
    page = f"{style}<h1>計画</h1><p {hiding}>昨年の表<p class=tab>本文"

    assert lines(page) == [(1, "計画"), (None, "本文")]
    (finding,) = findings(page)
    assert finding.code == "read-hidden-text"
    assert "昨年の表" in finding.ja


def test_a_hidden_row_is_no_row() -> None:
    page = "<table><tr><td>a<td>b<tr hidden><td>隠<td>した<tr><td>c<td>d</table>"

    assert [text for *_, text in cells(page)] == ["a", "b", "c", "d"]
    assert [finding.severity for finding in findings(page)] == [Severity.WARNING]


def test_a_hidden_menu_is_less_than_a_hidden_table() -> None:
    page = "<h1>計画</h1><ul hidden><li>くらし<li>市政</ul>"

    assert [finding.severity for finding in findings(page)] == [Severity.INFO]


def test_a_mark_behind_a_name_is_no_part_of_it() -> None:
    page = """<style>.new{border:1px solid red}</style><table><tr><td>事業名<td>回
    <tr><td>朝市<span class=new>新</span><td><b class=new>新</b><tr><td>花市<span class=new>再掲</span><td>1
    <tr><td>夜市<b>新</b><td>2<span class=new>3</span></table>"""

    assert [text for *_, text in cells(page)] == [
        "事業名",
        "回",
        "朝市",
        "新",
        "花市（再掲）",
        "1",
        "夜市新",
        "23",
    ]
    assert [(finding.code, "1か所" in finding.ja) for finding in findings(page)] == [
        ("read-mark-left-out", True)
    ]


def test_a_picture_is_read_by_its_name_where_nothing_else_is_in_the_cell() -> None:
    page = '<table><tr><td>a<td><img alt="○" src=x><tr><td>b<img alt="飾り"><td>c</table>'

    assert [text for *_, text in cells(page)] == ["a", "○", "b", "c"]


def test_a_table_that_only_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><th>No<th>事業名<tr><td>1<td>朝市<tr><td>2<td>夜市</table>"
    page = f"<table><tr><td>案内<td><h2>産業</h2>{inner}<p>※ 注</table>"

    assert [text for *_, text in cells(page)] == [
        "案内",
        "産業",
        "No",
        "事業名",
        "1",
        "朝市",
        "2",
        "夜市",
        "※ 注",
    ]


def test_a_table_in_a_cell_becomes_lines_of_the_cell() -> None:
    page = "<table><tr><td>a<td>b<td>c<tr><td>1<td>内容<table><tr><td>年<td>回<tr><td>R6<td>3</table><td>2</table>"

    assert cells(page)[4] == (2, 2, 1, 1, "内容\n年 回\nR6 3")


def test_the_title_of_the_page_is_a_line_where_it_has_no_main_heading() -> None:
    assert lines("<title>総合計画 事業一覧 | みほん市</title><h2>産業</h2>") == [
        (None, "総合計画 事業一覧"),
        (2, "産業"),
    ]


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "<meta charset=utf-8>"),
        ("cp932", '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'),
        ("cp932", ""),
        ("cp932", "<meta charset=utf-8>"),
        ("euc_jp", "<meta charset=EUC-JP>"),
        ("euc_jp", ""),
        ("iso2022_jp_3", "<meta charset=iso-2022-jp>"),
        ("utf-16", "<meta charset=utf-8>"),
    ],
)
def test_the_characters_are_found_out(codec: str, declared: str) -> None:
    page = f"<html><head>{declared}</head><body><h1>港町市の総合計画、事業の一覧</h1>"

    found, said = html.read_tables(page.encode(codec), name="a.html")

    assert [one.text for one in found[0].cells] == ["港町市の総合計画、事業の一覧"]
    assert said == ()


def test_a_mark_of_utf_8_comes_before_what_is_declared() -> None:
    page = codecs.BOM_UTF8 + "<meta charset=Shift_JIS><h1>計画</h1>".encode()

    assert html.read_tables(page, name="a.html")[0][0].cells[0].text == "計画"


def test_a_few_broken_bytes_are_shown_as_such_and_named() -> None:
    page = ("<meta charset=utf-8><h1>計画</h1>" + "<p>説明文。" * 300).encode() + b"<p>\x81\xff\xfe\x80"

    found, (finding,) = html.read_tables(page, name="a.html")

    assert "\ufffd" in found[0].cells[-1].text
    assert finding.code == "read-broken-characters"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableCharactersError, match="文字コードがわかりません"):
        html.read_tables(b"<html>" + bytes(range(128, 256)) * 20, name="a.html")


def test_a_page_whose_table_a_script_puts_in_is_said_to_be_so() -> None:
    for page in (
        '<body><div id=app></div><script src="app.js"></script>',
        f"<body><h1>一覧</h1><div id=t></div><script>const rows=[{'「朝市を開く事業」,' * 40}]</script>",
    ):
        with pytest.raises(html.ScriptedPageError, match="スクリプトが後から描く"):
            tables(page)


def test_data_in_a_script_beside_a_table_is_reported() -> None:
    page = f"<table><tr><td>a<td>b<tr><td>c<td>d</table><script>const rows=[{'「朝市を開く事業」,' * 200}]</script>"

    assert [finding.code for finding in findings(page)] == ["read-script-data"]


def test_a_page_without_anything_has_no_table() -> None:
    assert tables("<!DOCTYPE html>") == ()
