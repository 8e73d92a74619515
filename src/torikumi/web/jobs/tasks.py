"""What can be a job: a name, Japanese words, the arguments as a dataclass, and the function that does it.

The contract of a task: it may be begun again after it was killed at any point. So each of its steps is either made
in one transaction together with the note that it was made, or looks first whether it was made before. What cannot
be looked up (a mail that may have left) is written down before, and told as unknown after a crash, never repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from torikumi.errors import TorikumiError, UserError
from torikumi.plan.codec import decode, encode
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.actor import Actor

A = TypeVar("A")


class Course(Protocol):
    """A job that goes on, as its task sees it."""

    @property
    def job_id(self) -> int:
        """The number of the job."""

    @property
    def city(self) -> Municipality:
        """The city for which the work is done."""

    @property
    def by(self) -> Actor:
        """Who asked for it."""

    @property
    def tries(self) -> int:
        """How often the job was begun, this time included."""

    def tell(self, done: int, whole: int, message: str = "") -> None:
        """Keep that `done` of `whole` steps are made.

        Raises StoppedJobError where a person wants it stopped, LostJobError where another one does the job now: let
        both through.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a task leaves: a sentence for the person, the page to go on at ("/…"), and figures for the program."""

    message: str
    url: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[A]):
    """One kind of job. `arguments` is a frozen dataclass of numbers, texts and tuples of them: small, no contents."""

    name: str
    label: str
    arguments: type[A]
    work: Callable[[Course, A], Outcome]

    def pack(self, arguments: A) -> dict[str, object]:
        """Return the arguments as they are kept."""
        return encode(arguments)

    def do(self, course: Course, packed: Mapping[str, object]) -> Outcome:
        """Do the work with the arguments as they were kept."""
        return self.work(course, decode(self.arguments, dict(packed)))


class TryLaterError(UserError):
    """A task that could not be done now, but may be after `wait`; the sentence tells the person why."""

    def __init__(self, *, wait: timedelta, ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.wait = wait


class StoppedJobError(TorikumiError):
    """Somebody wants the job stopped."""


class LostJobError(TorikumiError):
    """Another runner does the job now: this one was silent for too long."""


class UnknownTaskError(UserError):
    """The job is of a kind that this version does not know."""


_TASKS: dict[str, Task[Any]] = {}


def register_task(task: Task[A]) -> Task[A]:
    """Make the task known by its name; done when its app starts. Raises ValueError for a name that is taken."""
    if _TASKS.setdefault(task.name, task) is not task:
        raise ValueError(task.name)
    return task


def find_task(name: str) -> Task[Any]:
    """Return the task of a name. Raises UnknownTaskError."""
    task = _TASKS.get(name)
    if task is None:
        raise UnknownTaskError(
            ja=f"この版のソフトは「{name}」という処理を知りません。管理者に知らせてください。",
            en=f"This version does not know jobs of the kind {name!r}; tell an administrator.",
        )
    return task


def label_of(name: str) -> str:
    """Return the Japanese words for a kind of job; the name itself where it is not known any more."""
    task = _TASKS.get(name)
    return task.label if task else name
