"""The characters of a web page: by its mark, by what it declares, or by what fits."""

import codecs
import re

from torikumi.plan.finding import Finding, Severity
from torikumi.plan.place import Place
from torikumi.read.encoding import UnreadableCharactersError, decode_text

_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,30})|encoding\s*=\s*["']([A-Za-z0-9_\-]{2,30})"""
)
# Names as pages write them, with the sets of characters that browsers take them for.
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ms_kanji": "cp932", "windows-31j": "cp932", "cp932": "cp932", "ms932": "cp932", "euc-jp": "euc_jp",
    "eucjp": "euc_jp", "x-euc-jp": "euc_jp", "euc_jp": "euc_jp", "iso-2022-jp": "iso2022_jp_3",
    "us-ascii": "utf-8", "ascii": "utf-8",
}  # fmt: skip
_LIKELY = ("utf-8", "cp932", "euc_jp")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_BROKEN = "\ufffd"


def decode_page(octets: bytes, *, name: str, encoding: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a page and doubts about its characters. Raises UnreadableCharactersError.

    A page that is right but for a few bytes is read with � in their place, as browsers show it, and a finding says so.
    """
    marked = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if encoding is not None or octets.startswith(marked) or b"\0" in octets[:1024]:
        return decode_text(octets, name=name, encoding=encoding), ()
    declared = _declared(octets)
    for codec in ([declared] if declared else []) + _in_order_of_fit(octets):
        try:
            return octets.decode(codec), ()
        except UnicodeDecodeError:
            continue
    text = octets.decode(declared or "utf-8", "replace")
    broken = text.count(_BROKEN)
    if broken * 200 > len(text):
        raise UnreadableCharactersError(
            ja=f"「{name}」の文字コードがわかりません。--encoding cp932 のように指定するか、ブラウザで保存し直してください。",
            en=f"The encoding of {name} is unknown. Name it (--encoding cp932), or save the page again with a browser.",
        )
    return text, (_broken_characters(name, broken),)


def _declared(octets: bytes) -> str | None:
    found = _DECLARED.search(octets[:4096])
    if found is None:
        return None
    return _CODECS.get((found[1] or found[2]).decode("ascii").lower())


def _in_order_of_fit(octets: bytes) -> list[str]:
    """Return the likely sets of characters, the better fit first: EUC taken for CP932 is full of half-width kana."""
    found = []
    for codec in _LIKELY:
        try:
            text = octets.decode(codec)
        except UnicodeDecodeError:
            continue
        found.append((len(_HALF_WIDTH.findall(text)) if codec == "cp932" else 0, codec != "utf-8", codec))
    return [codec for _, _, codec in sorted(found)]


def _broken_characters(name: str, count: int) -> Finding:
    return Finding(
        code="read-broken-characters",
        severity=Severity.WARNING,
        ja=f"読めない文字が{count}か所あり、「{_BROKEN}」としました。元のページと見比べて直してください。",
        en=f"{count} characters could not be read and stand as “{_BROKEN}”. Compare them with the page and mend them.",
        place=Place(file=name),
    )
