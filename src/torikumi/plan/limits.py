"""How large an edition may be. The largest plans of cities have some thousand projects. Knows nothing of Django."""

from torikumi.errors import UserError
from torikumi.plan.model import Plan

MOST_PROJECTS = 20_000
MOST_NODES = 20_000


class TooManyPartsError(UserError):
    """The document holds more projects or headings than an edition may have."""


def refuse_too_many(plan: Plan) -> None:
    """Raise TooManyPartsError where the plan holds more than can be compared and looked through."""
    for word, word_en, count, most in (
        ("事業", "projects", len(plan.projects), MOST_PROJECTS),
        ("見出し", "headings", len(plan.nodes), MOST_NODES),
    ):
        if count > most:
            raise TooManyPartsError(
                ja=f"文書に{word}が{count:,}件あります。ひとつの版に取り込めるのは{most:,}件までです。"
                "計画の表だけを残すか、計画ごとに文書を分けてください。",
                en=f"The document has {count:,} {word_en}; an edition may have {most:,}. "
                "Keep the plan's table only, or cut the document into one for each plan.",
            )
