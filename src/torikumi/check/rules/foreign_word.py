"""Foreign words that most readers do not know."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from torikumi.check.many import remark_on_each_or_all
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.texts import texts_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.plan.project import Project

# Our own list, for words that the state's guide (文化審議会「公用文作成の考え方」2022) would have said in Japanese.
_PLAINER = {
    "スキーム": "枠組み", "アジェンダ": "議題", "コンセンサス": "合意",
    "インセンティブ": "動機付け、報奨", "フィージビリティ": "実現できるか", "ステークホルダー": "利害関係者",
    "エビデンス": "根拠", "アウトリーチ": "訪問支援、出向いての支援", "プロモート": "売り込む", "ブラッシュアップ": "磨き上げ",
    "マイルストーン": "節目", "コンプライアンス": "法令を守ること",
    "アカウンタビリティ": "説明責任", "キャパシティ": "能力、収容力", "レジリエンス": "回復力", "ソリューション": "解決策",
    "ロードマップ": "行程表", "シナジー": "相乗効果", "インキュベーション": "起業支援",
}  # fmt: skip
_WORD = re.compile(
    "(?<![ァ-ヶー・])(" + "|".join(sorted(_PLAINER, key=len, reverse=True)) + ")(?![ァ-ヶー・])"
)
_NAMED = re.compile(r"「[^「」]*」|『[^『』]*』|（[^（）]*）|\([^()]*\)")


def _look(plan: Plan) -> Iterator[Remark]:
    users: defaultdict[str, list[Project]] = defaultdict(list)
    for project in plan.projects:
        text = "\n".join(text.text for text in texts_of(project))
        # A word explained in brackets, or the name of something, is left alone.
        for word in dict.fromkeys(_WORD.findall(_NAMED.sub("", text))):
            explained = rf"{word}[（(]|[（(][^（）()]*{word}"
            if word not in project.name and not re.search(explained, text):
                users[word].append(project)
    for word, projects in users.items():
        yield from remark_on_each_or_all(projects, "summary", partial(_words, word))


def _words(word: str, title_ja: str, title_en: str) -> tuple[str, str]:
    plainer = _PLAINER[word]
    return (
        f"{title_ja}の文に「{word}」とあります。「{plainer}」などと言い換えるか、説明を添えてください。",
        f"{title_en} writes “{word}”. Say it in Japanese (“{plainer}”), or explain it.",
    )


RULE = Rule(
    code="foreign-word",
    severity=Severity.INFO,
    ja="定着していない外来語がある",
    en="A foreign word that readers may not know",
    explanation=Explanation(
        what="「スキーム」「アジェンダ」「アウトリーチ」など、言い換えのできる外来語を、"
        "説明なしに使っている文を知らせます。かっこで説明した語と、事業の名前に入っている語は数えません。",
        why="「公用文作成の考え方」（文化審議会、2022年）は、日本語に十分定着していない外来語を、"
        "言い換えるか説明するよう求めています。ここの一覧は torikumi が選んだものです。",
        wrong="「スキームを構築し、アウトリーチを行う。」",
        right="「支援の枠組みを作り、家を訪ねる。」",
        what_en="Reports foreign words of our own list that are used without an explanation.",
        why_en="The state’s guide of 2022 asks to say them in Japanese or to explain them.",
    ),
    look=_look,
)
