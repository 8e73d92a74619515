"""The page of the manual that shows the results: the figures in the text of bench/reading-benchmark.md."""

import re
from collections.abc import Sequence
from pathlib import Path

from .peers import OURS, Peer
from .report import table

TEMPLATE = Path(__file__).resolve().parent.parent / "reading-benchmark.md"
_SERIAL = re.compile(r"-[0-9]+\Z")
_DOCUMENTS = {
    "band_a3": "目標と施策が帯の行",
    "merged_a4": "目標と施策が結合セル。ページで切れる",
    "vertical_a4": "目標が縦書きの結合セル",
    "hlines": "縦の罫線がない",
    "borderless": "罫線がない",
    "word": "ワープロの表",
    "word_break": "ワープロの表で、行の途中でページが変わる（ここで作る）",
    "rotated": "ページが90度回っている",
    "kangxi": "文字が部首の文字で入っている",
    "doubled": "どの文字も2度印刷されている（ここで作る）",
    "hidden": "見えない文字が重なっている（ここで作る）",
    "scan200": "画像だけ（200 dpi、少し傾き、汚れあり）",
    "invented": "作った計画。罫線、塗り、印刷の順、隠れた文字などを乱数で選ぶ",
    "report": "83ページの報告書",
    "band_messy": "全角の数字、余分な空白、セルの中の改行",
    "table": "rowspan と colspan の表",
    "tables10": "10の表に78の計画（事業名と担当課だけを見る）",
    "broken_style": "書式の属性が1つ壊れたブック（band_a3 の元のまま）",
}


def write_page(path: Path, report: str, peers: Sequence[Peer], documents: Sequence[str]) -> None:
    """Write the page with the results, the documents and the peers with their versions and licences."""
    page = TEMPLATE.read_text(encoding="utf-8")
    parts = {"documents": _documents(documents), "report": report, "peers": _peers(peers)}
    for name, part in parts.items():
        page = page.replace(f"{{{name}}}", part)
    path.write_text(page, encoding="utf-8")


def _documents(names: Sequence[str]) -> str:
    files: dict[str, list[str]] = {}
    for name in names:
        stem, _, file_type = name.rpartition(".")
        files.setdefault(_SERIAL.sub("", stem), []).append(file_type)
    rows = [
        [
            stem if len(types) == len(set(types)) else f"{stem}（{len(types)}）",
            "・".join(dict.fromkeys(types)),
            _DOCUMENTS.get(stem, ""),
        ]
        for stem, types in files.items()
    ]
    return table(["文書", "形式", "何が難しいか"], rows)


def _peers(peers: Sequence[Peer]) -> str:
    rows = [
        [p.name, "、".join(p.packages) or f"{p.command}（Debian）", p.licence] for p in peers if p is not OURS
    ]
    return table(["読み手", "パッケージ", "ライセンス"], rows)
