"""No cell of any published file runs: not in CSV (UTF-8, CP932), not in a workbook; negative numbers stay numbers."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import plans as any_plans
from torikumi.plan.model import Municipality, Plan
from torikumi.publish.edition import CSV, XLSX, render_edition
from torikumi.publish.terms import Terms, licence_of
from unit.publish import plans

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
    "−",
    " =",
    "\u3000＝",
    "\n=",
    "\u200b=",
    "\ufeff+",
)
PAYLOADS = ("1+1", 'HYPERLINK("http://x.example","押")', "cmd|'/C calc'!A0", "SUM(A1:A9)*2")
# Excel and LibreOffice take these for the start of a formula, also behind white space and what has no width.
_RUNS = re.compile("[\t\r]|[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠−]")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def fields_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every field of every CSV; one without quotes has a NUL before it."""
    for name, octets in files.items():
        if name.endswith(".csv"):
            is_cp932 = "/cp932/" in name and not name.endswith("replaced.csv")
            text = octets.decode("cp932" if is_cp932 else "utf-8-sig")
            yield from ((name, field) for field in _fields(text))


def _fields(text: str) -> Iterator[str]:
    for found in re.finditer(r'"((?:[^"]|"")*)"|([^,\r\n"]+)', text):
        yield found[1].replace('""', '"') if found[1] is not None else f"\0{found[2]}"


def running(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The fields that a spreadsheet would run; a bare number (marked with NUL) is none."""
    found = []
    for name, field in fields_of(files):
        bare = field.startswith("\0")
        if bare and _PLAIN_NUMBER.fullmatch(field[1:]) is None:
            found.append((name, field))
        if not bare and _RUNS.match(field):
            found.append((name, field))
    return found


_FORMULA_OR_LINK = re.compile(rb"<f[ >/]|<hyperlink|externalLink|<ddeLink|t=\"str\"")


def working(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The parts of workbooks that hold a formula or a link."""
    found = []
    for name, octets in files.items():
        if name.endswith(".xlsx"):
            with ZipFile(io.BytesIO(octets)) as book:
                found += [
                    (name, part)
                    for part in book.namelist()
                    if "sheet" in part and _FORMULA_OR_LINK.search(book.read(part))
                ]
    return found


def published(plan: Plan) -> dict[str, bytes]:
    terms = Terms(licence=licence_of("=1+1"), with_cp932=True)
    return render_edition(plan, only=frozenset({CSV, XLSX}), terms=terms)[1]


def armed(value: Any, payload: str) -> Any:
    """The value with every text of it a formula."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return payload + value
    if isinstance(value, tuple):
        return tuple(armed(each, payload) for each in value)
    if isinstance(value, Municipality):
        return replace(value, name=payload + value.name)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"id", "parent", "node", "also_under", "partner_id", "sha256"}
        texts = {f.name: armed(getattr(value, f.name), payload) for f in fields(value) if f.name not in kept}
        return replace(value, **texts)
    return value


@given(any_plans(), st.sampled_from(STARTS), st.sampled_from(PAYLOADS))
@settings(max_examples=25)
def test_no_text_of_any_plan_runs_in_any_file(plan: Plan, start: str, payload: str) -> None:
    files = published(armed(plan, start + payload))

    assert running(files) == []
    assert working(files) == []


def test_the_test_itself_sees_what_runs() -> None:
    assert running({"a.csv": b'"=1",2\r\n'}) == [("a.csv", "=1")]
    assert running({"a.csv": b'"a",=1\r\n'}) == [("a.csv", "\0=1")]
    assert running({"a.csv": b'"a",-5\r\n"-",1\r\n'}) == [("a.csv", "-")]


def test_negative_numbers_stay_numbers_and_ids_are_kept_but_for_the_mark() -> None:
    plan = plans.make_plan()
    odd = replace(plan.projects[3], id="=1+1")
    files = published(replace(plan, projects=(*plan.projects[:3], odd)))

    rows = list(csv.DictReader(io.StringIO(files["data/amounts.csv"].decode("utf-8-sig"), newline="")))
    assert [(row["対象ID"], Decimal(row["金額"])) for row in rows if row["段階"] == "補正予算"] == [
        ("'=1+1", Decimal("-320.5"))
    ]
    assert b",-320.5," in files["data/amounts.csv"]
    assert running(files) == []
