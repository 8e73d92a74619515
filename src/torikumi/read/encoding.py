"""The characters of a text file: UTF-8, UTF-16 or the CP932 of Windows."""

import codecs
import re
from collections.abc import Sequence

from torikumi.errors import UserError

_MARKS: Sequence[tuple[bytes, str]] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NAMES = {"utf-8": "utf-8-sig", "cp932": "cp932", "shift_jis": "cp932", "utf-16": "utf-16"}


class UnreadableCharactersError(UserError):
    """The bytes are not text in the encoding that the file or the person names."""


def decode_text(octets: bytes, *, name: str, encoding: str | None = None) -> str:
    """Return the text of a file: in `encoding`, else in the one its first bytes declare, else in what fits.

    Raises UnreadableCharactersError; never puts another character in the place of one it cannot read.
    """
    if encoding is not None:
        return _decode_as(octets, _codec_of(encoding), name)
    for mark, codec in _MARKS:
        if octets.startswith(mark):
            return _decode_as(octets, codec, name)
    if b"\0" in octets:
        return _decode_wide(octets, name)
    for codec in ("utf-8", "cp932"):
        try:
            return octets.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UnreadableCharactersError(
        ja=f"「{name}」の文字コードがわかりません。Excelで「CSV UTF-8（コンマ区切り）」として保存し直してください。",
        en=f"The encoding of {name} is unknown. Save it again as UTF-8 text.",
    )


def encoding_of(octets: bytes, *, name: str) -> str:
    """Return what a text file is written in, as people call it: UTF-8, UTF-16 or CP932; raises as `decode_text` does."""
    decode_text(octets, name=name)
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in octets:
        return "UTF-16"
    return "CP932" if _fits(octets) == "cp932" else "UTF-8"


def _codec_of(encoding: str) -> str:
    codec = _NAMES.get(
        encoding.lower().replace("sjis", "shift_jis").replace("_", "-").replace("shift-jis", "shift_jis")
    )
    if codec is None:
        raise UnreadableCharactersError(
            ja=f"文字コード「{encoding}」は使えません。utf-8、cp932、utf-16 のどれかを指定してください。",
            en=f"The encoding {encoding} cannot be used. Name one of utf-8, cp932, utf-16.",
        )
    return codec


def _decode_as(octets: bytes, codec: str, name: str) -> str:
    try:
        return octets.decode(codec)
    except UnicodeDecodeError as error:
        printed = {"utf-8-sig": "UTF-8", "cp932": "CP932", "utf-16": "UTF-16"}[codec]
        line = octets[: error.start].count(b"\n") + 1
        hint = _fits(octets)
        raise UnreadableCharactersError(
            ja=f"「{name}」は{printed}として読むことになっていますが、{line}行目に{printed}でない文字があります。"
            + (
                f"--encoding {hint} を付けて読み直してください。" if hint else "UTF-8で保存し直してください。"
            ),
            en=f"{name} should be read as {printed}, but line {line} holds bytes that are not {printed}. "
            + (f"Read it again with --encoding {hint}." if hint else "Save it again as UTF-8."),
        ) from error


def _fits(octets: bytes) -> str | None:
    if octets.startswith(codecs.BOM_UTF8):
        return None
    for codec in ("utf-8", "cp932"):
        try:
            octets.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return None


def _decode_wide(octets: bytes, name: str) -> str:
    # Without a mark, text in UTF-16 shows itself by zero bytes beside its ASCII characters, on one side only.
    even, odd = octets[0::2].count(0), octets[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if len(octets) % 2 == 0 and min(even, odd) * 8 < max(even, odd):
        try:
            text = octets.decode(codec)
        except UnicodeDecodeError:
            text = "\0"
        if _CONTROL.search(text) is None:
            return text
    raise UnreadableCharactersError(
        ja=f"「{name}」は文字のファイルではありません。Excelブック（.xlsx）か、CSVで保存し直してください。",
        en=f"{name} is not a text file. Save the table as an Excel workbook (.xlsx) or as CSV.",
    )
