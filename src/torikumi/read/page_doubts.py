"""The sentences about what the pages of a document hide, or do not say."""

from collections.abc import Sequence

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place

_MUCH = 0.1  # share of what is seen
_SHOWN = 8  # pages that a sentence names


def hidden_text(file: str, pages: Sequence[int], count: int, *, shown: int) -> Finding:
    """Say that text which nobody sees was left out; where it is much beside what is seen, the file may be damaged."""
    much = count > _MUCH * max(1, shown)
    look_ja = "多いので、画面に出るはずの文字が抜けていないか、原本と照らしてください。" if much else ""
    look_en = " That is much: hold what was read against the original." if much else ""
    return _finding(
        file,
        pages,
        code="read-hidden-text",
        severity=Severity.WARNING if much else Severity.INFO,
        ja=f"{_ja(pages)}には、ページの上に見えない文字が{count:,}字あります。見えている文字だけを読みました。{look_ja}",
        en=f"{_en(pages)} hold {count:,} characters that are not shown. Only what is shown was read.{look_en}",
    )


def text_under_picture(file: str, pages: Sequence[int]) -> Finding:
    """Say that the text of a scanned page is what a recogniser wrote under the picture."""
    return _finding(
        file,
        pages,
        code="read-text-under-picture",
        severity=Severity.WARNING,
        ja=f"{_ja(pages)}は画像です。その下に付けられた文字（文字認識の結果）を読みました。誤りがないか、原本と照らしてください。",
        en=f"{_en(pages)} are pictures. The text that a recogniser left under them was read; hold it against the original.",
    )


def without_unicode(file: str, pages: Sequence[int]) -> Finding:
    """Say that the characters of a page have no meaning that a program could know."""
    return _finding(
        file,
        pages,
        code="read-no-unicode",
        severity=Severity.WARNING,
        ja=f"{_ja(pages)}の文字は、フォントに文字コードの対応がないため読めません。"
        "作成元のファイルからPDFを作り直すか、画像として読み取ってください。",
        en=f"The text of {_en(pages).lower()} cannot be read: its font does not say which characters it draws. "
        "Make the PDF again from the original, or read it as a picture.",
    )


def pictures_only(file: str, pages: Sequence[int]) -> Finding:
    """Say that pages are pictures and were not read."""
    return _finding(
        file,
        pages,
        code="read-picture-page",
        severity=Severity.WARNING,
        ja=f"{_ja(pages)}は文字のない画像（スキャン）なので、読んでいません。"
        "文字認識の部品がなければ、pip install 'torikumi[ocr]' を実行すると読めます。",
        en=f"{_en(pages)} are pictures without text (scans) and were not read. "
        "Where the recogniser is missing, pip install 'torikumi[ocr]' brings it.",
    )


def radicals_replaced(file: str, pages: Sequence[int], count: int) -> Finding:
    """Say that radicals were read as the ideographs that they are drawn as."""
    return _finding(
        file,
        pages,
        code="read-radicals",
        severity=Severity.INFO,
        ja=f"{_ja(pages)}には、漢字の代わりに部首の文字が{count:,}字入っています（⻑は長）。見えている漢字として読みました。",
        en=f"{_en(pages)} hold {count:,} radicals where ideographs are drawn (⻑ for 長). They were read as what is drawn.",
    )


def _finding(file: str, pages: Sequence[int], *, code: str, severity: Severity, ja: str, en: str) -> Finding:
    return Finding(code=code, severity=severity, ja=ja, en=en, place=Place(file=file, page=pages[0]))


def _ja(pages: Sequence[int]) -> str:
    more = "ほか" if len(pages) > _SHOWN else ""
    return f"{'、'.join(map(str, pages[:_SHOWN]))}ページ{more}"


def _en(pages: Sequence[int]) -> str:
    more = " and more" if len(pages) > _SHOWN else ""
    return f"Pages {', '.join(map(str, pages[:_SHOWN]))}{more}"
