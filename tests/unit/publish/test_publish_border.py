import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from torikumi.cli.export_site import command
from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.plan.project import NamedAnswer, Review, ReviewState
from torikumi.publish.border import bundle_site, split_zip, zip_bundle
from torikumi.publish.collection import publish_collection
from unit.publish import editions

CANARIES = (
    "下書きの秘密の文",
    "庁内限りの答え",
    "tanaka-login",
    "tanaka@city.example.lg.jp",
    "/srv/torikumi/uploads",
)


def with_secrets(plan: Plan) -> Plan:
    """Return the plan with drafts, answers that stay inside, and what they were read from."""
    first, *rest = plan.projects
    secret = Review(
        year=2022, rater="産業課", state=ReviewState.APPROVED, result="公開の結果",
        others=(NamedAnswer(key="memo", label="メモ", text=f"{CANARIES[1]} {CANARIES[3]}", internal=True),),
    )  # fmt: skip
    draft = Review(
        year=2022, rater=CANARIES[2], state=ReviewState.DRAFT, result=f"{CANARIES[0]} {CANARIES[4]}"
    )
    return replace(plan, projects=(replace(first, reviews=(secret, draft)), *rest))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    newer = editions.newer()
    out = tmp_path / "published"
    publish_collection((editions.older(), replace(newer, plan=with_secrets(newer.plan))), out=out)
    return out


def run(*arguments: str) -> None:
    CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)


def sums_hold(folder: Path) -> bool:
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False, capture_output=True
    )
    return done.returncode == 0


def test_the_bundle_is_checked_without_torikumi(tmp_path: Path, site: Path) -> None:
    run(str(site), "-o", str(tmp_path / "bundle"))
    bundle = tmp_path / "bundle"

    assert sums_hold(bundle)
    assert "sha256sum -c" in (bundle / "README.txt").read_text(encoding="utf-8-sig")
    assert (bundle / "site" / "index.html").read_bytes() == (site / "index.html").read_bytes()
    (bundle / "site" / "index.html").write_bytes(b"changed")
    assert not sums_hold(bundle)


def test_nothing_but_what_was_published_is_in_the_bundle(site: Path) -> None:
    files = bundle_site(site)
    whole = b"".join(unpacked(octets) if path.endswith(".xlsx") else octets for path, octets in files.items())

    assert "公開の結果".encode() in whole
    for canary in (*CANARIES, str(site.parent)):
        assert canary.encode() not in whole, canary
    assert {path.removeprefix("site/") for path in files} - {"README.txt", "SHA256SUMS"} == {
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()
    }


def unpacked(octets: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(octets)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_the_same_folder_gives_the_same_zip(tmp_path: Path, site: Path) -> None:
    run(str(site), "-o", str(tmp_path / "plan.zip"))

    assert (tmp_path / "plan.zip").read_bytes() == zip_bundle(bundle_site(site), name="plan")


def test_parts_join_to_the_zip(tmp_path: Path, site: Path) -> None:
    run(str(site), "-o", str(tmp_path / "parts"), "--split", "100K")
    parts = sorted((tmp_path / "parts").glob("parts.zip.part-*"))

    assert len(parts) > 1
    assert max(part.stat().st_size for part in parts) <= 100_000
    assert sums_hold(tmp_path / "parts")
    assert b"".join(part.read_bytes() for part in parts) == zip_bundle(bundle_site(site), name="parts")


def test_a_part_is_not_smaller_than_makes_sense() -> None:
    with pytest.raises(UserError, match="100,000"):
        split_zip(b"x", name="a.zip", most=10)


@pytest.mark.parametrize("size", ["", "25", "many", "-1MB"])
def test_a_size_that_is_none_is_refused(tmp_path: Path, site: Path, size: str) -> None:
    with pytest.raises(UserError):
        run(str(site), "-o", str(tmp_path / "parts"), "--split", size)

    assert not (tmp_path / "parts").exists()


def test_a_changed_folder_is_not_carried_out(tmp_path: Path, site: Path) -> None:
    (site / "memo.txt").write_text("x", encoding="utf-8")

    with pytest.raises(UserError, match=r"memo\.txt"):
        run(str(site), "-o", str(tmp_path / "bundle"))
    assert not (tmp_path / "bundle").exists()


def test_what_is_there_is_not_written_over(tmp_path: Path, site: Path) -> None:
    shutil.copytree(site, tmp_path / "bundle")

    with pytest.raises(UserError, match="もうあります"):
        run(str(site), "-o", str(tmp_path / "bundle"))
