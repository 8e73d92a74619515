"""Last year's round as the beginning of this year's."""

from dataclasses import replace
from datetime import date

from torikumi.review.round import Round
from torikumi.text.era import format_fiscal_year


def copy_for(round_: Round, *, year: int) -> Round:
    """Return the round for another fiscal year: every date moved by as many years, the year in its words, too.

    A date may then be no working day; `days_off.day_off` tells. The 29th of February becomes the 28th where it must.
    """
    years = year - round_.year
    return replace(
        round_,
        year=year,
        title=_in_words(round_.title, round_.year, years),
        guide=_in_words(round_.guide, round_.year, years),
        opens=move_years(round_.opens, years),
        steps=tuple(replace(step, due=move_years(step.due, years)) for step in round_.steps),
    )


def move_years(day: date | None, years: int) -> date | None:
    """Return the same day of another year, the 28th of February for the 29th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _in_words(text: str, year: int, years: int) -> str:
    # 「令和6年度の実績と、令和7年度からの方針」: the later year first, or the earlier would be moved twice.
    for shown in sorted((year - 1, year, year + 1, year + 2), reverse=years > 0):
        text = text.replace(format_fiscal_year(shown), format_fiscal_year(shown + years))
    return text
