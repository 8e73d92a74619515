"""The manual's page of the names that a form can use, in Japanese."""

from collections.abc import Iterator

from torikumi.publish.forms.catalogue import FORMS, Per
from torikumi.publish.forms.names import SCOPES


def names_page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 様式で使える名前"
    yield ""
    yield "[様式を作る](../how-to/make-forms.md)で使う、備え付けの様式と、ひな形の中で使える名前の一覧です。"
    yield ""
    yield "## 備え付けの様式"
    yield ""
    yield "| 様式 | `--form` | 使う場面 | 作る単位 |"
    yield "| --- | --- | --- | --- |"
    for form in FORMS:
        per = "担当課ごとに1つ" if form.per is Per.SECTION else "計画に1つ"
        yield f"| {form.name} | `{form.code}` | {form.purpose} | {per} |"
    yield ""
    yield "## ひな形の書き方"
    yield ""
    yield "| 書き方 | 意味 |"
    yield "| --- | --- |"
    yield "| `{{名前}}` | 値に置き換える |"
    yield "| `{{#名前}}` … `{{/名前}}` | 繰り返しの名前なら、その数だけ繰り返す。値の名前なら、値があるときだけ残す |"
    yield "| `{{?名前}}` … `{{/名前}}` | 値か繰り返しがあるときだけ、1回残す |"
    yield "| `{{^名前}}` … `{{/名前}}` | 値も繰り返しもないときだけ残す |"
    yield "| `{{連番}}` | 繰り返しの中で、1からの番号 |"
    yield "| `{{回答:課題}}` | 市区町村が決めた名前の回答（事業と年度評価の中で） |"
    for kind, names in SCOPES.items():
        yield ""
        yield f"## {kind}"
        yield ""
        yield "| 名前 | 意味 | 繰り返しの中で使う名前 |"
        yield "| --- | --- | --- |"
        for name in names:
            written = f"`{{{{#{name.name}}}}}`" if name.inside else f"`{{{{{name.name}}}}}`"
            yield f"| {written} | {name.meaning} | {name.inside or ''} |"
