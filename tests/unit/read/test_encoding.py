"""Text files in the encodings that offices use, and the sentence for those that do not fit."""

from pathlib import Path

import pytest

from torikumi.read.encoding import UnreadableCharactersError, decode_text
from torikumi.read.reading import Given
from torikumi.read.run import read_documents

TABLE = "No.,事業名,事業概要,担当課\r\n1,①髙齢者の足～守る,㈱と組む。,福祉課\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
def test_every_encoding_gives_the_same_characters(encoding: str):
    assert decode_text(TABLE.encode(encoding), name="plan.csv") == TABLE


def test_bytes_after_a_utf8_mark_must_be_utf8():
    octets = b"\xef\xbb\xbf" + "No.,事業名\r\n1,朝市\r\n".encode("cp932")

    with pytest.raises(UnreadableCharactersError, match="はUTF-8として読むことになっていますが、1行目"):
        decode_text(octets, name="plan.csv")


def test_the_person_is_told_which_encoding_fits():
    octets = "No.,事業名\r\n1,朝市\r\n".encode("cp932")

    with pytest.raises(UnreadableCharactersError, match="--encoding cp932") as caught:
        decode_text(octets, name="plan.csv", encoding="utf-8")
    assert "--encoding cp932" in caught.value.en


@pytest.mark.parametrize("name", ["UTF-8", "utf_8", "Shift_JIS", "sjis", "cp932", "CP932"])
def test_the_names_of_encodings_are_taken_as_people_write_them(name: str):
    encoding = "utf-8" if "8" in name else "cp932"

    assert decode_text("朝市".encode(encoding), name="plan.csv", encoding=name) == "朝市"


def test_an_unknown_encoding_is_said_so():
    with pytest.raises(UnreadableCharactersError, match="文字コード「latin-9」は使えません"):
        decode_text(b"a", name="plan.csv", encoding="latin-9")


def test_the_encoding_that_the_person_gives_is_used(tmp_path: Path):
    path = tmp_path / "plan.csv"
    path.write_bytes(TABLE.encode("cp932"))

    plan = read_documents([path], Given(encoding="cp932")).plan

    assert [project.name for project in plan.projects] == ["①髙齢者の足～守る"]


@pytest.mark.parametrize(
    "octets", [b"\xff\xfe\x00", b"\x81", b"\x00\x01\x02\x03", "事業".encode("utf-16-le") + b"\0"]
)
def test_what_is_no_text_ends_in_a_sentence(octets: bytes):
    with pytest.raises(UnreadableCharactersError):
        decode_text(octets, name="plan.txt")
