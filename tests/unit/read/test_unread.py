"""What was not read is said, and said louder where the person wanted it read."""

from pathlib import Path

from torikumi.plan.finding import Severity
from torikumi.read.run import read_documents
from unit.read.pdf_files import pdf, table

PLAN = "事業番号\t事業名\t今後の方針\t担当課\n1\t朝市の開催\tA：充実\t商工課\n2\t空き家の活用\tB：継続\t都市計画課\n"


def test_a_file_of_which_nothing_was_read_is_named(tmp_path: Path):
    plan, speech = tmp_path / "plan.txt", tmp_path / "speech.txt"
    plan.write_text(PLAN, encoding="utf-8")
    speech.write_text("市長の挨拶\n皆さん、おはようございます。\n", encoding="utf-8")

    findings = read_documents([plan, speech]).findings

    (found,) = [finding for finding in findings if finding.code == "read-unread-file"]
    assert found.severity is Severity.WARNING
    assert "speech.txt" in found.ja
    assert "speech.txt" in found.en


def test_files_that_hold_the_plan_together_are_not_named(tmp_path: Path):
    paths = []
    for name, octets in (("one.txt", PLAN.encode()), ("two.pdf", pdf(table))):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(octets)

    assert [f.code for f in read_documents(paths).findings if f.code == "read-unread-file"] == []
