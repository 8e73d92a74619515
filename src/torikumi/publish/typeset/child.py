"""The process that sets papers: a request on standard input, PDFs on standard output.

Each answer is a line of JSON, {"length": …, "replaced": […]} with so many bytes after it, or {"error": …}, which is the
last. The process gives up the network before it loads the typesetter.
"""

import json
import os
import resource
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from torikumi.publish.typeset.characters import (
    each_text,
    plain_text,
    private_characters,
    undisplayed_texts,
    with_geta,
)
from torikumi.read.sandbox.syscalls import die_with_parent, forbid_programs_and_network, leave_network

_MOST_MEMORY = 6 * 1024**3
_MOST_TRIES = 8
# Neither bytes nor properties may tell the day; the workbooks say the same one.
_MADE = 315532800  # 1980-01-01


def main() -> NoReturn:
    """Set what is asked for, and end."""
    asked = json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    die_with_parent()
    _limit_memory()
    if not forbid_programs_and_network():
        leave_network()
    _set_all(asked, out.write)
    out.flush()
    os._exit(0)


def _limit_memory() -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    allowed = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def _set_all(asked: Mapping[str, Any], write: Any) -> None:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=asked["fonts"])
    for paper in asked["papers"]:
        try:
            octets, replaced = _set(paper, root=asked["root"], fonts=fonts)
        except typst.TypstError as error:
            write(_line(error=error.message, report=error.diagnostic))
            return
        except _WarnedError as error:
            write(_line(error=str(error), report=error.report))
            return
        write(_line(length=len(octets), replaced=replaced))
        write(octets)


class _WarnedError(Exception):
    def __init__(self, message: str, *, report: str) -> None:
        super().__init__(message)
        self.report = report


def _set(paper: Mapping[str, Any], *, root: str, fonts: Any) -> tuple[bytes, Sequence[str]]:
    import typst

    data = each_text(paper["data"], plain_text)
    replaced = [*private_characters(json.dumps(data, ensure_ascii=False))]
    if replaced:
        data = with_geta(data, replaced)
    compiler = typst.Compiler(
        root=root, font_paths=fonts, ignore_system_fonts=True,
        package_path=os.devnull, package_cache_path=os.devnull,
    )  # fmt: skip
    for _ in range(_MOST_TRIES):
        try:
            octets, warnings = compiler.compile_with_warnings(
                paper["template"].encode(),
                format="pdf",
                sys_inputs={"data": json.dumps(_with_lacking(data, replaced), ensure_ascii=False)},
                pdf_standards=paper["standard"],
                timestamp=_MADE,
            )
        except typst.TypstError as error:
            lacking = [text for text in undisplayed_texts(error.diagnostic) if text]
            if not lacking:
                raise
            replaced += [text for text in lacking if text not in replaced]
            data = with_geta(data, lacking)
            continue
        assert isinstance(octets, bytes)  # noqa: S101  a PDF is one file, unlike pictures of pages
        if warnings:
            raise _WarnedError(warnings[0].message, report="\n".join(one.diagnostic for one in warnings))
        return octets, replaced
    raise _WarnedError("characters without a type keep turning up", report=" ".join(replaced))


def _with_lacking(data: object, replaced: Sequence[str]) -> object:
    """Return the values with the names of what no font has: ["U+1F600"]."""
    assert isinstance(data, dict)  # noqa: S101  the engine takes nothing else
    return {**data, "lacking": [" ".join(f"U+{ord(c):04X}" for c in text) for text in replaced]}


def _line(**told: object) -> bytes:
    return json.dumps(told).encode() + b"\n"


if __name__ == "__main__":
    main()
