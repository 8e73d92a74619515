"""The words that stand above columns, as a table of synonyms: add a word here, and a row to tests/spec."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from torikumi.text.width import fold_width, search_key


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    NAME = "name"
    SUMMARY = "summary"
    DIRECTION = "direction"
    CHOICE = "choice"
    SECTION = "section"
    SECTION_MARK = "section_mark"
    HELPERS = "helpers"
    DEPARTMENT = "department"
    LEVEL = "level"
    LEVEL_NUMBER = "level_number"
    INDICATOR = "indicator"
    UNIT = "unit"
    BASE = "base"
    TARGET = "target"
    ACTUAL = "actual"
    FIGURE_KIND = "figure_kind"
    AMOUNT = "amount"
    NOTE = "note"
    PROGRESS = "progress"
    EVALUATION = "evaluation"
    RESULT = "result"
    REASON = "reason"
    REPEATED = "repeated"
    UNREAD = "unread"


JAPANESE: Mapping[Role, str] = {
    Role.NUMBER: "番号",
    Role.NAME: "事業名",
    Role.SUMMARY: "事業概要",
    Role.DIRECTION: "方針",
    Role.CHOICE: "方針（○を付けた列）",
    Role.SECTION: "担当課",
    Role.SECTION_MARK: "担当課（印を付けた列）",
    Role.HELPERS: "関係課",
    Role.DEPARTMENT: "担当部",
    Role.LEVEL: "施策などの区分",
    Role.LEVEL_NUMBER: "施策などの番号",
    Role.INDICATOR: "指標",
    Role.UNIT: "単位",
    Role.BASE: "基準値",
    Role.TARGET: "目標値",
    Role.ACTUAL: "実績値",
    Role.FIGURE_KIND: "目標・実績の別",
    Role.AMOUNT: "金額",
    Role.NOTE: "備考",
    Role.PROGRESS: "進捗",
    Role.EVALUATION: "評価",
    Role.RESULT: "実績・成果",
    Role.REASON: "理由",
    Role.REPEATED: "再掲",
    Role.UNREAD: "読まない列",
}

# The names of a plan's levels, from the top down as most plans order them; the order of the columns decides.
LEVEL_WORDS: tuple[str, ...] = (
    "将来像", "将来都市像", "まちの将来像", "基本構想", "基本理念", "分野", "政策分野", "施策分野", "重点分野",
    "分類", "柱", "基本の柱", "施策の柱", "政策の柱", "重点プロジェクト", "プロジェクト", "章", "編", "部門",
    "大項目", "大分類", "大綱", "施策の大綱", "基本政策", "政策目標", "基本目標", "目標", "政策", "重点目標",
    "まちづくりの目標", "節", "中項目", "中分類", "基本方針", "基本的方向", "基本的な方向", "方針", "基本施策",
    "主要施策", "重点施策", "分野別施策", "施策目標", "施策", "施策名", "施策の方向", "施策の方向性", "施策の展開",
    "施策の内容", "取組の方向", "取組方針", "取組の柱", "小項目", "小分類", "個別施策", "具体的施策", "具体的な施策",
    "基本事業", "細項目", "細施策", "単位施策", "カテゴリ", "カテゴリー", "体系", "施策体系", "章名", "節名", "項",
    "戦略", "基本戦略",
)  # fmt: skip

# Levels whose rows may themselves be what the plan lists, where no column is called a project.
PROJECT_LEVELS: tuple[str, ...] = (
    "具体的な取組", "具体的取組", "具体的な取り組み", "主な取組", "主要な取組", "主な取り組み", "取組項目", "項目名", "取組",
    "取り組み", "主な事業", "主要事業", "重点事業", "実施項目", "行動計画", "実行計画", "アクションプラン",
    "具体的な施策", "具体的施策", "個別施策", "基本事業", "細施策", "実施施策", "施策", "施策名", "項目",
)  # fmt: skip

_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.NUMBER: (
        "No", "No.", "NO.", "№", "Nо", "番号", "連番", "通番", "通し番号", "整理番号", "管理番号", "事業番号",
        "事業No", "事業No.", "事業コード", "事務事業コード", "事務事業番号", "取組番号", "取組No", "取組No.", "項番",
        "枝番", "ID", "事業ID", "コード", "掲載番号", "計画番号", "施策事業番号", "#", "新番号", "一連番号",
        "個票番号", "シート番号", "調書番号", "事業整理番号",
    ),
    Role.NAME: (
        "事業名", "事業名称", "事務事業名", "事務事業名称", "事務事業", "事業", "取組名", "取組名称", "取組事業名",
        "取組事業", "取組の名称", "事業項目", "計画事業", "計画事業名", "実施事業", "実施事業名", "主な事業名",
        "具体的な事業", "具体的事業", "具体的事業名", "具体的な事業名", "関連事業", "関連事業名", "構成事業",
        "構成事業名", "施策・事業名", "施策・事業", "施策事業名", "プロジェクト名", "名称", "事業の名称",
        "重点事業名", "主要事業名", "個別事業名", "個別事業", "対象事業", "対象事業名", "交付対象事業の名称",
        "交付金事業名", "件名", "取組・事業名", "取組・事業", "取組(事業)名", "事業・取組名", "事業・取組", "計画名",
        "細事業名", "細事業", "補助金名", "補助金名称", "補助金等名", "補助金等の名称", "交付金名", "業務名", "事務名",
        "事業等名", "事業等名称",
    ),
    Role.SUMMARY: (
        "事業概要", "事業の概要", "概要", "事業内容", "事業の内容", "内容", "取組内容", "取組の内容", "取組概要",
        "取組の概要", "取り組み内容", "具体的内容", "具体的な内容", "具体的な取組内容", "実施内容",
        "事業の目的・内容", "目的・内容", "事業説明", "説明", "計画内容", "事業の目的と内容", "事業の目的及び内容",
        "目的及び内容", "事業目的・内容", "主な内容", "主な取組内容", "手段", "事業の具体的内容", "詳細", "目的",
        "事業目的", "事業の目的", "取組の目的", "事業概要・目的", "提案内容", "実施概要",
    ),
    Role.DIRECTION: (
        "方針", "今後の方針", "方針区分", "今後の方向性", "方向性", "今後の方向", "方向", "事業の方向性",
        "取組の方向性", "今後の事業の方向性", "今後の取組方針", "今後の取組の方向性", "今後の展開", "今後の事業展開",
        "見直しの方向性", "改善の方向性", "総合判定", "判定", "次年度の方向性", "来年度の方向性", "翌年度の方向性",
        "次年度方針", "次年度の方針", "今後の対応", "事業の今後", "今後の方向性区分", "方向性区分", "評価区分",
        "見直し区分", "改革の方向性", "総合評価", "評価結果", "対応方針", "今後の事業方針", "事業の方針",
        "最終判断", "最終判定", "最終評価", "市の判断", "市の方針",
    ),
    Role.SECTION: (
        "担当課", "所管課", "主管課", "実施課", "所属課", "関係所属", "担当課名", "所管課名", "担当部署", "所管部署",
        "担当部課", "所管部課", "担当部局", "所管部局", "担当", "所管", "担当所属", "担当所管", "所属", "担当課等",
        "所管課等", "担当課所", "担当課室", "実施主体", "実施担当課", "事業担当課", "事業所管課", "主担当課",
        "担当係", "担当課・係", "課名", "所属名", "部署", "部署名", "課所名", "課室名", "責任課", "責任部署",
        "取組主体", "担当機関", "所管所属", "部課名", "担当部課名", "担当部・課", "課", "課等", "関係課等名", "原課",
        "作成課", "記入課", "回答課", "主管課名", "主管部署", "主管", "担当局", "担当局課", "局課名", "局・課",
        "担当室", "担当組織", "実施部署",
    ),
    Role.HELPERS: (
        "関係課", "関連課", "関係課名", "関係部署", "関連部署", "関係所管課", "協力課", "連携課", "関係機関",
        "副担当課", "関係部課", "庁内連携課",
    ),
    Role.DEPARTMENT: ("担当部", "所管部", "部名", "部局", "部局名", "局名", "担当部名", "主管部", "部"),
    Role.INDICATOR: (
        "指標", "指標名", "指標名称", "KPI", "成果指標", "活動指標", "重要業績評価指標", "重要業績評価指標(KPI)",
        "数値目標", "評価指標", "目標指標", "成果指標名", "活動指標名", "KPI名", "指標の名称", "進捗指標", "管理指標",
        "KGI", "取組指標", "目標項目", "成果目標", "数値目標(KPI)", "代表指標",
    ),
    Role.UNIT: ("単位", "指標単位", "指標の単位"),
    Role.BASE: (
        "基準値", "現状値", "現状", "基準", "策定時", "計画策定時", "当初値", "基準年度", "現況値", "現況", "初期値",
        "策定時の値", "計画策定時の値", "実績値(基準)", "ベースライン", "策定時現状値",
    ),
    Role.TARGET: (
        "目標値", "目標", "計画値", "数値目標値", "最終目標", "最終目標値", "目標年度", "目標数値", "計画目標",
        "中間目標", "中間目標値", "年度目標", "見込値", "計画",
    ),
    Role.ACTUAL: ("実績値", "実績", "実績数", "実績数値", "最新値", "測定値", "直近値", "結果値", "達成値", "現在値"),
    Role.AMOUNT: (
        "事業費", "予算額", "予算", "決算額", "決算", "当初予算", "当初予算額", "補正予算", "補正予算額",
        "補正後予算額", "最終予算額", "執行額", "執行済額", "支出済額", "支出額", "要求額", "予算要求額",
        "決算見込額", "総事業費", "計画事業費", "概算事業費", "国庫支出金", "県支出金", "都支出金", "府支出金",
        "道支出金", "国県支出金", "地方債", "市債", "町債", "起債", "一般財源", "その他財源", "その他特定財源",
        "特定財源", "財源内訳", "直接事業費", "人件費", "トータルコスト", "総コスト", "金額", "経費", "コスト",
        "交付金額", "交付対象経費", "繰越額", "予算現額", "現額",
        "見込額", "決算見込", "現計予算額", "歳出額", "当初", "補正", "執行", "繰越",
        "要求",
    ),
    Role.NOTE: ("備考", "備考欄", "特記事項", "摘要", "注記", "補足", "備考等", "その他", "コメント", "メモ"),
    Role.PROGRESS: (
        "進捗状況", "進捗", "進捗度", "進行状況", "実施状況", "進捗区分", "達成状況", "進捗評価", "取組状況", "状況",
        "進捗率", "事業の進捗",
    ),
    Role.EVALUATION: (
        "評価", "事業評価", "一次評価", "1次評価", "二次評価", "2次評価", "内部評価", "外部評価", "自己評価",
        "達成度", "達成率", "所管課評価", "担当課評価", "KPI評価", "評価ランク", "効果", "事業効果", "有効性",
    ),
    Role.RESULT: (
        "実績内容", "取組実績", "事業実績", "実施実績", "成果", "主な成果", "取組結果", "実施結果", "成果・実績",
        "実績・成果", "活動実績", "事業の成果", "取組の成果", "実績及び成果", "事業成果", "前年度実績",
        "実施した内容", "取組の実績",
    ),
    Role.REASON: (
        "理由", "方向性の理由", "方針の理由", "判断理由", "評価理由", "評価の理由", "理由・改善内容", "見直し理由",
        "理由等", "今後の方針の理由",
    ),
    Role.REPEATED: ("再掲", "再掲の有無", "再掲先", "再掲区分"),
    # Known, and not part of a plan: named so that they are not taken for anything else.
    Role.UNREAD: (
        "事業期間", "実施期間", "計画期間", "開始年度", "終了年度", "実施年度", "年度", "根拠法令", "根拠", "対象",
        "対象者", "課題", "課題・問題点", "担当者", "電話番号", "電話", "内線", "会計", "款", "目",
        "事業区分", "区分", "種別", "種類", "新規・継続", "新規継続", "新規/継続", "ページ", "頁", "優先度",
        "事業主体", "法定性", "階層", "状態", "住所", "氏名", "対応", "改善内容", "今後の課題", "スケジュール",
        "実施時期", "SDGs", "様式", "期間", "URL", "メールアドレス", "更新日", "記入日", "重点", "新規", "継続",
        "議員名", "質問", "答弁", "意見", "市の考え方", "ゴール", "市の対応",
    ),
}  # fmt: skip

_MARKS = re.compile(r"[※*＊]\s*[0-9０-９]*|[(（](?:注|※)[^)）]*[)）]|[①-⑳]\Z")
_BRACKETS = re.compile(r"[(（\[［【〔<〈][^()（）\[\]［］【】〔〕<>〈〉]*[)）\]］】〕>〉]")
_UNIT = re.compile(
    r"[(（\[［【〔]\s*(?:単位\s*[:：]?\s*)?((?:百万|千|万|億|十億)?円)[^)）\]］】〕]*[)）\]］】〕]"
)
_YEAR = re.compile(
    r"(?:(?:令和|平成|昭和)\s*(?:元|[0-9]{1,2})|[hrsHRS]\s*[0-9]{1,2}|(?:19|20)[0-9]{2})"
    r"(?:\s*[(（][^)）]{2,12}[)）])?\s*(?:年度末|年度|年)?(?:の|における)?"
)
_NUMBERED = re.compile(r"(.+?)(?:の)?(?:番号|コード|No\.?|NO\.?|no\.?|№|ID|#)\Z")
_CONTACT = re.compile(r"(?:電話|内線|連絡先|TEL|担当者)(?:番号)?名?\Z")
_TAIL = re.compile(r"(?:など|等|欄|について|一覧|\(案\))\Z")
_BARE_UNIT = re.compile(r"(?:単位\s*[:：]?\s*)?(?:百万|千|万|億|十億)?円")
_PARTS = re.compile(r"[、,，/／・]|及び|並びに|または|又は")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingMatch:
    """What a heading says of its column. `strength` is 1 for a known word, less for a word that ends with one."""

    role: Role
    strength: float
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    role: Role
    word: str


def _build_index() -> dict[str, _Entry]:
    index: dict[str, _Entry] = {}
    for word in LEVEL_WORDS:
        index[search_key(word)] = _Entry(role=Role.LEVEL, word=word)
    for word in PROJECT_LEVELS:
        index.setdefault(search_key(word), _Entry(role=Role.LEVEL, word=word))
    for role, words in _WORDS.items():
        for word in words:
            key = search_key(word)
            if key not in index or key == search_key("方針"):
                index[key] = _Entry(role=role, word=word)
    return index


_INDEX = _build_index()
_LONGEST = max(map(len, _INDEX))
# As the end of a longer heading these say too little: 「主な事業」 may be anything that has an 「事業」.
_TOO_SHORT = {
    search_key(word)
    for word in (
        "部",
        "課",
        "章",
        "節",
        "項",
        "目",
        "編",
        "柱",
        "#",
        "ID",
        "No",
        "款",
        "期間",
        "対象",
        "新規",
        "継続",
        "計画",
    )
}


@lru_cache(maxsize=8192)
def match_heading(heading: str) -> HeadingMatch | None:
    """Return what the heading of a column says, None where no word is known.

    In Japanese the last noun is the head: 「担当課の今後の方針」 is a 方針, though it begins with 担当課.
    """
    plain = plain_heading(heading)
    key = search_key(plain)
    if not key:
        return _match_bracket(heading)
    exact = _INDEX.get(key) or _INDEX.get(search_key(_TAIL.sub("", plain))) or _level_with_name(plain)
    if exact is not None:
        return HeadingMatch(role=exact.role, strength=1.0, word=exact.word)
    first = _INDEX.get(search_key(_PARTS.split(plain)[0]))
    if first is not None and first.role is Role.SECTION and _CONTACT.search(plain):
        return HeadingMatch(role=first.role, strength=0.8, word=first.word)
    numbered = _NUMBERED.fullmatch(plain)
    if numbered:
        owner = match_heading(numbered[1])
        if owner is not None and owner.role is Role.LEVEL:
            return HeadingMatch(role=Role.LEVEL_NUMBER, strength=owner.strength, word=owner.word)
        return HeadingMatch(role=Role.NUMBER, strength=0.8, word="番号")
    return _match_end(plain)


def _level_with_name(plain: str) -> _Entry | None:
    # 「政策名」 and 「大項目名」 are the levels 政策 and 大項目.
    entry = _INDEX.get(search_key(plain[:-1])) if plain.endswith("名") else None
    return entry if entry is not None and entry.role is Role.LEVEL else None


def is_bare_unit(text: str) -> bool:
    """Tell whether a text is a unit of money and nothing else, as it stands in a row of its own under the years."""
    return _BARE_UNIT.fullmatch("".join(fold_width(text).split()).strip("()[]")) is not None


def plain_heading(heading: str) -> str:
    """Return the heading without line breaks, marks (※), years, units and whatever else stands in brackets."""
    text = "".join(fold_width(heading).split())
    text = _BRACKETS.sub("", _BRACKETS.sub("", _MARKS.sub("", text)))
    return _YEAR.sub("", text).strip("・:：-－ 　の")


def unit_in(heading: str) -> str | None:
    """Return the unit of money that a heading names in brackets (千円), None where it names none."""
    found = _UNIT.search(heading)
    return found[1] if found else None


def _match_bracket(heading: str) -> HeadingMatch | None:
    # 「令和5年度」 alone is a year; what kind of value stands below is said elsewhere, or not at all.
    inner = "".join(fold_width(heading).split()).strip("()[]【】〔〕<>")
    entry = _INDEX.get(search_key(inner))
    return None if entry is None else HeadingMatch(role=entry.role, strength=0.8, word=entry.word)


def _match_end(plain: str) -> HeadingMatch | None:
    parts = [part for part in _PARTS.split(plain) if part]
    first = _INDEX.get(search_key(_TAIL.sub("", parts[0]))) if parts else None
    whole = _entry_at_end(plain)
    if first is not None and (whole is None or whole.role is first.role):
        return HeadingMatch(role=first.role, strength=0.8, word=first.word)
    if whole is not None:
        return HeadingMatch(role=whole.role, strength=0.8, word=whole.word)
    partial = next((entry for part in parts if (entry := _entry_at_end(part)) is not None), None)
    return None if partial is None else HeadingMatch(role=partial.role, strength=0.6, word=partial.word)


def _entry_at_end(text: str) -> _Entry | None:
    key = search_key(_TAIL.sub("", text))
    for length in range(min(len(key), _LONGEST), 1, -1):
        entry = _INDEX.get(key[-length:])
        if entry is not None and key[-length:] not in _TOO_SHORT:
            return entry
    return None
