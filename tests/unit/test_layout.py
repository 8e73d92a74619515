"""What the arrows between packages cannot show: sizes, names, and what is loaded when."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY

SOURCE = REPOSITORY / "src" / "torikumi"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "base", "misc", "manager", "managers"}


def relative(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_package_or_module_has_a_name_that_takes_everything() -> None:
    # Django looks for a database's backend in a module of this name.
    named_by_django = Path("torikumi/web/isolation/postgresql/base.py")
    modules = [path for path in MODULES if not path.match(str(named_by_django))]
    names = {path.stem for path in modules} | {path.parent.name for path in modules}

    assert names & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=relative)
def test_a_package_says_what_it_is_for_and_nothing_else(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_command_line_loads_without_django() -> None:
    code = (
        "import sys, torikumi.cli.main, torikumi.cli.read, torikumi.cli.check, torikumi.cli.compare, torikumi.cli.publish, "
        "torikumi.cli.review\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'duckdb')])"
    )

    assert run_python(code).stdout.strip() == "[]"


def test_help_comes_without_the_packages_of_the_extras() -> None:
    code = (
        "import sys\n"
        "OCR = ('cv2', 'onnxruntime', 'rapidocr', 'PIL')\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('django', 'psycopg', 'duckdb', 'whitenoise', 'axes', 'csp') + OCR:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "sys.argv = ['torikumi', '--help']\n"
        "import torikumi.cli.main as m\n"
        "m.main()\n"
    )

    result = run_python(code)

    assert result.returncode == 0, result.stderr
    assert "publish" in result.stdout


REGISTRY = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian", re.IGNORECASE)


def committed_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    return [REPOSITORY / name for name in listed.split("\0") if name]


def test_no_committed_file_names_a_package_registry() -> None:
    here = Path(__file__).resolve()
    named = [
        relative(path)
        for path in committed_files()
        if path.is_file() and path != here and REGISTRY.search(path.read_bytes().decode("utf-8", "ignore"))
    ]

    assert named == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for path in sorted((REPOSITORY / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, flags=re.MULTILINE)
        assert "://" not in text
        assert packages
        assert text.count("--hash=sha256:") >= len(packages)


def test_the_product_knows_no_phrase_of_the_sample_document() -> None:
    phrases = ("入間", "狭山", "みほん市", "ティスティカフェ", "しごと応援")
    knowing = [
        relative(path)
        for path in [*MODULES, *SOURCE.rglob("*.html"), *SOURCE.rglob("*.js")]
        if any(phrase in path.read_text(encoding="utf-8") for phrase in phrases)
    ]

    assert knowing == []
