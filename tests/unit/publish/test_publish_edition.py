import json
import os
import stat
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from torikumi.errors import UserError
from torikumi.plan.file import load_plan
from torikumi.plan.project import ReviewState
from torikumi.publish import folder
from torikumi.publish.edition import CSV, JSON, PDF, SITE, XLSX, publish_plan, render_edition
from torikumi.publish.remark import Remark
from torikumi.publish.typeset import fonts, papers
from unit.publish import plans

PLAN = plans.make_plan()


def files_of(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_the_manifest_lists_every_file_with_its_fingerprint(tmp_path: Path) -> None:
    manifest = publish_plan(PLAN, out=tmp_path / "out")
    files = files_of(tmp_path / "out")
    written = json.loads(files["manifest.json"])

    assert written["format"] == "torikumi-edition"
    assert (written["title"], written["year"], written["municipality"]) == (PLAN.title, 2022, "990019")
    assert written["notice"] == plans.NOTICE
    assert {entry["path"] for entry in written["files"]} == set(files) - {"manifest.json"}
    for entry in written["files"]:
        assert entry["sha256"] == sha256(files[entry["path"]]).hexdigest()
        assert entry["size"] == len(files[entry["path"]])
    assert len(manifest.files) == len(written["files"])


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    publish_plan(PLAN, out=tmp_path / "one", previous=(plans.make_older_plan(),))
    publish_plan(plans.make_plan(), out=tmp_path / "two", previous=(plans.make_older_plan(),))

    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_the_plan_file_is_the_plan_without_drafts() -> None:
    _, files = render_edition(PLAN, only=frozenset({JSON}))
    copy = load_plan(files["data/plan.json"].decode())

    assert [p.id for p in copy.projects] == [p.id for p in PLAN.projects]
    assert [r.year for p in copy.projects for r in p.reviews] == [2021]


@pytest.mark.parametrize(
    ("only", "present", "absent"),
    [
        ({SITE}, {"index.html"}, {"data/plan.json", "data/plan.xlsx", "data/projects.csv"}),
        ({XLSX}, {"data/plan.xlsx", "data/data.xlsx"}, {"index.html", "data/plan.json"}),
        ({CSV}, {"data/projects.csv", "data/columns.csv"}, {"data/data.xlsx", "index.html"}),
        (
            {PDF},
            {
                "papers/plan-table.pdf",
                "papers/project-sheets.pdf",
                "papers/committee.pdf",
                "papers/logic-models.pdf",
            },
            {"index.html"},
        ),
        ({JSON, CSV}, {"data/plan.json", "data/amounts.csv"}, {"data/data.xlsx", "index.html"}),
    ],
)
def test_only_what_is_asked_for_is_made(only: set[str], present: set[str], absent: set[str]) -> None:
    _, files = render_edition(PLAN, only=frozenset(only))

    assert present <= set(files)
    assert not absent & set(files)
    assert "manifest.json" in files


def test_the_data_page_leads_to_the_papers() -> None:
    _, files = render_edition(PLAN, only=frozenset({SITE, PDF}))

    page = files["data.html"].decode()
    assert all(f'href="{name}"' in page for name in files if name.startswith("papers/"))
    assert "印刷する資料" in page


def test_without_the_typesetter_the_rest_is_published_and_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(papers, "missing_parts", lambda: ("typst",))
    told: list[Remark] = []

    _, files = render_edition(PLAN, tell=told.append)

    assert "index.html" in files
    assert not [name for name in files if name.endswith(".pdf")]
    assert [remark.ja for remark in told] == [
        "PDFは作りませんでした。PDFを作る部品（typst）が入っていません。「pip install typst」で入れてください。"
    ]


def test_without_the_typesetter_pdf_that_is_asked_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "missing_parts", lambda: ("noto-cjk-sans-jp-bold",))
    monkeypatch.setattr(papers, "missing_parts", lambda: ("noto-cjk-sans-jp-bold",))

    with pytest.raises(UserError, match="pip install noto-cjk-sans-jp-bold"):
        publish_plan(PLAN, out=tmp_path / "out", only=frozenset({PDF}))
    assert not (tmp_path / "out").exists()


def test_a_letter_that_no_font_has_is_told_to_the_person() -> None:
    first = replace(PLAN.projects[0], name="笑顔\U0001f600の日")
    told: list[Remark] = []

    render_edition(replace(PLAN, projects=(first,)), only=frozenset({PDF}), tell=told.append)

    assert [("U+1F600" in remark.ja, "U+1F600" in remark.en) for remark in told] == [(True, True)]


