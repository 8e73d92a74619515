"""A project's life through the editions, with the projects that went into it and those that it went into."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from torikumi.compare.successions import Succession, Turn

# A project that swallowed a whole programme would make a picture that nobody reads.
MOST_LANES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """What leads from a project of one edition to one of the next; `turn` is None where it is the same project."""

    edition: int
    old: str
    new: str
    turn: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The projects of a life by id, the one that was asked for first, and how they lead to one another.

    `edition` of a join counts from 0 and is that of its older end. `more` is how many further projects are left out.
    """

    lanes: tuple[str, ...]
    joins: tuple[Join, ...]
    more: int = 0


class Lives:
    """Answers for the lives of all projects of a row of editions."""

    def __init__(self, successions: Sequence[Iterable[Succession]]) -> None:
        """Take the successions of each pair of neighbouring editions, from the oldest, their ids meeting."""
        self._count = len(successions) + 1
        self._joins: dict[str, list[Join]] = {}
        for edition, pair in enumerate(successions):
            for one in pair:
                join = Join(edition=edition, old=one.old, new=one.new, turn=one.turn)
                for end in (one.old, one.new):
                    self._joins.setdefault(end, []).append(join)

    def lanes_of(self, project_id: str) -> tuple[str, ...]:
        """Return the project, who came before it and what it became, and theirs, but not their siblings."""
        before = self._reach(project_id, backwards=True)
        after = self._reach(project_id, backwards=False)
        return tuple(dict.fromkeys((project_id, *before, *after)))

    def life_of(self, project_id: str, *, stands: Callable[[int, str], bool]) -> Life:
        """Return the life of a project; `stands` says whether an edition (from 0) has a project."""
        found = self.lanes_of(project_id)
        lanes = found[:MOST_LANES]
        turns = dict.fromkeys(
            join
            for lane in lanes
            for join in self._joins.get(lane, ())
            if join.old in lanes and join.new in lanes
        )
        goes_on = (
            Join(edition=edition, old=lane, new=lane)
            for lane in lanes
            for edition in range(self._count - 1)
            if stands(edition, lane) and stands(edition + 1, lane)
        )
        joins = sorted(
            (*goes_on, *turns), key=lambda one: (one.edition, lanes.index(one.new), lanes.index(one.old))
        )
        return Life(lanes=lanes, joins=tuple(joins), more=len(found) - len(lanes))

    def _reach(self, project_id: str, *, backwards: bool) -> list[str]:
        """The projects in one direction of time, the nearest first; () where nothing leads there."""
        found: dict[str, int] = {project_id: self._count if backwards else -1}
        waiting = [project_id]
        while waiting:
            here = waiting.pop(0)
            for join in self._joins.get(here, ()):
                near, far = (join.new, join.old) if backwards else (join.old, join.new)
                in_time = join.edition < found[here] if backwards else join.edition > found[here]
                if near == here and in_time and far not in found:
                    found[far] = join.edition
                    waiting.append(far)
        return [one for one in found if one != project_id]
