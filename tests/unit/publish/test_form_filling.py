"""A template of Word is filled: values, repetitions, what is missing, and what is wrong with it."""

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.errors import UserError
from torikumi.publish.forms.filling import Lack
from torikumi.publish.forms.markers import FormTemplateError, tokens_of
from torikumi.publish.forms.scope import UNKNOWN, UNSET, Scope
from unit.publish.word_file import fill, filled, read, saved, word_file, words

PEARS: Scope = {"名": "梨", "額": "1,200千円"}
PAPER: Scope = {"名": "和紙", "額": UNKNOWN}
PLAN: Scope = {
    "題": "総合戦略",
    "注": "",
    "目標ごと": (
        {"見出し": "働く", "事業ごと": (PEARS, PAPER)},
        {"見出し": "住む", "事業ごと": ()},
    ),
    "事業ごと": (PEARS, PAPER),
}


def test_a_blank_gets_its_value() -> None:
    assert filled(PLAN, "これは{{題}}です。") == ["これは総合戦略です。"]


@pytest.mark.parametrize("blank", ["｛｛題｝｝", "{{ 題 }}", "{{　題　}}"])
def test_a_blank_typed_with_an_input_method_is_one(blank: str) -> None:
    assert filled(PLAN, blank) == ["総合戦略"]


def test_a_blank_that_word_cut_in_pieces_is_one_and_keeps_the_looks_of_its_beginning() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("前")
    paragraph.add_run("{{").bold = True
    paragraph.add_run("題")
    paragraph.add_run("}}").italic = True
    paragraph.add_run("後")
    made = docx.Document(io.BytesIO(fill(saved(document), PLAN).octets)).paragraphs[0]
    assert [(run.text, bool(run.bold)) for run in made.runs] == [
        ("前", False),
        ("総合戦略", True),
        ("後", False),
    ]


def test_a_picture_beside_a_blank_stays() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("{{題}}")
    paragraph.add_run().add_picture(io.BytesIO(_dot()))
    paragraph.add_run("おわり")
    made = docx.Document(io.BytesIO(fill(saved(document), PLAN).octets))
    assert made.paragraphs[0].text == "総合戦略おわり"
    assert len(made.inline_shapes) == 1


def test_paragraphs_between_two_marks_are_repeated() -> None:
    assert filled(PLAN, "{{#事業ごと}}", "{{連番}} {{名}}", "", "{{/事業ごと}}", "終") == [
        "1 梨", "", "2 和紙", "", "終",
    ]  # fmt: skip


def test_repetitions_nest_and_see_what_is_around_them() -> None:
    assert filled(
        PLAN,
        "{{#目標ごと}}",
        "{{見出し}}",
        "{{#事業ごと}}",
        "{{題}}の{{名}}",
        "{{/事業ごと}}",
        "{{/目標ごと}}",
    ) == ["働く", "総合戦略の梨", "総合戦略の和紙", "住む"]


def test_rows_are_repeated_from_the_cell_that_opens_to_the_one_that_closes() -> None:
    assert filled(PLAN, [["名", "額"], ["{{#事業ごと}}{{名}}", "{{額}}{{/事業ごと}}"], ["計", "2"]]) == [
        [["名", "額"], ["梨", "1,200千円"], ["和紙", "－"], ["計", "2"]]
    ]


def test_rows_that_hold_only_marks_go() -> None:
    table = [
        ["{{#目標ごと}}", ""],
        ["{{見出し}}", ""],
        ["{{#事業ごと}}{{名}}", "{{額}}{{/事業ごと}}"],
        ["", "{{/目標ごと}}"],
    ]
    assert filled(PLAN, table) == [[["働く", ""], ["梨", "1,200千円"], ["和紙", "－"], ["住む", ""]]]


def test_a_table_without_a_row_left_goes_and_a_cell_keeps_a_paragraph() -> None:
    empty: Scope = {**PLAN, "事業ごと": ()}
    assert filled(empty, "前", [["{{#事業ごと}}{{名}}", "{{/事業ごと}}"]], "後") == ["前", "後"]
    assert filled(empty, [["{{#事業ごと}}\n{{名}}\n{{/事業ごと}}", "残る"]]) == [[["", "残る"]]]


def test_a_table_stands_inside_a_repetition() -> None:
    assert filled(PLAN, "{{#目標ごと}}", [["{{見出し}}", "{{#事業ごと}}{{名}}。{{/事業ごと}}"]], "{{/目標ごと}}") == [
        [["働く", "梨。和紙。"]], [["住む", ""]],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{#注}}注意：{{注}}{{/注}}{{^注}}注意なし{{/注}}", "注意なし"),
        ("{{#題}}題は{{題}}{{/題}}{{^題}}題なし{{/題}}", "題は総合戦略"),
        ("{{?事業ごと}}事業あり{{/事業ごと}}", "事業あり"),
    ],
)
def test_what_has_no_value_is_left_out(text: str, expected: str) -> None:
    assert filled(PLAN, text) == [expected]


