"""The drawing of a sheet's states and the moves between them, as SVG, from the table of moves."""

from itertools import pairwise
from math import dist, hypot

from torikumi.plan.project import ReviewState
from torikumi.review.states import MOVE_WORDS, MOVES, STATE_WORDS, Move, StepChange

WIDTH, HEIGHT = 760, 410
BOX_WIDTH, BOX_HEIGHT = 116, 44
# Where each state stands, by its middle.
PLACES = {
    ReviewState.NOT_STARTED: (90, 50),
    ReviewState.DRAFT: (90, 210),
    ReviewState.SUBMITTED: (390, 130),
    ReviewState.RETURNED: (390, 290),
    ReviewState.APPROVED: (670, 130),
}
# Arrows that would cross others go round by these corners; the label stands on the longest piece.
ROUTES = {(ReviewState.APPROVED, ReviewState.DRAFT): ((670, 155), (670, 385), (45, 385), (45, 236))}
_STYLE = (
    "text{font-family:'Noto Sans JP','Hiragino Sans','Yu Gothic',sans-serif;font-size:14px;fill:#1a1a1c}"
    ".state{fill:#e8f1fe;stroke:#0017c1;stroke-width:1.5}.move{fill:none;stroke:#414143;stroke-width:1.5}"
    ".label{font-size:12px}.ground{fill:#fff}"
)


def draw_states() -> str:
    """Return the drawing. Its text says the same as the table of the page it stands on."""
    edges = _edges()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
        '<title id="t">評価シートの状態</title>',
        f'<desc id="d">{"。".join(_sentence(edge, words) for edge, words in edges.items())}。</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#414143"/></marker></defs>',
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        *(_line(edge, is_double=(edge[1], edge[0]) in edges) for edge in edges),
        *(_label(edge, words, is_double=(edge[1], edge[0]) in edges) for edge, words in edges.items()),
        *(_box(state) for state in ReviewState),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


_Edge = tuple[ReviewState, ReviewState]


def _edges() -> dict[_Edge, list[str]]:
    edges: dict[_Edge, list[str]] = {}
    for (state, move), target in MOVES.items():
        edges.setdefault((state, target.state), []).append(MOVE_WORDS[move])
        # Approving by the last step is another arrow; handing in is the last step only where nobody rates.
        if target.step is StepChange.NEXT and move is not Move.SUBMIT:
            edges.setdefault((state, ReviewState.APPROVED), []).append(f"{MOVE_WORDS[move]}（最後の段階）")
    return edges


def _sentence(edge: _Edge, words: list[str]) -> str:
    return f"{STATE_WORDS[edge[0]]}から{STATE_WORDS[edge[1]]}へ：{'、'.join(words)}"


def _box(state: ReviewState) -> str:
    x, y = PLACES[state]
    return (
        f'<rect class="state" x="{x - BOX_WIDTH // 2}" y="{y - BOX_HEIGHT // 2}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="8"/><text x="{x}" y="{y + 5}" text-anchor="middle">{STATE_WORDS[state]}</text>'
    )


def _line(edge: _Edge, *, is_double: bool) -> str:
    start, end = edge
    if start is end:
        x, y = PLACES[start]
        top = y - BOX_HEIGHT // 2
        if start is not ReviewState.SUBMITTED:
            top = y + BOX_HEIGHT // 2
            return f'<path class="move" marker-end="url(#tip)" d="M{x - 20} {top}c-10 34 50 34 40 2"/>'
        return f'<path class="move" marker-end="url(#tip)" d="M{x - 20} {top}c-10 -34 50 -34 40 -2"/>'
    if edge in ROUTES:
        corners = "L".join(f"{x} {y}" for x, y in ROUTES[edge])
        return f'<path class="move" marker-end="url(#tip)" d="M{corners}"/>'
    (x1, y1), (x2, y2) = _ends(edge, is_double=is_double)
    return f'<path class="move" marker-end="url(#tip)" d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"/>'


def _label(edge: _Edge, words: list[str], *, is_double: bool) -> str:
    text = "・".join(words)
    if edge[0] is edge[1]:
        x, y = PLACES[edge[0]]
        above = edge[0] is ReviewState.SUBMITTED
        return _words(text, x, y - BOX_HEIGHT // 2 - 32 if above else y + BOX_HEIGHT // 2 + 36)
    if edge in ROUTES:
        first, second = max(pairwise(ROUTES[edge]), key=lambda piece: dist(*piece))
        return _words(text, (first[0] + second[0]) / 2, (first[1] + second[1]) / 2 + 4)
    (x1, y1), (x2, y2) = _ends(edge, is_double=is_double)
    # Nearer to where the arrow begins, so that two labels of a pair do not meet.
    share = 0.4 if is_double else 0.5
    return _words(text, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share + 4)


def _words(text: str, x: float, y: float) -> str:
    width = 12 * len(text) + 6
    return (
        f'<rect class="ground" x="{x - width / 2:.0f}" y="{y - 13:.0f}" width="{width}" height="17"/>'
        f'<text class="label" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{text}</text>'
    )


def _ends(edge: _Edge, *, is_double: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow begins and ends: on the edges of the boxes, beside the arrow that leads back."""
    (x1, y1), (x2, y2) = PLACES[edge[0]], PLACES[edge[1]]
    length = hypot(x2 - x1, y2 - y1)
    aside = 16 if is_double else 0
    dx, dy = -(y2 - y1) / length * aside, (x2 - x1) / length * aside
    cut = _cut(x2 - x1, y2 - y1)
    start = (x1 + dx + (x2 - x1) * cut, y1 + dy + (y2 - y1) * cut)
    return start, (x2 + dx - (x2 - x1) * cut, y2 + dy - (y2 - y1) * cut)


def _cut(dx: float, dy: float) -> float:
    """The share of the way that lies inside a box."""
    across = (BOX_WIDTH / 2 + 3) / abs(dx) if dx else 1.0
    down = (BOX_HEIGHT / 2 + 3) / abs(dy) if dy else 1.0
    return min(across, down)
