"""One setting as a TOML file, in the words of ROUND.toml, and back; a whole ROUND.toml gives its part, too."""

from __future__ import annotations

from dataclasses import replace

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Form
from torikumi.review.form_tables import field_entries, scale_entry
from torikumi.review.rating_rule import RatingRule
from torikumi.review.rating_tables import rating_entry
from torikumi.review.roundfile import read_round_parts
from torikumi.review.step_tables import step_entries
from torikumi.review.toml_text import write_toml
from torikumi.web.reviews.setting_bodies import Body, Chain
from torikumi.web.reviews.setting_models import SettingKind


def write_setting(body: Body) -> str:
    """Return the TOML text of a setting; nothing in it stands by name, so that it holds wherever it is read."""
    match body:
        case Form():
            return write_toml(
                {
                    "form": {"id": body.id, "version": body.version, "title": body.title},
                    "fields": [field_entries(field, {}) for field in body.fields],
                }
            )
        case DirectionScale():
            return write_toml({"scale": scale_entry(body, {})})
        case Chain():
            return write_toml({"steps": [step_entries(step) for step in body.steps]})
        case RatingRule():
            return write_toml({"rating": rating_entry(body, {})})


def read_setting(kind: SettingKind, text: str) -> Body | None:
    """Return the part of this kind that a file holds, None where it holds none. Raises RoundError."""
    parts = read_round_parts(text)
    match kind:
        case SettingKind.FORM:
            return parts.form
        case SettingKind.SCALE:
            return parts.scale
        case SettingKind.CHAIN:
            return (
                Chain(steps=tuple(replace(step, due=None) for step in parts.steps)) if parts.steps else None
            )
        case SettingKind.RATING:
            return parts.rating
