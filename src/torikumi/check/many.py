"""One remark for a slip that runs through a whole column, instead of one a row."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from torikumi.check.rule import Remark, remark_on_project
from torikumi.check.titles import title_of
from torikumi.plan.project import Project

# A person mends this many one by one; of more, the first one and their number say enough.
MOST_ALONE = 5

Quoting = Callable[[str, str, str], tuple[str, str]]
Words = Callable[[str, str], tuple[str, str]]


def remark_on_each_or_all(projects: Sequence[Project], field: str, words: Words) -> Iterator[Remark]:
    """Yield a remark on each of a few projects, and a single one on the first of many.

    `words` is given the Japanese and the English title of what it speaks of, and returns the two messages.
    """
    if len(projects) <= MOST_ALONE:
        for project in projects:
            ja, en = words(title_of(project), title_of(project))
            yield remark_on_project(project, field, ja=ja, en=en)
        return
    first, others = title_of(projects[0]), len(projects) - 1
    ja, en = words(f"{first}など{len(projects)}事業", f"{first} and {others} others")
    yield remark_on_project(projects[0], field, ja=ja, en=en)


def remark_on_quotes(found: Sequence[tuple[Project, str]], field: str, words: Quoting) -> Iterator[Remark]:
    """Yield the same as `remark_on_each_or_all`, where each remark quotes what was found in its own project.

    `words` is given the quotation and the two titles; of many, the first one's is quoted.
    """
    if len(found) <= MOST_ALONE:
        for project, quotation in found:
            ja, en = words(quotation, title_of(project), title_of(project))
            yield remark_on_project(project, field, ja=ja, en=en)
        return
    yield from remark_on_each_or_all([project for project, _ in found], field, partial(words, found[0][1]))
