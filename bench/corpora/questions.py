"""The questions that everybody is asked: words of one and two letters and more, with and without filters."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torikumi.corpus.question import Question

# Common ones first, then rare ones, one with a sign in it, and one that stands nowhere.
_WORDS = (
    "茶", "橋", "空き家", "空き家 リフォーム", "防災 教室", "観光", "カフェ 補助", "リフォーム補助", "子育て 相談", "介護予防",
    "DX",
    "ごみ 減量 普及", "市民", "補助", "マップ作成", "ひだまり", "保育 サービス", "脱炭素", "学校給食", "予防接種", "消防団 研修",
    "図書館 電子化", "担い手 不足", "ふるさと納税", "道路 更新", "認知症", "下水道", "移住 窓口", "企業誘致", "自治会 話し合う",
    "きらり橋", "つむぎ喫茶店支援金", "ほたるDX 転入", "さざなみ里山見学会", "1234人", "妊娠・出産", "火星 観測",
)  # fmt: skip
_FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"prefectures": ("埼玉県",)},
    {"years": (2024,)},
    {"years": (2024,), "outcomes": ("expand",)},
    {"goal_classes": ("town",)},
    {"outcomes": ("abolish",)},
    {"prefectures": ("東京都", "神奈川県"), "years": (2023,), "bands": (3,)},
)
# The filters that are asked by and counted beside, and the column of each.
FILTERS: Mapping[str, str] = {
    "prefectures": "prefecture",
    "goal_classes": "goal_class",
    "years": "year",
    "outcomes": "outcome",
    "bands": "band",
    "results": "result",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the index, and its words as keys for those who take words only."""

    question: Question
    keys: tuple[str, ...]


def questions(count: int, seed: int = 1) -> Sequence[Asked]:
    """Return questions, words and filters drawn with a seed."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        question = Question(words=rng.choice(_WORDS), **rng.choice(_FILTERS))
        found.append(Asked(question, question.word_keys()))
    return found
