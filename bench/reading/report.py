"""The tables of results, as Markdown: for the terminal and for the manual alike."""

import os
import platform
import re
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from .gold import GENERATED, OFFICE, REPORT, TABLE
from .measure import Measure
from .peers import OURS, Peer


def render(measures: Sequence[Measure], *, missing: Sequence[Peer], times: int) -> str:
    """Return all tables with what they mean, in Japanese with the sentence in English that a reader abroad needs."""
    parts = [
        _machine(times),
        _section(
            "PDF: セルの一致（折りたたんで比べた F1） / Cell F1, folded",
            _grid(_of(measures, TABLE), _folded, _mean),
        ),
        _section(
            "PDF: 事業の数（全部の欄が正しいもの） / Whole records", _grid(_of(measures, TABLE), _whole, _sum)
        ),
        _section("PDF: 4欄が正しい事業の数 / Records, four fields", _grid(_of(measures, TABLE), _four, _sum)),
        _section(
            "PDF: セルの一致（文字コードのまま） / Cell F1, raw", _grid(_of(measures, TABLE), _raw, _mean)
        ),
        _section("PDF: 時間とメモリー / Time and memory", _costs(_of(measures, TABLE))),
        _section("作った計画 / Invented plans", _summary(_of(measures, GENERATED))),
        _section("83ページの報告書 / A report of 83 pages", _whole_documents(_of(measures, REPORT))),
        _section("Excel・Word・HTML / Office formats", _whole_documents(_of(measures, OFFICE))),
        _section("ほかの方が良いところ / Where others do better", _better(measures)),
        _section("測れなかったもの / Not measured", _failures(measures, missing)),
    ]
    return "\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}" if body else ""


def _machine(times: int) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} コア（{platform.machine()}）、メモリー {memory:.0f} GB、Python {platform.python_version()}、"
        f"時間は {times} 回の中央値。\n"
    )


def _of(measures: Sequence[Measure], group: str) -> list[Measure]:
    return [measure for measure in measures if measure.case.group == group]


def _grid(
    measures: Sequence[Measure],
    value: Callable[[Measure], float],
    total: Callable[[Sequence[float]], float],
) -> str:
    """Return readers by documents, the best total first; "–" where a reader gave up."""
    documents = list(dict.fromkeys(measure.case.name for measure in measures))
    found = {(measure.reader.name, measure.case.name): measure for measure in measures}
    names = list(dict.fromkeys(measure.reader.name for measure in measures))
    totals = {name: total([value(found[name, d]) for d in documents if (name, d) in found]) for name in names}
    rows = [
        [
            _marked(name),
            *(_shown(found.get((name, d)), value) for d in documents),
            f"**{_number(totals[name])}**",
        ]
        for name in sorted(names, key=lambda name: -totals[name])
    ]
    head = ["", *(document.removesuffix(".pdf") for document in documents), "計" if total is _sum else "平均"]
    return table(head, rows) if rows else ""


def _shown(measure: Measure | None, value: Callable[[Measure], float]) -> str:
    return "–" if measure is None or measure.error else _number(value(measure))


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _marked(name: str) -> str:
    return f"**{name}**" if name == OURS.name else name


def _folded(measure: Measure) -> float:
    return measure.folded.f1 if measure.folded else 0.0


def _raw(measure: Measure) -> float:
    return measure.raw.f1 if measure.raw else 0.0


def _whole(measure: Measure) -> int:
    return measure.whole


def _four(measure: Measure) -> int:
    return measure.four


def _sum(values: Sequence[float]) -> float:
    return sum(values)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


def _costs(measures: Sequence[Measure]) -> str:
    """Return time a page and memory by reader, the quickest first: sums over all documents it read."""
    rows = []
    for name in dict.fromkeys(measure.reader.name for measure in measures):
        read = [m for m in measures if m.reader.name == name and not m.error]
        pages = sum(m.pages for m in read)
        if pages:
            cpu, wall = (sum(getattr(m, what) for m in read) * 1000 / pages for what in ("cpu", "wall"))
            start = fmean(m.start for m in read) * 1000
            rows.append(
                (
                    cpu,
                    [
                        _marked(name),
                        f"{cpu:.0f}",
                        f"{wall:.0f}",
                        f"{start:.0f}",
                        f"{max(m.MB for m in read):.0f}",
                    ],
                )
            )
    head = ["", "CPU ms/ページ", "経過 ms/ページ", "起動 ms", "最大 MB"]
    return table(head, (row for _, row in sorted(rows, key=lambda row: row[0]))) if rows else ""


