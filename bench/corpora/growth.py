"""How the figures grow with the records: a table in Markdown, and a chart."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

Figures = Mapping[str, Any]
_TIMED = (
    ("search", "検索（件数つき）", "#0017c1"),
    ("similar", "似た取組", "#ac3e00"),
    ("table directions", "表（方向性）", "#197a4b"),
    ("a city's page", "市のページ", "#6f23d0"),
)
_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 320, 64, 24
_RIGHT, _BOTTOM, _LINE = 470, 270, 17


def markdown(results: Sequence[Figures]) -> str:
    """Return a row a size: sizes on disk, seconds to build, p50 / p95 in milliseconds."""
    heads = (
        "記録",
        "文の版",
        "Parquet MB",
        "索引 MB",
        "書く 秒",
        "索引を作る 秒",
        "1年分を加える 秒",
        "最大メモリー MB",
    )
    rows = ["| " + " | ".join((*heads, *(word for _, word, _ in _TIMED))) + " |"]
    rows.append("|" + " ---: |" * (len(heads) + len(_TIMED)))
    for one in results:
        cells = [f"{one['records']:,}", f"{one['wordings']:,}", one["Parquet MB"], one["index MB"]]
        cells += [
            one.get("writing s", "－"),
            one.get("indexing s", "－"),
            one.get("adding one city's year", {}).get("s", "－"),
            one["memory MB"],
        ]
        cells += [_pair(one, name) for name, _, _ in _TIMED]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


def chart(results: Sequence[Figures]) -> str:
    """Return the times of 95 in a hundred questions over the records, both on scales of ten; what no run has is left out."""
    sizes = [log10(one["records"]) for one in results]
    low, high = min(sizes), max(sizes)

    def x(size: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (size - low) / ((high - low) or 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"',
        ' font-family="sans-serif" font-size="13">',
        "<title>記録の数と、95％の質問が終わるまでの時間</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for step in range(5):
        at = _y(10**step)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_RIGHT}" stroke="#cccccc"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**step:,}</text>')
    for one, size in zip(results, sizes, strict=True):
        parts.append(
            f'<text x="{x(size):.1f}" y="{_BOTTOM + 22}" text-anchor="middle">{one["records"] / 1e6:.1f}</text>'
        )
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 8}">記録（百万件）。縦はミリ秒（95％点）</text>')
    ends = []
    for name, word, colour in _TIMED:
        points = [
            (x(size), _y(times["p95"]))
            for one, size in zip(results, sizes, strict=True)
            if (times := _times(one, name))
        ]
        if points:
            path = "L".join(f"{left:.1f} {top:.1f}" for left, top in points)
            parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="3"/>')
            parts += [
                f'<circle cx="{left:.1f}" cy="{top:.1f}" r="4" fill="{colour}"/>' for left, top in points
            ]
            ends.append((points[-1][1], word, colour))
    below = 0.0
    for top, word, colour in sorted(ends):
        # Words do not lie over one another.
        below = max(top + 4, below + _LINE)
        parts.append(f'<text x="{_RIGHT + 12}" y="{below:.1f}" fill="{colour}">{word}</text>')
    return "".join([*parts, "</svg>\n"])


def _y(milliseconds: float) -> float:
    """The height of a time, from 1 ms at the bottom to 10 s at the top."""
    return _BOTTOM - (_BOTTOM - _TOP) * (log10(max(milliseconds, 1)) / 4)


def _times(one: Figures, name: str) -> Mapping[str, float] | None:
    times: Mapping[str, float] | None = one.get(name) or one.get(f"{name} with meaning")
    return times


def _pair(one: Figures, name: str) -> str:
    times = _times(one, name)
    return f"{times['p50']} / {times['p95']}" if times else "－"
