"""Parts as a web page, with what pages of cities have around and inside their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hypothesis import strategies as st

from tests.generated.sheet import Kind, Part, Prose, Sheet, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How the page is written; none of it changes what a person reads."""

    inside_layout: bool = False
    with_sections: bool = False
    with_spans: bool = False
    with_ruby: bool = False
    indented: bool = False
    encoding: str = "utf-8"


pages = st.builds(
    Page,
    inside_layout=st.booleans(),
    with_sections=st.booleans(),
    with_spans=st.booleans(),
    with_ruby=st.booleans(),
    indented=st.booleans(),
    encoding=st.sampled_from(("utf-8", "utf-8", "shift_jis")),
)


def to_html(parts: Sequence[Part], page: Page) -> bytes:
    """Return the parts as a page."""
    body = "\n".join(_prose(part) if isinstance(part, Prose) else _table(part, page) for part in parts)
    if page.inside_layout:
        menu = '<td><ul><li><a href="/">ホーム</a></li><li><a href="/a">市政情報</a></li></ul></td>'
        body = f'<table role="presentation"><tr>{menu}<td>{body}</td></tr></table>'
    head = f'<meta charset="{page.encoding}"><title>みほん市</title><style>td {{ padding: 2px }}</style>'
    text = f"<!DOCTYPE html>\n<html lang=ja><head>{head}</head><body><script>var a = '<td>';</script>{body}</body></html>"
    return text.encode("cp932" if page.encoding == "shift_jis" else page.encoding, "xmlcharrefreplace")


def _prose(part: Prose) -> str:
    tag = "h1" if part.size > 1.3 else "h2" if part.size > 1.0 else "p"
    return f"<{tag}>{escape(part.text)}</{tag}>"


def _table(sheet: Sheet, page: Page) -> str:
    rows = [_row([slot for slot in sheet.slots if slot.row == row], page) for row in range(sheet.rows)]
    if page.with_sections:
        head, rest = rows[: sheet.header], rows[sheet.header :]
        return f"<table>\n<thead>{''.join(head)}</thead>\n<tbody>{''.join(rest)}</tbody></table>"
    return f"<table border=1>\n{''.join(rows)}</table>"


def _row(slots: Sequence[Slot], page: Page) -> str:
    cells = "".join(_cell(slot, page) for slot in sorted(slots, key=lambda slot: slot.column))
    return f"<tr>{cells}</tr>\n"


def _cell(slot: Slot, page: Page) -> str:
    tag = "th" if slot.kind is Kind.HEADER else "td"
    spans = (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
        f" colspan={slot.columns}" if slot.columns > 1 else ""
    )
    text = escape(slot.text).replace("\n", "<br>")
    if page.with_spans and text:
        text = (
            f"<p><span>{text[:2]}</span>{text[2:]}</p>"
            if "&" not in text[:6] and "<" not in text[:3]
            else text
        )
    elif page.with_ruby and "\u4e00" <= slot.text[:1] <= "\u9fff":
        text = f"<ruby>{text[0]}<rp>（</rp><rt>かな</rt><rp>）</rp></ruby>{text[1:]}"
    if page.indented:
        text = f"\n        {text}\n      "
    return f"<{tag}{spans}>{text}</{tag}>"
