"""Polite and plain sentences in one plan."""

import re
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.sentences import sentences_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan

_POLITE = re.compile(r"(です|ます|ました|ません|ください|でしょう)$")
_PLAIN = re.compile(
    r"(である|する|した|している|いる|行う|図る|なる|れる|せる|める|ける|ない|った|んだ|指す|努める)$"
)
_RARE = 10


def _look(plan: Plan) -> Iterator[Remark]:
    polite, plain, both = [], [], []
    for project in plan.projects:
        sentences = sentences_of(project.summary or "")
        is_polite = any(_POLITE.search(sentence) for sentence in sentences)
        # 「改められました」 ends in した, and is polite.
        is_plain = any(_PLAIN.search(sentence) and not _POLITE.search(sentence) for sentence in sentences)
        if is_polite and is_plain:
            both.append(project)
        elif is_polite:
            polite.append(project)
        elif is_plain:
            plain.append(project)
    yield from remark_on_each_or_all(both, "summary", _mixed)
    if polite and len(polite) * _RARE <= len(plain):
        yield from remark_on_each_or_all(
            polite, "summary", partial(_odd, "です・ます", "である", "polite", "plain")
        )
    elif plain and len(plain) * _RARE <= len(polite):
        yield from remark_on_each_or_all(
            plain, "summary", partial(_odd, "である", "です・ます", "plain", "polite")
        )


def _mixed(title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要に、「です・ます」の文と「である」の文が混ざっています。どちらかにそろえてください。",
        f"The summary of {title_en} mixes polite and plain sentences. Keep to one.",
    )


def _odd(own: str, usual: str, own_en: str, usual_en: str, title_ja: str, title_en: str) -> tuple[str, str]:
    return (
        f"{title_ja}の概要は「{own}」の文ですが、ほかはみな「{usual}」の文です。そろえてください。",
        f"The summary of {title_en} is in {own_en} style, nearly all others are in {usual_en} style. Keep to one.",
    )


RULE = Rule(
    code="style-mixed",
    severity=Severity.INFO,
    ja="「です・ます」と「である」が混ざっている",
    en="Polite and plain style are mixed",
    explanation=Explanation(
        what="一つの概要の中で、または計画の中で一割に満たない概要だけが、ほかと違う文体（です・"
        "ます／である）であるところを知らせます。",
        why="国の「公用文作成の考え方」（文化審議会、2022年）は、一つの文書の中で文体をそろえるよう求めています。"
        "ほかから写した文の印にもなります。",
        wrong="「窓口で相談を受けます。必要なら家を訪ねる。」",
        right="「窓口で相談を受ける。必要なら家を訪ねる。」",
        what_en="Reports summaries that mix polite (です・ます) and plain (である) sentences, "
        "or differ in style from nearly all others.",
        why_en="The state’s guide to official writing (2022) asks for one style in one document.",
    ),
    look=_look,
)
