"""How each rule stands in a city: on with which severity, or off and why. A plain value, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.run import Silenced
from torikumi.check.settings import AS_THE_CATALOGUE, RuleSettings, reason_for_silence, severity_under
from torikumi.plan.finding import Severity

SEVERITY_WORDS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "誤り", Severity.WARNING: "注意", Severity.INFO: "参考"}
)
# Beside the word, for eyes that run down a list; never the colour alone.
SEVERITY_MARKS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "×", Severity.WARNING: "!", Severity.INFO: "i"}
)
RANKS: Mapping[Severity, int] = MappingProxyType({each: rank for rank, each in enumerate(Severity)})
_ORDER = MappingProxyType({rule.code: place for place, rule in enumerate(ALL_RULES)})


@dataclass(frozen=True, slots=True)
class RuleStand:
    """The catalogue under a city's settings; `severities` are those of the rules that are on, by code."""

    settings: RuleSettings = AS_THE_CATALOGUE
    severities: Mapping[str, Severity] = field(init=False)

    def __post_init__(self) -> None:
        """Work out each rule once."""
        by_code = self.settings.by_code
        found = {rule.code: severity_under(rule, by_code.get(rule.code)) for rule in ALL_RULES}
        shown = {code: severity for code, severity in found.items() if severity is not None}
        object.__setattr__(self, "severities", MappingProxyType(shown))

    def codes(self, severity: str = "") -> tuple[str, ...]:
        """Return the rules that are on, of one severity where one is given, in the catalogue's order."""
        return tuple(code for code, each in self.severities.items() if severity in ("", each))

    def rank(self, code: str) -> tuple[int, int]:
        """Return where findings of a rule stand: the worst first, then in the catalogue's order."""
        severity = self.severities.get(code, Severity.INFO)
        return RANKS[severity], _ORDER.get(code, len(_ORDER))

    def off_codes(self) -> tuple[str, ...]:
        """Return the rules whose findings are counted only."""
        return tuple(rule.code for rule in ALL_RULES if rule.code not in self.severities)

    def silenced(self, counts: Mapping[str, int]) -> tuple[Silenced, ...]:
        """Return the rules that are off and would have spoken; `counts` are all findings by rule."""
        by_code = self.settings.by_code
        return tuple(
            Silenced(
                code=rule.code,
                count=counts[rule.code],
                by_city=rule.code in by_code,
                ja=reason_for_silence(rule, by_code.get(rule.code), "ja") or "",
                en=reason_for_silence(rule, by_code.get(rule.code), "en") or "",
            )
            for rule in ALL_RULES
            if rule.code not in self.severities and counts.get(rule.code)
        )
