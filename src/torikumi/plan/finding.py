"""What is wrong, odd or unsure about a plan: data with a place, never an exception."""

from dataclasses import dataclass
from enum import StrEnum

from torikumi.plan.place import Place


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # must be mended before the plan is published
    WARNING = "warning"  # should be looked at
    INFO = "info"  # worth knowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; `code` is the stable name of the rule or of the reader's doubt.

    `subject` is the id of the project or node it speaks of, None for the whole plan; `field` its attribute.
    """

    code: str
    severity: Severity
    ja: str
    en: str
    subject: str | None = None
    field: str | None = None
    place: Place | None = None

    def sentence(self, language: str) -> str:
        """Return the message in `language` ("ja" or "en")."""
        return self.ja if language == "ja" else self.en
