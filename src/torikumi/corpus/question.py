"""What is asked of the search: words, what is filtered by, the order; and what is answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.grams import words_of
from torikumi.corpus.schema import OUTCOMES, BodyKind, Result
from torikumi.corpus.states import BAND_VALUES
from torikumi.corpus.store import PREFECTURES
from torikumi.errors import UserError


def is_prefecture(name: str) -> bool:
    """Tell whether a name can be that of a prefecture, of the nation, or of none that is known (不明)."""
    return name in (*PREFECTURES, "不明") or name.endswith("県")  # invented ones, too


class Order(StrEnum):
    """In which order the wordings come."""

    RELEVANCE = "relevance"  # how well the words fit, names before texts
    MONEY = "money"  # the latest budget, the largest first
    YEAR = "year"  # the latest year first


class QuestionError(UserError):
    """A question that cannot be asked so."""


_FILTERS = (
    "bodies", "prefectures", "body_kinds", "peers", "goal_classes", "section_kinds", "years", "outcomes", "bands", "results",
)  # fmt: skip
MOST = 200
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question; an empty filter lets everything through, several values of one filter mean any of them.

    `words` are parted by white space and must all stand in the wording. `outcomes`, `bands`, `results` and `years` must
    be true of one and the same year. An outcome "" is "no direction given".
    """

    words: str = ""
    bodies: Collection[str] = ()
    prefectures: Collection[str] = ()
    body_kinds: Collection[str] = ()
    peers: Collection[str] = ()
    goal_classes: Collection[str] = ()
    section_kinds: Collection[str] = ()
    years: Collection[int] = ()
    outcomes: Collection[str] = ()
    bands: Collection[int] = ()
    results: Collection[str] = ()
    order: Order = Order.RELEVANCE
    limit: int = 20
    offset: int = 0

    def word_keys(self) -> tuple[str, ...]:
        """Return the words as keys. Raises QuestionError where they are too long."""
        if len(self.words) > LONGEST:
            raise QuestionError(
                ja=f"検索の言葉が長すぎます（{LONGEST}字まで）。短くしてください。",
                en=f"The words are too long (at most {LONGEST} characters). Shorten them.",
            )
        keys = words_of(self.words)
        if self.words.strip() and not keys:
            raise QuestionError(
                ja="検索できる文字がありません。言葉を入れ直してください。",
                en="There is no letter to look for. Enter other words.",
            )
        return keys

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is on."""
        return any(getattr(self, name) for name in _FILTERS)

    def check(self) -> None:
        """Raise QuestionError for values that no record has."""
        for given, known in (
            (self.outcomes, ("", *OUTCOMES)),
            (self.bands, BAND_VALUES),
            (self.results, [*Result]),
            (self.body_kinds, [*BodyKind]),
            (self.goal_classes, [*GOAL_CLASSES]),
            (self.section_kinds, [*SECTION_KINDS]),
        ):
            for value in given:
                if value not in known:
                    choices = ", ".join(str(one) for one in known if one != "")
                    raise QuestionError(
                        ja=f"「{value}」という区分はありません。次から選んでください: {choices}",
                        en=f"There is no {value}. Choose one of {choices}.",
                    )
        for name in self.prefectures:
            if not is_prefecture(name):
                raise QuestionError(
                    ja=f"「{name}」という都道府県はありません。「埼玉県」のように書いてください。",
                    en=f"There is no prefecture {name}. Write it whole (埼玉県).",
                )
        if not 0 < self.limit <= MOST or self.offset < 0:
            raise QuestionError(
                ja=f"一度に見られるのは1件から{MOST}件までです。",
                en=f"Ask for 1 to {MOST} at a time.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """One year of a project as its edition printed it; money in yen."""

    year: int
    direction: str | None
    outcome: str | None
    budget: int | None
    settled: int | None
    judged: int
    met: int
    fate: str
    reason: str | None
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One wording of one project (記載), with the years in which it stood so; `score` only orders.

    `text_key` is the key of name and summary, the same for the same words anywhere.
    """

    body: str
    body_name: str
    prefecture: str
    population: int | None
    peers: str | None
    line: str
    name: str
    summary: str | None
    answers: str | None
    goal: str | None
    measure: str | None
    section: str | None
    credit: str | None
    notice: str | None
    text_key: int
    years: tuple[YearOf, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How many wordings were found, some of them, and beside each value of each filter how many it would leave.

    The counts of a filter leave its own choice out: they say what another choice would find. `is_old` where the index
    is of an earlier generation than the corpus.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str | int, int]] = field(default_factory=dict)
    is_old: bool = False
