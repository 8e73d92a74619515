"""Tables of invented plans: bodies × years × projects, one table a prefecture, the same for the same seed."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from torikumi.corpus.invented.bodies import ALL, InventedBody, invent_bodies
from torikumi.corpus.invented.lives import Lives, bands_of, invent_lives
from torikumi.corpus.invented.wordings import Wordings, invent_wordings
from torikumi.corpus.keys import line_key_of, line_of
from torikumi.corpus.rows import edition_of
from torikumi.corpus.schema import SCHEMA

NOTICE = "架空のデータです（自動生成）。実在の団体・事業とは関係ありません。"
CREDIT = "Torikumi が自動で作った架空のデータ"
_LAST_YEAR = 2025
# Up to a million rows the number of bodies grows; then that of projects, and of years.
_PROJECTS, _YEARS, _MOST_YEARS, _MANY = 150, 10, 15, 5_000_000
_STYLES = {
    "expand": ("A：充実", "拡充", "1 拡大", "充実"),
    "keep": ("B：継続", "現状維持", "2 継続", "継続"),
    "improve": ("C：改善", "見直し", "3 改善", "改善"),
    "shrink": ("D：縮小", "縮小", "4 縮小", "縮小"),
    "merge": ("E：統合", "統合", "5 統合", "統合"),
    "abolish": ("F：廃止", "廃止", "6 廃止", "廃止"),
    "complete": ("G：完了", "終了", "7 完了", "完了"),
    "unknown": ("H：休止・廃止", "休止・廃止", "8 未定", "縮小・廃止"),
}


def invent(rows: int, *, seed: int) -> Iterator[pa.Table]:
    """Yield tables that hold about `rows` records (within 5 %) in all; memory holds one prefecture at a time.

    Rates of endings, merges, renames and directions are chosen, see `lives`; names are of the trade, the texts are
    written for this. Every record bears NOTICE.
    """
    rng = np.random.default_rng(seed)
    years = range(_LAST_YEAR + 1 - (_MOST_YEARS if rows > _MANY else _YEARS), _LAST_YEAR + 1)
    count = max(min(round(rows / (len(years) * _PROJECTS)), ALL), 1)
    bodies = invent_bodies(count, rng)
    mean = rows / len(years) / sum(one.weight for one in bodies)
    for prefecture in sorted({one.body.code[:2] for one in bodies}):
        there = [one for one in bodies if one.body.code[:2] == prefecture]
        own = np.random.default_rng([seed, int(prefecture)])
        lives = invent_lives(there, years, mean, own)
        yield _table(there, lives, invent_wordings(there, lives, own), years)


def _table(bodies: Sequence[InventedBody], lives: Lives, words: Wordings, years: range) -> pa.Table:
    owner = lives.line_body[lives.row_line]
    last = lives.row_year == lives.line_last[lives.row_line]
    outcome = lives.outcome
    following = np.where(last, "", np.r_[outcome[1:], [""]])
    fate = np.where(last, lives.line_fate[lives.row_line], "kept")
    result = np.select(
        [lives.judged == 0, lives.met == lives.judged, lives.met > 0], ["none", "met", "partly"], "missed"
    )
    first = lives.line_first
    projects = [f"P-{body:03x}{at:07x}" for at, body in enumerate(lives.line_body.tolist())]
    plan_keys = [one.plan_key for one in bodies]
    lines = [
        line_of(project, year, plan_keys[body])
        for project, year, body in zip(projects, first.tolist(), lives.line_body.tolist(), strict=True)
    ]
    codes = [one.body.code for one in bodies]
    keys = [
        line_key_of(codes[body], line) for body, line in zip(lives.line_body.tolist(), lines, strict=True)
    ]
    editions = [
        edition_of(one.body.code, key, year)
        for one, key in zip(bodies, plan_keys, strict=True)
        for year in years
    ]
    columns = {
        "body": _spread([one.body.code for one in bodies], owner),
        "body_name": _spread([one.body.name for one in bodies], owner),
        "body_kind": _spread([str(one.body.kind) for one in bodies], owner),
        "prefecture": _spread([one.body.prefecture for one in bodies], owner),
        "population": _spread([one.body.population for one in bodies], owner, pa.int32()),
        "peers": _spread([one.body.peers for one in bodies], owner),
        "year": pa.array(lives.row_year, pa.int16()),
        "plan": _spread([one.plan for one in bodies], owner),
        "plan_key": pa.array(plan_keys, pa.int64()).take(pa.array(owner)),
        "edition": _spread(editions, owner * len(years) + lives.row_year - years[0]),
        "project": _spread(projects, lives.row_line),
        "line": _spread(lines, lives.row_line),
        "line_key": pa.array(keys, pa.int64()).take(pa.array(lives.row_line)),
        "position": pa.array(_positions(owner, lives), pa.int32()),
        **words.columns(),
        "direction": _directions(bodies, owner, outcome),
        "outcome": _or_null(outcome),
        "budget": _known(lives.budget),
        "settled": _known(lives.settled),
        "settled_here": _known(lives.settled),
        "settled_before": pa.nulls(len(lives.settled), pa.int64()),
        "band": pa.array(bands_of(lives.budget), pa.int8()),
        "judged": pa.array(lives.judged, pa.int16()),
        "met": pa.array(lives.met, pa.int16()),
        "result": pa.array(result, pa.string()),
        "fate": pa.array(fate, pa.string()),
        "next_outcome": _or_null(following),
        "first_year": pa.array(first[lives.row_line], pa.int16()),
        "source": _spread(["invented"], np.zeros_like(owner)),
        "credit": _spread([CREDIT], np.zeros_like(owner)),
        "notice": _spread([NOTICE], np.zeros_like(owner)),
    }
    return pa.table([columns[field.name] for field in SCHEMA], schema=SCHEMA)


def _positions(owner: np.ndarray, lives: Lives) -> np.ndarray:
    """The place of each row in its edition, from 0, in order of the lines."""
    order = np.lexsort((lives.row_line, lives.row_year, owner))
    is_new = (np.diff(owner[order], prepend=-1) != 0) | (np.diff(lives.row_year[order], prepend=-1) != 0)
    starts = np.flatnonzero(is_new)
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return places


def _spread(values: Sequence[object], at: np.ndarray, kind: pa.DataType | None = None) -> pa.Array:
    return pa.array(values, kind or pa.string()).take(pa.array(at))


def _known(amounts: np.ndarray) -> pa.Array:
    return pa.array(amounts, pa.int64(), mask=amounts < 0)


def _or_null(texts: np.ndarray) -> pa.Array:
    return pa.array(texts.astype(object), pa.string(), mask=texts == "")


def _directions(bodies: Sequence[InventedBody], owner: np.ndarray, outcome: np.ndarray) -> pa.Array:
    style = np.asarray([one.style for one in bodies])[owner]
    names = np.asarray([*_STYLES, ""])
    at = np.searchsorted(np.sort(names), outcome)
    labels: list[str | None] = []
    for name in np.sort(names).tolist():
        labels += [*_STYLES.get(name, (None,) * 4)]
    return pa.array(labels, pa.string()).take(pa.array(at * 4 + style))