def test_what_is_missing_is_shown_and_counted() -> None:
    made = fill(word_file("{{題}}", [["{{#事業ごと}}{{名}}", "{{額}}{{/事業ごと}}"]]), {**PLAN, "題": UNSET})
    assert read(made.octets) == ["〔題〕", [["梨", "1,200千円"], ["和紙", "－"]]]
    assert dict(made.lacks) == {
        Lack("題", "", to_be_given=True): 1,
        Lack("額", "", to_be_given=False): 1,
    }


def test_headers_and_footers_and_text_boxes_are_filled() -> None:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{題}}"
    made = docx.Document(io.BytesIO(fill(saved(document), PLAN).octets))
    assert made.sections[0].footer.paragraphs[0].text == "総合戦略"


@pytest.mark.parametrize(
    "text", ["{{額}}", "=1+1{{/事業ごと}}", "{{#題}}", "<b>&amp;</b>", "line\nline\ttab", "\x0b\ud800"]
)
def test_words_of_a_plan_are_words(text: str) -> None:
    made = words(fill(word_file("前{{題}}後"), {**PLAN, "題": text}).octets)
    assert made == f"前{text}後".replace("\x0b", "〓").replace("\ud800", "〓")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_words_come_back_as_they_are(text: str) -> None:
    made = words(fill(word_file("{{題}}"), {**PLAN, "題": text}).octets)
    unwritable = dict.fromkeys(range(32), "〓") | {
        9: "\t",
        10: "\n",
        13: "",
        0xFFFE: "〓",
        0xFFFF: "〓",
    }
    assert made == text.translate(unwritable)


@given(st.text(alphabet="{}｛｝#^?/ 題名あ", max_size=30))
def test_any_template_is_filled_or_refused_in_a_sentence(text: str) -> None:
    try:
        made = words(fill(word_file(text), PLAN).octets)
    except FormTemplateError as error:
        assert error.ja.endswith("。")
        assert error.en.endswith((".", "”.", "}}."))
    else:
        assert "{{" not in made
        assert "｛｛" not in made


@given(st.text(alphabet="{}｛｝#/a題 ", max_size=40))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    try:
        tokens = tokens_of(text)
    except FormTemplateError:
        return
    assert "".join(text[token.start : token.end] for token in tokens) == text


def test_the_same_form_has_the_same_bytes_and_nobodys_name() -> None:
    document = docx.Document()
    document.add_paragraph("{{題}}")
    document.core_properties.author = "山田太郎"
    document.core_properties.last_modified_by = "山田太郎"
    template = saved(document)
    first, second = fill(template, PLAN).octets, fill(template, PLAN).octets
    assert first == second
    properties = docx.Document(io.BytesIO(first)).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", "試験")


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (["{{大}}"], "{{大}} という名前は、ここでは使えません"),
        (["{{額}}"], "事業の繰り返しの中で使う名前です"),
        (["{{題名}}"], "近い名前は 題 です"),
        (["{{事業ごと}}"], "繰り返しの名前です"),
        (["{{#事業ごと}}", "{{名}}"], "{{/事業ごと}} がありません"),
        (["{{名}}{{/事業ごと}}"], "{{#事業ごと}} がない"),
        (["{{#目標ごと}}", "{{#事業ごと}}", "{{/目標ごと}}", "{{/事業ごと}}"], "ほかの繰り返しと重なって"),
        (["{{#事業ごと}}{{名}}", "{{/事業ごと}}"], "同じ並び"),
        (["{{題"], "閉じていない"),
        (["{{}}"], "名前がありません"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_refused_in_a_sentence(blocks: list[str], said: str) -> None:
    with pytest.raises(FormTemplateError) as caught:
        filled(PLAN, *blocks)
    assert said in caught.value.ja


def test_a_name_is_checked_where_nothing_is_repeated() -> None:
    with pytest.raises(FormTemplateError):
        filled({**PLAN, "事業ごと": ()}, "{{#事業ごと}}", "{{なまえ}}", "{{/事業ごと}}")


def test_a_file_that_is_no_template_is_refused() -> None:
    for octets, name in ((b"text", "a.docx"), (b"text", "a.txt"), (word_file("x")[:200], "a.docx")):
        with pytest.raises(UserError):
            fill_named(octets, name)


def test_a_template_with_macros_or_a_document_type_is_refused() -> None:
    for member, content in (
        ("word/vbaProject.bin", b"x"),
        ("word/header1.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    ):
        buffer = io.BytesIO(word_file("{{題}}"))
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(member, content)
        with pytest.raises(UserError):
            fill(buffer.getvalue(), PLAN)


def fill_named(octets: bytes, name: str) -> None:
    from torikumi.publish.forms.document import fill_form
    from unit.publish.word_file import NAMES

    fill_form(octets, scopes={"計画": PLAN}, names=NAMES, title="", file_name=name)


def _dot() -> bytes:
    """A picture of one point, as PNG."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