def _summary(measures: Sequence[Measure]) -> str:
    """Return one line a reader over many documents: how many it read, records and cells, time a page."""
    rows = []
    for name in dict.fromkeys(measure.reader.name for measure in measures):
        tried = [m for m in measures if m.reader.name == name]
        pages = sum(m.pages for m in tried if not m.error)
        rows.append(
            [
                _marked(name),
                f"{sum(not m.error for m in tried)}/{len(tried)}",
                f"{sum(m.whole for m in tried)}/{sum(m.gold for m in tried)}",
                str(sum(m.four for m in tried)),
                f"{_mean([_folded(m) for m in tried]):.3f}",
                f"{sum(m.cpu for m in tried) * 1000 / pages:.0f}" if pages else "",
            ]
        )
    rows.sort(key=lambda row: -int(row[2].split("/")[0]))
    head = ["", "読めた文書", "事業", "4欄", "セル F1", "CPU ms/ページ"]
    return table(head, rows) if rows else ""


def _whole_documents(measures: Sequence[Measure]) -> str:
    rows = [
        [
            measure.case.name,
            _marked(measure.reader.name),
            f"{measure.whole}/{measure.gold}",
            f"{measure.folded.f1:.3f}" if measure.folded else "",
            f"{measure.cpu * 1000:.0f}",
            f"{measure.wall * 1000:.0f}",
            f"{measure.MB:.0f}",
        ]
        for measure in sorted(measures, key=lambda m: (m.case.name, -m.whole, m.cpu))
        if not measure.error
    ]
    return table(["文書", "", "事業", "セル F1", "CPU ms", "経過 ms", "最大 MB"], rows) if rows else ""


def _better(measures: Sequence[Measure]) -> str:
    """Say, document by document, who does better than we do, in what."""
    lines = []
    ours = {m.case.name: m for m in measures if m.reader.peer is OURS}
    for name, own in ours.items():
        others = [m for m in measures if m.case.name == name and m.reader.peer is not OURS and not m.error]
        said = [
            _said("事業", [(m.whole, m) for m in others], own.whole, best=max, show="{:.0f}"),
            _said("セル F1", [(_folded(m), m) for m in others], _folded(own), best=max, show="{:.3f}"),
            _said(
                "CPU",
                [(m.cpu * 1000 / m.pages, m) for m in others if m.whole >= own.whole * 0.9],
                own.cpu * 1000 / own.pages,
                best=min,
                show="{:.0f} ms",
            ),
            _said(
                "メモリー",
                [(m.MB, m) for m in others if m.whole >= own.whole * 0.9],
                own.MB,
                best=min,
                show="{:.0f} MB",
            ),
        ]
        said = [text for text in said if text]
        if said:
            lines.append(f"* {name}: {'、'.join(said)}")
    return "\n".join(lines) + "\n" if lines else ""


def _said(
    what: str,
    others: Sequence[tuple[float, Measure]],
    own: float,
    *,
    best: Callable[..., tuple[float, Measure]],
    show: str,
) -> str:
    if not others:
        return ""
    value, measure = best(others, key=lambda pair: pair[0])
    is_better = value > own + 0.0005 if best is max else value < own * 0.9
    return (
        f"{what} {measure.reader.name} {show.format(value)}（取組 {show.format(own)}）" if is_better else ""
    )


def _failures(measures: Sequence[Measure], missing: Sequence[Peer]) -> str:
    lines = [f"* {peer.name}: 入っていません（`make bench-peers`）" for peer in missing]
    lines += [f"* {m.reader.name}、{m.case.name}: {_first_line(m.error)}" for m in measures if m.error]
    return "\n".join(lines) + "\n" if lines else ""


def _first_line(error: str) -> str:
    """Return the first line of an error, folders left out: they are those of one machine."""
    return re.sub(r"(?:/[^/\s]+)+/", "", error.splitlines()[0])
