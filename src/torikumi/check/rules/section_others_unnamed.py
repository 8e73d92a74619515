"""Further sections that are not named."""

from collections.abc import Iterator

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan


def _look(plan: Plan) -> Iterator[Remark]:
    others = [project for project in plan.projects if any(section.others for section in project.sections)]
    yield from remark_on_each_or_all(others, "sections", _words)


def _words(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の担当課に「ほか」とあります。ほかの課の名前もすべて書いてください。",
        f"{title_en} names its sections with “and others”. Name them all.",
    )


RULE = Rule(
    code="section-others-unnamed",
    severity=Severity.INFO,
    ja="「ほか」で済ませた担当課がある",
    en="Sections are left unnamed",
    explanation=Explanation(
        what="担当課が「福祉部 ほか」のように、名前のない課を残しているところを知らせます。",
        why="名前のない課には調査票が届かず、住民もどこに尋ねればよいか分かりません。",
        wrong="担当課「福祉部 ほか」",
        right="担当課「福祉課、長寿課、健康課」",
        what_en="Reports sections printed with ほか or 他 (and others).",
        why_en="No sheet reaches a section without a name, and residents do not know whom to ask.",
    ),
    look=_look,
)