def test_what_nobody_approved_is_on_no_paper() -> None:
    _, files = render_edition(PLAN, only=frozenset({PDF}))
    drafts = [r.result for p in PLAN.projects for r in p.reviews if r.state is not ReviewState.APPROVED]

    assert drafts
    for name, octets in files.items():
        if name.endswith(".pdf"):
            document = pypdfium2.PdfDocument(octets)
            words = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
            assert not [draft for draft in drafts if draft and "".join(draft.split()) in words]


def test_a_kind_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="docx"):
        render_edition(PLAN, only=frozenset({"docx"}))


def test_an_earlier_output_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish_plan(PLAN, out=out)
    publish_plan(PLAN, out=out, only=frozenset({CSV}))

    assert "index.html" not in files_of(out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish_plan(PLAN, out=tmp_path / "out", only=frozenset({CSV}))

    assert (tmp_path / "out" / "manifest.json").is_file()


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("大事な手紙", encoding="utf-8")

    with pytest.raises(UserError) as caught:
        publish_plan(PLAN, out=out)

    assert "上書きしません" in caught.value.ja
    assert files_of(out) == {"letter.txt": "大事な手紙".encode()}


@pytest.mark.parametrize(
    "manifest", ["{}", "[]", "no json", '{"format": "torikumi-edition", "files": [{}]}', "\udcff"]
)
def test_any_other_manifest_is_not_ours(tmp_path: Path, manifest: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))

    with pytest.raises(UserError):
        publish_plan(PLAN, out=out)


def test_a_file_put_into_our_folder_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish_plan(PLAN, out=out, only=frozenset({CSV}))
    (out / "data" / "memo.txt").write_text("x", encoding="utf-8")

    with pytest.raises(UserError) as caught:
        publish_plan(PLAN, out=out)

    assert "data/memo.txt" in caught.value.ja
    assert (out / "data" / "memo.txt").is_file()


def test_a_file_of_that_name_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")

    with pytest.raises(UserError) as caught:
        publish_plan(PLAN, out=tmp_path / "out")

    assert "フォルダーではありません" in caught.value.ja


def test_a_disk_that_fails_leaves_the_old_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    publish_plan(PLAN, out=out, only=frozenset({CSV}))
    before = files_of(out)
    written: list[str] = []

    def fill(path: Path, octets: bytes) -> int:
        written.append(path.name)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        return len(octets)

    monkeypatch.setattr(folder.Path, "write_bytes", fill)
    with pytest.raises(UserError) as caught:
        publish_plan(PLAN, out=out)

    assert "空きがありません" in caught.value.ja
    assert "No space left on device" in caught.value.en
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_rename_that_fails_puts_the_old_edition_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish_plan(PLAN, out=out, only=frozenset({CSV}))
    before = files_of(out)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if "-new-" in self.name:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(folder.Path, "rename", refuse)
    with pytest.raises(UserError):
        publish_plan(PLAN, out=out)

    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_web_server_may_read_the_folder(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        publish_plan(PLAN, out=tmp_path / "out", only=frozenset({CSV}))
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    publish_plan(PLAN, out=tmp_path / "link", only=frozenset({CSV}))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "manifest.json").is_file()


def test_a_link_to_a_folder_of_others_is_not_ours_to_remove(tmp_path: Path) -> None:
    publish_plan(PLAN, out=tmp_path / "out", only=frozenset({JSON}))
    (tmp_path / "others").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "others")

    with pytest.raises(UserError, match="link"):
        publish_plan(PLAN, out=tmp_path / "out", only=frozenset({JSON}))

    assert (tmp_path / "out" / "link").is_symlink()


def test_every_file_is_on_the_disk_before_the_folder_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    sync, rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda handle: (happened.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "rename", lambda path, to: (happened.append("rename"), rename(path, to))[1])

    manifest = publish_plan(PLAN, out=tmp_path / "out", only=frozenset({JSON}))

    assert happened[-1] == "rename"
    assert happened.count("sync") >= len(manifest.files) + 1


def test_the_half_folder_of_a_publishing_that_was_killed_goes_the_day_after(tmp_path: Path) -> None:
    killed, working = tmp_path / ".torikumi-new-killed", tmp_path / ".torikumi-new-working"
    for place in (killed, working):
        (place / "data").mkdir(parents=True)
        (place / "data" / "plan.csv").write_text("半分")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(killed, (two_days_ago, two_days_ago))
    publish_plan(plans.make_plan(), out=tmp_path / "out", only=frozenset({JSON}))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".torikumi-new-working", "out"]
