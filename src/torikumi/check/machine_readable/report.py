"""What the rules say of a file, as text for people, as JSON and as CSV for machines."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence

from torikumi.check.machine_readable.rule import Judgement, Spot, Verdict
from torikumi.check.machine_readable.run import Judged
from torikumi.text.book import Book
from torikumi.text.storable import defuse

SOURCE_JA = "総務省「統計表における機械判読可能なデータの表記方法の統一ルール」（令和2年12月）"
SOURCE_EN = "the rules of the Ministry of Internal Affairs and Communications for machine-readable data (December 2020)"
VERDICTS_JA = {Verdict.KEPT: "守られている", Verdict.BROKEN: "守られていない", Verdict.UNSEEN: "見ていない"}
VERDICTS_EN = {Verdict.KEPT: "kept", Verdict.BROKEN: "broken", Verdict.UNSEEN: "not looked at"}
_MARKS = {Verdict.KEPT: "○", Verdict.BROKEN: "×", Verdict.UNSEEN: "－"}
_MOST_SHOWN = 5
BOM = "\ufeff"


def to_text(judged: Sequence[Judged], book: Book, *, language: str) -> str:
    """Return a block a rule: those that are broken first, with places and what to do; then the summary."""
    order = (Verdict.BROKEN, Verdict.UNSEEN, Verdict.KEPT)
    blocks = [_block(one, language) for verdict in order for one in judged if one.verdict is verdict]
    head = f"{book.name}\n{SOURCE_JA}\n\n" if language == "ja" else f"{book.name}\n{SOURCE_EN}\n\n"
    return head + "".join(blocks) + "\n" + summary_line(judged, book, language=language) + "\n"


def summary_line(judged: Sequence[Judged], book: Book, *, language: str) -> str:
    """Return how many rules are kept, broken and not looked at, and how many sheets there are."""
    counts = Counter(one.verdict for one in judged)
    sheets = len(book.sheets)
    if language == "ja":
        parts = "、".join(f"{VERDICTS_JA[verdict]} {counts[verdict]}" for verdict in Verdict)
        return f"{sheets}シートを{len(judged)}項目で見ました：{parts}"
    parts = ", ".join(f"{counts[verdict]} {VERDICTS_EN[verdict]}" for verdict in Verdict)
    return f"Looked at {sheets} sheet{'' if sheets == 1 else 's'} by {len(judged)} rules: {parts}"


def to_json(judged: Sequence[Judged], book: Book) -> str:
    """Return one object: the file, and for each rule its verdict with every place."""
    content = {
        "file": book.name,
        "kind": book.kind.value,
        "encoding": book.encoding,
        "source": {"ja": SOURCE_JA, "en": SOURCE_EN},
        "verdict": (Verdict.BROKEN if any_broken(judged) else Verdict.KEPT).value,
        "rules": [_as_object(one) for one in judged],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_csv(judged: Sequence[Judged], *, language: str) -> str:
    """Return a row a place, and one a rule without places, with the mark (BOM) by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    is_ja = language == "ja"
    writer.writerow(
        ("項目", "内容", "判定", "シート", "場所", "見たもの")
        if is_ja
        else ("rule", "title", "verdict", "sheet", "place", "found")
    )
    for one in judged:
        title = one.rule.title.ja if is_ja else one.rule.title.en
        verdict = (VERDICTS_JA if is_ja else VERDICTS_EN)[one.verdict]
        nothing = Spot(sheet="", place="", ja=_why(one.judgement, "ja"), en=_why(one.judgement, "en"))
        for spot in one.judgement.spots or (nothing,):
            row = (one.rule.code, title, verdict, spot.sheet, spot.place, spot.ja if is_ja else spot.en)
            writer.writerow([defuse(text) for text in row])
    return BOM + out.getvalue()


def any_broken(judged: Sequence[Judged]) -> bool:
    """Say whether a rule is broken."""
    return any(one.verdict is Verdict.BROKEN for one in judged)


def _block(one: Judged, language: str) -> str:
    is_ja = language == "ja"
    spots = one.judgement.spots
    title = one.rule.title.ja if is_ja else one.rule.title.en
    verdict = (VERDICTS_JA if is_ja else VERDICTS_EN)[one.verdict]
    count = (f"（{len(spots)}か所）" if is_ja else f" ({len(spots)})") if spots else ""
    lines = [f"{_MARKS[one.verdict]} {one.rule.code} {title}{'：' if is_ja else ': '}{verdict}{count}"]
    lines += [
        "    " + "  ".join(filter(None, (spot.address, spot.ja if is_ja else spot.en)))
        for spot in spots[:_MOST_SHOWN]
    ]
    left = len(spots) - _MOST_SHOWN
    if left > 0:
        lines.append(f"    ほか{left}か所" if is_ja else f"    and {left} more")
    if spots:
        lines.append(f"  直し方：{one.rule.advice.ja}" if is_ja else f"  What to do: {one.rule.advice.en}")
    elif one.judgement.unseen is not None:
        lines.append(f"    {_why(one.judgement, language)}")
    return "\n".join(lines) + "\n"


def _why(judgement: Judgement, language: str) -> str:
    if judgement.unseen is None:
        return ""
    return judgement.unseen.ja if language == "ja" else judgement.unseen.en


def _as_object(one: Judged) -> dict[str, object]:
    rule, judgement = one.rule, one.judgement
    return {
        "code": rule.code,
        "ours": rule.is_ours,
        "title": {"ja": rule.title.ja, "en": rule.title.en},
        "verdict": one.verdict.value,
        "unseen": None
        if judgement.spots or judgement.unseen is None
        else {"ja": judgement.unseen.ja, "en": judgement.unseen.en},
        "advice": {"ja": rule.advice.ja, "en": rule.advice.en},
        "count": len(judgement.spots),
        "places": [
            {"sheet": spot.sheet, "place": spot.place, "found": {"ja": spot.ja, "en": spot.en}}
            for spot in judgement.spots
        ],
    }
