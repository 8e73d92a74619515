"""Templates as Word and its users make them oddly: content controls, section breaks, absurd sizes."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from torikumi.errors import UserError
from torikumi.publish.forms.blocks import BlockMaker
from torikumi.publish.forms.filling import Filler
from torikumi.publish.forms.markers import FormTemplateError
from torikumi.publish.forms.scope import Scope
from torikumi.publish.forms.setting import set_form
from torikumi.read.word.package import load_parts
from unit.publish.word_file import fill, filled, saved, word_file

PLAN: Scope = {
    "題": "総合戦略",
    "注": "",
    "目標ごと": (),
    "事業ごと": tuple({"名": f"事業{n}", "額": "1"} for n in range(60)),
}
CONTROL = f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>"
FIELD = f'<w:fldSimple {nsdecls("w")} w:instr="TITLE"/>'


def _wrapped(element: Any, wrapper: str) -> None:
    made = parse_xml(wrapper)
    element.addprevious(made)
    (made[0] if len(made) else made).append(element)


def _control_in_a_line() -> Any:
    document = docx.Document()
    _wrapped(document.add_paragraph().add_run("{{題}}")._r, CONTROL)
    return document


def _field_in_a_line() -> Any:
    document = docx.Document()
    _wrapped(document.add_paragraph().add_run("{{題}}")._r, FIELD)
    return document


def _control_around_a_row() -> Any:
    document = docx.Document()
    table = document.add_table(rows=2, cols=1)
    table.cell(1, 0).text = "{{題}}"
    _wrapped(table.rows[1]._tr, CONTROL)
    return document


def _control_around_a_cell() -> Any:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "{{題}}"
    _wrapped(table.rows[0]._tr.tc_lst[1], CONTROL)
    return document


@pytest.mark.parametrize(
    "template", [_control_in_a_line, _field_in_a_line, _control_around_a_row, _control_around_a_cell]
)
def test_a_blank_where_nothing_is_filled_is_refused_in_a_sentence(template: Callable[[], Any]) -> None:
    with pytest.raises(FormTemplateError) as caught:
        fill(saved(template()), PLAN)
    assert "「{{題}}」は" in caught.value.ja
    assert "置き換えられません" in caught.value.ja


def test_a_control_around_paragraphs_is_filled() -> None:
    document = docx.Document()
    _wrapped(document.add_paragraph("{{題}}")._p, CONTROL)
    made = docx.Document(io.BytesIO(fill(saved(document), PLAN).octets))
    assert [text.text for text in made.element.body.iter(qn("w:t"))] == ["総合戦略"]


@pytest.mark.parametrize(
    "blocks",
    [
        ["{{#事業ごと}}", "{{#事業ごと}}", "{{名}}", "{{/事業ごと}}", "{{/事業ごと}}"],
        ["{{#事業ごと}}{{#目標ごと}}{{#事業ごと}}{{名}}{{/事業ごと}}{{/目標ごと}}{{/事業ごと}}"],
    ],
)
def test_a_repetition_inside_itself_is_refused(blocks: list[str]) -> None:
    with pytest.raises(FormTemplateError) as caught:
        filled(PLAN, *blocks)
    assert "同じ {{#事業ごと}} の中" in caught.value.ja


@pytest.mark.parametrize(
    "blocks",
    [
        [*["{{#事業ごと}}"] * 4, "{{名}}", *["{{/事業ごと}}"] * 4],
        ["{{#事業ごと}}" * 4 + "{{名}}" + "{{/事業ごと}}" * 4],
        [[["{{#事業ごと}}" * 4 + "{{名}}", "{{/事業ごと}}" * 4]]],
    ],
)
def test_repetitions_that_multiply_are_stopped(blocks: list[Any]) -> None:
    body = docx.Document(io.BytesIO(word_file(*blocks))).element.body
    with pytest.raises(FormTemplateError) as caught:
        Filler(most=20_000).fill(body, (PLAN,))
    assert "大きくなりすぎ" in caught.value.ja


def test_a_section_break_on_a_mark_stays() -> None:
    document = docx.Document()
    document.add_paragraph("{{#事業ごと}}")
    document.add_paragraph("{{名}}")
    close = document.add_paragraph("{{/事業ごと}}")
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide.page_width, wide.page_height = wide.page_height, wide.page_width
    holder = close._p.getnext()
    close._p.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
    holder.getparent().remove(holder)
    made = docx.Document(io.BytesIO(fill(saved(document), PLAN).octets))
    assert [one.page_width < one.page_height for one in made.sections] == [True, False]
    assert made.paragraphs[-1].text == ""


def test_a_cell_over_more_columns_than_word_has_is_cut() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "広い"
    properties = table.rows[0]._tr.tc_lst[0].get_or_add_tcPr()
    properties.append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="3000000"/>'))
    (made,) = BlockMaker(load_parts(saved(document), name="x.docx")).blocks_of([table._tbl])
    assert len(made["widths"]) == made["rows"][0][0]["columns"] == 63


def test_tables_too_deep_for_the_typesetter_are_told_in_a_sentence() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for _ in range(20):
        cell = cell.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "底"
    with pytest.raises(UserError) as caught:
        set_form(saved(document), title="題", file_name="深い.docx")
    assert "「深い.docx」" in caught.value.ja
    assert caught.value.ja.endswith("。")
