"""Invented bodies: as many of each kind as there are, with names that say that they are invented."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from torikumi.corpus.bodies import Body
from torikumi.corpus.rows import plan_key_of
from torikumi.corpus.schema import BodyKind
from torikumi.plan.municipality import check_digit, prefecture_of

# How many there are of each kind (総務省の市町村数に中核市などの数を引いたもの、概数), and their usual size.
_KINDS = (
    (BodyKind.DESIGNATED, 20, 1_100_000, 0.45),
    (BodyKind.CORE, 62, 350_000, 0.25),
    (BodyKind.CITY, 710, 70_000, 0.7),
    (BodyKind.WARD, 23, 380_000, 0.5),
    (BodyKind.TOWN, 743, 12_000, 0.7),
    (BodyKind.VILLAGE, 183, 3_500, 0.7),
)
_SUFFIX = {BodyKind.WARD: "区", BodyKind.TOWN: "町", BodyKind.VILLAGE: "村"}
ALL = 47 + sum(count for _, count, _, _ in _KINDS)


@dataclass(frozen=True, slots=True)
class InventedBody:
    """A body, how many projects it has beside another, how it words directions, and whether it publishes answers."""

    body: Body
    weight: float
    style: int
    has_directions: bool
    has_answers: bool

    @property
    def plan(self) -> str:
        """The title of its plan, the same every year."""
        return f"{self.body.name}総合戦略"

    @property
    def plan_key(self) -> int:
        """The key of its plan."""
        return plan_key_of(self.plan, self.body.name)


def invent_bodies(count: int, rng: np.random.Generator) -> Sequence[InventedBody]:
    """Return `count` bodies (at most ALL), spread over the prefectures and kinds as they are, in order of code."""
    kinds = [BodyKind.PREFECTURE] * 47
    for kind, number, _, _ in _KINDS:
        kinds += [kind] * number
    chosen = rng.permutation(len(kinds))[: min(count, len(kinds))]
    numbers: dict[int, int] = {}
    found = []
    for at in sorted(chosen.tolist()):
        prefecture = int(rng.integers(1, 48))
        numbers[prefecture] = numbers.get(prefecture, 0) + 1
        found.append(_body(kinds[at], prefecture, numbers[prefecture], rng))
    return sorted(found, key=lambda one: one.body.code)


def _body(kind: BodyKind, prefecture: int, number: int, rng: np.random.Generator) -> InventedBody:
    # Numbers from 700 up belong to no real body.
    digits = f"{prefecture:02}{700 + number:03}"
    sizes = {one: (middle, spread) for one, _, middle, spread in _KINDS}
    middle, spread = sizes.get(kind, (1_800_000, 0.6))
    population = int(np.exp(rng.normal(np.log(middle), spread)))
    home = prefecture_of(f"{prefecture:02}") or ""
    suffix = "県" if kind is BodyKind.PREFECTURE else _SUFFIX.get(kind, "市")
    body = Body(
        code=digits + check_digit(digits),
        name=f"みほん第{prefecture}の{number}{suffix}",
        kind=kind,
        prefecture=home,
        population=population,
    )
    return InventedBody(
        body=body,
        weight=float(np.clip((population / 70_000) ** 0.35 * np.exp(rng.normal(0, 0.3)), 0.25, 4)),
        style=int(rng.integers(0, 4)),
        has_directions=bool(rng.random() < 0.9),
        has_answers=bool(rng.random() < 0.25),
    )
