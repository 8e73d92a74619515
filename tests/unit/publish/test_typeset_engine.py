"""The wrapper around the typesetter: what it refuses, what it says, and that every text prints as itself."""

import importlib.util
import re
import unicodedata

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.publish.typeset import fonts
from torikumi.publish.typeset.characters import GETA, plain_text
from torikumi.publish.typeset.engine import (
    Paper,
    Standard,
    TemplateError,
    Typeset,
    template_text,
    typeset,
    typeset_all,
)
from torikumi.publish.typeset.fonts import TypesetterMissingError, font_folders, missing_parts

HEAD = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "見本", date: datetime(year: 1980, month: 1, day: 1))
#set page(width: 300mm, height: 2000mm)
#set text(lang: "ja", font: ("Noto Sans CJK JP", "DejaVu Sans Mono"), size: 8pt, hyphenate: false)
"""


def set_text(text: str) -> Typeset:
    return typeset(Paper(template=f"{HEAD}#data.text", data={"text": text}))


def words_of(octets: bytes) -> str:
    document = pypdfium2.PdfDocument(octets)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert set_text("見本町の計画").octets == set_text("見本町の計画").octets


def test_several_papers_come_from_one_process_in_their_order() -> None:
    papers = [Paper(template=f"{HEAD}#data.text", data={"text": text}) for text in ("一枚目", "二枚目")]

    first, second = typeset_all(papers)

    assert without_space(words_of(first.octets)) == "一枚目"
    assert without_space(words_of(second.octets)) == "二枚目"


@pytest.mark.parametrize(
    "name", ["山﨑", "髙橋", "𠮷田", "葛\U000e0100城", "Ćwikła", "≒ ① ㈱ № ㎡ ～ 〜 − ‖"]
)
def test_rare_letters_of_names_have_a_type(name: str) -> None:
    set_one = set_text(name)

    assert set_one.replaced == ()
    assert without_space(words_of(set_one.octets)).replace("\U000e0100", "") == without_space(
        name.replace("\U000e0100", "")
    )


def test_a_letter_that_no_font_has_is_named_and_a_geta_stands_in_its_place() -> None:
    set_one = set_text("子ども\U0001f600食堂\ue000号")

    assert set_one.replaced == ("\ue000", "\U0001f600")
    assert without_space(words_of(set_one.octets)) == f"子ども{GETA}食堂{GETA}号"


MARKUP = (
    "#", "#read(\"/etc/passwd\")", "$x^2$", "\\", "*太字*", "_", "@ref", "<label>", "`raw`", "= 見出し",
    "- 項目", "+ 1", "/ 語: 意味", "~", "--", "---", "...", "//", "/* */", "[", "]", "{", "}", "'", '"',
    "https://example.jp/", "&amp;", "<b>", "\x00", "\x1b", "\t", "\r\n", "\u2028", "\u200b", "\u00ad", "\u202e",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(MARKUP),
        st.text(
            alphabet="事業概要かなカナ漢字、。「」・（）0123456789ABCabc０１ＡＢ", min_size=1, max_size=12
        ),
        st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12),
        st.text(alphabet="x", min_size=40, max_size=90),
    ),
    min_size=1,
    max_size=8,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_text_prints_as_itself(texts: list[str]) -> None:
    papers = [Paper(template=f"{HEAD}#data.text", data={"text": text}) for text in texts]

    found = [without_space(words_of(one.octets)) for one in typeset_all(papers)]

    # A reader puts U+FFFE for a hyphen at a line's end, and shows a control character as the mark that stands there.
    assert [text.replace("\ufffe", "-") for text in found] == [without_space(plain_text(t)) for t in texts]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_whatever_stands_in_a_text_a_paper_comes_of_it(text: str) -> None:
    set_one = set_text(text)

    assert set_one.octets.startswith(b"%PDF-")
    known = [c for c in plain_text(text) if "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff"]
    assert all(c in words_of(set_one.octets) for c in known if unicodedata.category(c) == "Lo")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('#read("/etc/passwd")', "file not found"),
        ('#read("../engine.py")', "escape the project root"),
        ('#import "@preview/cetz:0.3.0": *', "Operation not permitted"),
        ('#import "@pre" + "view/cetz:0.3.0": *', "Operation not permitted"),
        ('#import "@local/cetz:0.3.0": *', "package not found"),
    ],
)
def test_a_template_sees_no_other_file_and_no_network(template: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        typeset(Paper(template=HEAD + template, data={}))

    assert said in str(caught.value)


def test_an_unknown_font_is_an_error() -> None:
    with pytest.raises(TemplateError, match="unknown font family"):
        typeset(Paper(template=f'{HEAD}#text(font: "メイリオ")[見本]', data={}))


def test_a_mistake_in_a_template_is_reported_with_its_line() -> None:
    with pytest.raises(TemplateError) as caught:
        typeset(Paper(template="あ\n#nonsense", data={}))

    assert ":2:" in caught.value.report


def test_a_picture_needs_words_for_those_who_cannot_see_it() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    template = f'{HEAD}#image(bytes(data.svg), format: "svg")'

    with pytest.raises(TemplateError, match="missing alt text"):
        typeset(Paper(template=template, data={"svg": svg}))


@pytest.mark.parametrize("standard", Standard)
def test_a_file_says_which_standard_it_holds(standard: Standard) -> None:
    octets = typeset(Paper(template=f"{HEAD}見本", data={}, standard=standard)).octets

    assert (b'pdfuaid:part="1"' in octets or b"<pdfuaid:part>1" in octets) == ("ua-1" in standard.value)
    assert (b"<pdfaid:part>2" in octets) == ("a-2a" in standard.value)


def test_a_missing_part_is_named_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        fonts.importlib.util, "find_spec", lambda name: None if name == "typst" else found(name)
    )

    assert missing_parts() == ("typst",)
    with pytest.raises(TypesetterMissingError, match="pip install typst"):
        font_folders()


def test_a_template_of_ours_is_found_by_its_name() -> None:
    assert "#" in template_text("paper.typ")
