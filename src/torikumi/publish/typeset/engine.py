"""From a template and values to the bytes of a PDF, in a process without network that sees no file but our templates."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import torikumi
from torikumi.errors import TorikumiError, UserError
from torikumi.publish.typeset.fonts import font_folders

TEMPLATES = Path(__file__).parent / "templates"
_SECONDS = 600
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
# Where the kernel has no filter, the typesetter's own downloads still lead nowhere.
_NOWHERE = "http://127.0.0.1:9"


class Standard(Enum):
    """What a file conforms to; every one of them refuses letters that no font has and pictures without a text."""

    ACCESSIBLE = ("ua-1",)
    ARCHIVE = ("a-2a",)
    ACCESSIBLE_ARCHIVE = ("a-2a", "ua-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is to be set: the text of a Typst template, and the values that it prints.

    The template finds the values by `json(bytes(sys.inputs.data))` and may import the files of our templates folder
    ("/paper.typ"). `data` holds what JSON can hold. A text in it prints as itself, whatever it holds.
    The template finds one value more, `lacking`: the names of the characters that no font has ("U+1F600").
    """

    template: str
    data: Mapping[str, object]
    standard: Standard = Standard.ACCESSIBLE_ARCHIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A PDF, and the characters that no font has: 〓 stands in their place."""

    octets: bytes
    replaced: tuple[str, ...] = ()


class TemplateError(TorikumiError):
    """A template that cannot be set; `report` says where and why, in the words of the typesetter."""

    def __init__(self, message: str, *, report: str) -> None:
        super().__init__(message)
        self.report = report


class TypesettingStoppedError(UserError):
    """The typesetter took too long, or more memory than it may have."""


def template_text(name: str) -> str:
    """Return the text of one of our own templates ("plan_table.typ")."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def typeset(paper: Paper) -> Typeset:
    """Return one paper as PDF; the same paper gives the same bytes. See `typeset_all`."""
    return typeset_all([paper])[0]


def typeset_all(papers: Sequence[Paper]) -> tuple[Typeset, ...]:
    """Return several papers as PDF, set one after another by one process.

    Raises a UserError where the typesetter or its fonts are not installed or it goes over its limits, TemplateError
    where a template is wrong, warns (an unknown font) or asks for what it may not have.
    """
    asked = {
        "root": str(TEMPLATES),
        "fonts": [str(folder) for folder in font_folders()],
        "papers": [
            {"template": paper.template, "data": paper.data, "standard": paper.standard.value}
            for paper in papers
        ],
    }
    answered = _ask(json.dumps(asked, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return tuple(_read(answered, len(papers)))


def _ask(request: bytes) -> bytes:
    words = (sys.executable, "-X", "utf8", "-P", "-m", "torikumi.publish.typeset.child")
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    added = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    ours = [str(Path(entry).resolve()) for entry in (*added, str(Path(torikumi.__file__).parents[1]))]
    environment["PYTHONPATH"] = os.pathsep.join(ours)
    environment["RAYON_NUM_THREADS"] = "1"
    environment["HTTPS_PROXY"] = environment["https_proxy"] = _NOWHERE
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            words, input=request, capture_output=True, env=environment, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _stopped("時間", "time") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace")
    if done.returncode < 0 or "memory allocation" in said or "MemoryError" in said:
        raise _stopped("メモリー", "memory")
    raise RuntimeError(f"the typesetting process ended with {done.returncode}: {said[-2000:]}")


def _stopped(what_ja: str, what_en: str) -> TypesettingStoppedError:
    return TypesettingStoppedError(
        ja=f"PDFを作る処理が途中で止まりました（{what_ja}の上限）。"
        "--only site,xlsx,csv,json のようにPDFを除いて公表するか、計画を分けてください。",
        en=f"Making the PDF was stopped (limit of {what_en}); publish without it (--only site,xlsx,csv,json) or cut the plan.",
    )


def _read(answered: bytes, count: int) -> list[Typeset]:
    """Read the answers: each a line of JSON, then as many bytes as it says."""
    found: list[Typeset] = []
    at = 0
    for _ in range(count):
        end = answered.index(b"\n", at)
        told = json.loads(answered[at:end])
        if "error" in told:
            raise TemplateError(told["error"], report=told["report"])
        at = end + 1 + told["length"]
        found.append(Typeset(octets=answered[end + 1 : at], replaced=tuple(told["replaced"])))
    return found
