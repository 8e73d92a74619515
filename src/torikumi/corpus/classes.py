"""Classes by which plans of different bodies are counted together: fields of policy and kinds of sections."""

import re
from collections.abc import Mapping

from torikumi.text.width import search_key

# The fields follow the functions of local budgets (目的別歳出: 地方財政法施行規則の款), split where plans split them.
GOAL_CLASSES: Mapping[str, str] = {
    "children": "子育て・少子化",
    "education": "教育・文化・スポーツ",
    "welfare": "福祉・介護",
    "health": "健康・医療",
    "industry": "産業・雇用・創業",
    "farming": "農林水産",
    "tourism": "観光・交流・移住",
    "environment": "環境・エネルギー",
    "town": "都市・交通・住まい",
    "safety": "防災・防犯・消防",
    "community": "協働・地域・人権",
    "government": "行財政・デジタル",
    "other": "その他",
}
_GOAL_WORDS: Mapping[str, str] = {
    "children": "子育て 子ども こども 少子 結婚 出産 保育 児童 妊娠 若い世代 青少年 母子 ひとり親 乳幼児 婚活",
    "education": "教育 学校 学び 学習 文化 スポーツ 図書館 芸術 歴史 生涯学習 給食 公民館 博物館 文化財 国際交流 教員 科学技術",
    "welfare": "福祉 介護 高齢 障害 障がい 生活保護 生活困窮 地域包括 シニア 年金 認知症",
    "health": "健康 医療 保健 健診 検診 病院 予防接種 感染症 食育 健康寿命 救急医療 薬",
    "industry": "産業 雇用 しごと 仕事 創業 起業 商店 商業 中小企業 企業 就労 就職 工業 労働 働く 経済 地場",
    "farming": "農業 農林 林業 漁業 水産 農産 畜産 地産地消 6次産業 六次 森林 担い手 農村 農地",
    "tourism": "観光 移住 定住 交流人口 関係人口 シティプロモーション 魅力発信 ふるさと納税 人の流れ ひとの流れ 誘客 ブランド",
    "environment": "環境 エネルギー 脱炭素 ごみ 廃棄物 リサイクル 温暖化 自然 緑 公園 生物多様性 再生可能",
    "town": "都市 交通 道路 住宅 住まい 空き家 上水道 下水道 水道 公共交通 バス まちづくり 土地区画 景観 河川 港湾 空港 インフラ",
    "safety": "防災 防犯 消防 救急 災害 減災 耐震 交通安全 安全 安心 避難 危機管理 消費生活 防衛 警察",
    "community": "協働 自治会 市民活動 コミュニティ 人権 男女共同参画 多文化 平和 ボランティア 地域づくり 市民参加 NPO",
    "government": "行政 財政 行財政 デジタル DX 情報化 職員 広報 公共施設 窓口 税 電子 広域連携 統計 庁舎 行革",
}  # fmt: skip

SECTION_KINDS: Mapping[str, str] = {
    "planning": "企画・財政",
    "general": "総務・人事・情報",
    "tax": "税・市民窓口",
    "children": "子ども・保育",
    "welfare": "福祉・介護",
    "health": "健康・医療",
    "environment": "環境",
    "industry": "商工・観光",
    "farming": "農林水産",
    "town": "都市・建設",
    "water": "上下水道",
    "safety": "防災・消防",
    "education": "教育・文化",
    "community": "市民協働・人権",
    "other": "その他",
}
_SECTION_WORDS: Mapping[str, str] = {
    "children": "子ども こども 子育て 保育 児童 青少年 幼稚園 母子",
    "safety": "防災 危機管理 消防 救急 交通安全 防犯 安全",
    "water": "水道 下水 上水",
    "farming": "農 林 水産 畜産 漁",
    "education": "教育 学校 学務 図書館 生涯学習 文化 スポーツ 指導 公民館 博物館",
    "health": "健康 保健 医療 病院 衛生 国保 国民健康保険",
    "welfare": "福祉 介護 高齢 障害 障がい 社会 長寿 生活支援 保護",
    "environment": "環境 ごみ 廃棄物 清掃 リサイクル 脱炭素 公害",
    "industry": "商工 産業 観光 経済 雇用 労働 商業 工業 企業 シティ 魅力",
    "town": "都市 建設 建築 道路 土木 住宅 公園 まちづくり 開発 区画 交通 河川 施設 営繕 緑",
    "community": "協働 市民活動 人権 男女 コミュニティ 自治 国際 地域",
    "tax": "税 納税 市民課 戸籍 住民 収納 窓口 町民課 村民課",
    "planning": "企画 財政 政策 戦略 行革 経営 創生 秘書",
    "general": "総務 人事 職員 情報 デジタル 管財 契約 法務 議会 監査 選挙 会計 広報 庶務",
}  # fmt: skip


def _compiled(table: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile("|".join(re.escape(search_key(word)) for word in words.split())))
        for name, words in table.items()
    )


_GOALS, _SECTIONS = _compiled(_GOAL_WORDS), _compiled(_SECTION_WORDS)


def goal_class_of(*headings: str) -> str:
    """Return the field of policy that headings speak of, the nearest to the project given first; "other" for none.

    The field with the most words in the first heading that has any; of equals the one named first in the heading.
    """
    for heading in headings:
        key = search_key(heading)
        counts = {name: [found.start() for found in words.finditer(key)] for name, words in _GOALS}
        found = {name: places for name, places in counts.items() if places}
        if found:
            return min(found, key=lambda name: (-len(found[name]), found[name][0]))
    return "other"


def section_kind_of(section: str) -> str:
    """Return the kind of a section by the words in its name, "other" where none is known."""
    key = search_key(section)
    return next((name for name, words in _SECTIONS if words.search(key)), "other")
