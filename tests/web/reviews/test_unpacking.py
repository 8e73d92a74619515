"""What an upload of workbooks holds: files, ZIPs of Windows and of others, and what is left out of them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from torikumi.errors import UserError
from torikumi.web.reviews.taking_in import MOST_FILES, unpack


def packed(*names: str, encoding: str = "utf-8") -> bytes:
    """Return a ZIP with files of these names, written as its maker writes names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(_Member(name, encoding), b"content of " + name.encode())
    return buffer.getvalue()


class _Member(zipfile.ZipInfo):
    """A member whose name is written as Windows in Japan does: in CP932, without saying so."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  zipfile's own name
        octets = self.filename.encode(self.encoding)
        return octets, self.flag_bits | (0x800 if self.encoding == "utf-8" else 0)


def names_in(*files: tuple[str, bytes]) -> list[str]:
    return [document.name for document in unpack(SimpleUploadedFile(name, octets) for name, octets in files)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_zip_gives_its_workbooks_by_the_names_that_people_gave_them(encoding: str) -> None:
    octets = packed(
        "返送/01_企画課.xlsx",
        "返送/02_図書館.ods",
        "送付一覧.csv",
        "~$01_企画課.xlsx",
        "メモ.docx",
        encoding=encoding,
    )

    documents = list(unpack([SimpleUploadedFile("まとめ.zip", octets)]))

    assert [document.name for document in documents] == ["01_企画課.xlsx", "02_図書館.ods"]
    assert documents[0].content == "content of 返送/01_企画課.xlsx".encode()


def test_files_and_zips_come_together_and_a_workbook_is_not_unpacked() -> None:
    workbook = packed("xl/workbook.xml")

    assert names_in(("C:/返送/a.xlsx", workbook), ("b.zip", packed("c.xls"))) == ["a.xlsx", "c.xls"]


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("空.zip", packed("メモ.txt"))],
        [("壊.zip", b"PK\x03\x04")],
        [("多.zip", packed(*(f"{number}.xlsx" for number in range(MOST_FILES + 1))))],
    ],
    ids=["nothing", "no workbook", "broken", "too many"],
)
def test_an_upload_that_holds_nothing_to_take_in_is_refused_with_a_sentence(
    files: list[tuple[str, bytes]],
) -> None:
    with pytest.raises(UserError) as refused:
        names_in(*files)

    assert refused.value.ja.endswith("。")


def test_a_zip_that_swells_is_refused_unopened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"0" * 70_000_000)

    with pytest.raises(UserError):
        names_in(("爆弾.zip", buffer.getvalue()))
