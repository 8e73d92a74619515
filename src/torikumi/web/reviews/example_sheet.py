"""A form as it will look, on an invented project: for settings, which belong to no plan."""

from __future__ import annotations

from datetime import date

from torikumi.plan.indicator import Indicator
from torikumi.plan.project import Project
from torikumi.review.form import Form
from torikumi.review.library.shelf import all_scales
from torikumi.review.round import Round, Step, StepRole
from torikumi.review.words import ROLE_WORDS
from torikumi.text.era import fiscal_year_of
from torikumi.web.reviews.sheet_preview import StepPreview, preview_of

_EXAMPLE = Project(
    id="P-example", number="1", name="見本の事業", indicators=(Indicator(name="見本の指標", unit="人"),)
)


def example_of(form: Form, day: date) -> tuple[StepPreview, ...]:
    """Return the form step by step, with the first ready-made scale where it asks for one."""
    rules = Round(
        title="見本",
        year=fiscal_year_of(day) - 1,
        form=form,
        scale=all_scales()[0].value,
        steps=tuple(map(_step, dict.fromkeys(field.step for field in form.fields))),
    )
    return preview_of(rules, _EXAMPLE)


def _step(name: str) -> Step:
    role = StepRole(name) if name in {str(role) for role in StepRole} else StepRole.SECTION
    return Step(id=name, label=ROLE_WORDS[role] if name == role else name, role=role)
