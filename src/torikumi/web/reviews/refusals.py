"""Why the yearly review refuses something; each says what to do next."""

from dataclasses import dataclass
from datetime import datetime

from torikumi.errors import UserError
from torikumi.review.answers import Problem


class NotAllowedError(UserError):
    """The person has no part in the sheet or round that lets them do this."""


class RoundClosedError(UserError):
    """The round is not open: not opened yet, frozen or cancelled."""


class StaleRoundError(UserError):
    """Somebody else changed the round's settings since they were opened."""

    def __init__(self) -> None:
        super().__init__(
            ja="開いている間に、ほかの人がこの評価の設定を変えました。画面を開き直して、変わった設定を確かめてください。",
            en="Somebody else has changed the round since you opened it; open the page again.",
        )


class DraftError(UserError):
    """A setting that cannot be worked on, or cannot become a version yet."""


class SecondRoundError(UserError):
    """A round on this plan and fiscal year is prepared or open already."""


class NoSuchProjectError(UserError):
    """Projects or a section that cannot be chosen here."""


class WrongDayError(UserError):
    """A day that is no later day of a section of the round."""


class DeadlineError(UserError):
    """The last day has gone by, and the round takes no late answers."""


class NoteMissingError(UserError):
    """A move back needs words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """One field that somebody else wrote meanwhile: what stands there now, and what was to be written."""

    key: str
    stored: str
    wanted: str
    by: str
    at: datetime | None


class StaleSheetError(UserError):
    """The sheet was written by somebody else since it was opened; nothing was saved. `collisions` shows both texts."""

    def __init__(self, *, version: int, collisions: tuple[Collision, ...] = ()) -> None:
        self.version = version
        self.collisions = collisions
        who = "、".join(dict.fromkeys(each.by for each in collisions if each.by))
        super().__init__(
            ja=f"開いている間に{who or 'ほかの人'}がこのシートを書き換えました。まだ保存していません。"
            "両方の文を見比べて、残すほうを選んでください。",
            en=f"{who or 'Somebody else'} has written this sheet since you opened it; nothing was saved. "
            "Compare both texts and choose.",
        )


class IncompleteAnswerError(UserError):
    """The answer cannot go on yet; `problems` says field by field why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        more_ja = f"（ほか{len(problems) - 1}件）" if len(problems) > 1 else ""
        more_en = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(ja=first.ja + more_ja, en=first.en + more_en)


class UnknownFieldError(UserError):
    """A field that the step does not fill in, or a text beyond all measure."""

    def __init__(self, key: str, ja: str = "", en: str = "") -> None:
        super().__init__(
            ja=ja or f"「{key[:60]}」は、今の段階で書く欄ではありません。画面を開き直してください。",
            en=en or f"{key[:60]!r} is no field of this step; open the page again.",
        )

    @classmethod
    def too_long(cls, key: str, most: int) -> "UnknownFieldError":
        """Return the refusal of a text of more than `most` characters."""
        return cls(
            key,
            ja=f"一つの欄に入れられるのは{most:,}字までです。短くしてください。",
            en=f"A field takes {most} characters.",
        )
