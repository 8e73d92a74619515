"""The words of the frame in English: navigation, headings, labels and table heads; what the city wrote has none.

A page is written in Japanese. The words marked here carry their English in an attribute, and assets/language.js
shows it on request, each with its own lang. A word that is both a frame word and a city's own stays Japanese.
"""

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup, escape

ENGLISH: Mapping[str, str] = {
    # Navigation
    "メニュー": "Menu",
    "現在の位置": "You are here",
    "本文へ移動": "Skip to content",
    "計画": "Plan",
    "事業一覧": "All projects",
    "担当課": "Sections",
    "方針": "Directions",
    "検索": "Search",
    "データ": "Data",
    "図で見る": "Figures",
    "変わったこと": "Changes",
    "データと利用条件": "Data and terms of use",
    "このデータについて": "About this data",
    "前後の事業": "Projects before and after",
    "前の事業": "Previous project",
    "次の事業": "Next project",
    "事業をさがす": "Find a project",
    "さがす言葉": "Words to find",
    # Headings
    "今後の方針": "Direction",
    "目標別の今後の方針": "Directions at the top level of the plan",
    "目立つこと": "What stands out",
    "目標ごと、担当課ごとのまとめ": "By goal and by section",
    "見通しと、その幅": "Forecast and its range",
    "指標の判定": "Grades of the indicators",
    "目標ごとのまとめ": "By goal",
    "担当課ごとのまとめ": "By section",
    "表を開く": "Show the tables",
    "図の数値を表で見る": "The figures as a table",
    "以前の版にあり、この版にない目標や施策": "Goals and measures of earlier editions only",
    "以前の版にあり、この版にない事業": "Projects of earlier editions only",
    "委員会の意見と対応": "Comments of the committee, and answers",
    "注": "Notes",
    "目標、施策、担当課のページ": "Pages of goals, measures and sections",
    "近い言葉のある事業": "Projects with similar words",
    "一覧からさがす": "Look through the lists",
    "指標": "Indicators",
    "利用条件と出典": "Terms of use and sources",
    "もとの文書": "Source documents",
    "このサイトについて": "About this site",
    "事業の概要": "Summary",
    "概要の成り立ち": "How the summary grew",
    "費用": "Money",
    "年度ごとの評価": "Yearly reviews",
    "版ごとの方針": "Direction in each edition",
    "この事業のあゆみ": "The project through the editions",
    "どこから来た値か": "Where each value comes from",
    "指標の移り変わり": "Indicators over time",
    "版ごとの今後の方針の移り変わり": "Directions from edition to edition",
    "事業の数で見る計画の全体": "The whole plan by number of projects",
    "方針の移り変わり、金額、指標の図": "Figures of directions, money and indicators",
    "数値": "The figures",
    "ロジックモデル": "Logic model",
    "ロジックモデルで書かれていないところ": "Gaps in the logic models",
    "図の内容を表で見る": "The picture as a table",
    "事業": "Projects",
    "目標や施策": "Goals and measures",
    "人が読む表": "Tables for people",
    "機械で読めるデータ": "Data for machines",
    "計画の全部": "The whole plan",
    # Kinds of change
    "新しい事業": "New projects",
    "この版からなくなった事業": "Projects no longer in the plan",
    "統合の書かれた事業": "Merged projects",
    "名前が変わった事業": "Renamed projects",
    "位置づけが移った事業": "Moved projects",
    "今後の方針が変わった事業": "Projects with another direction",
    "概要が変わった事業": "Projects with another summary",
    "担当課が変わった事業": "Projects with other sections",
    "指標が変わった事業": "Projects with other indicators",
    "費用が変わった事業": "Projects with other costs",
    "評価や意見が加わった事業": "Projects with new reviews or comments",
    "番号が変わった事業": "Renumbered projects",
    "注が変わった事業": "Projects with other notes",
    "目標や施策の変わったところ": "Changes to goals and measures",
    # Labels
    "方針の移り変わり": "Directions over time",
    "別名・内容": "Second name",
    "事業名": "Project",
    "位置づけ": "Place in the plan",
    "再掲": "Also under",
    "統合して引き継いだ事業": "Took in",
    "統合された先の事業": "Merged into",
    "統合して実施する事業": "Carried out with",
    "事業ID": "Project ID",
    "単位": "Unit",
    "種類": "Kind",
    "望ましい向き": "Better when",
    "数え方": "Counting",
    "定義": "Definition",
    "出典": "Source",
    "分子": "Numerator",
    "分母": "Denominator",
    "進みぐあい": "Progress",
    "評価": "Evaluation",
    "確定": "Approved",
    # Table heads
    "投入": "Inputs",
    "活動": "Activities",
    "活動指標": "Outputs",
    "成果指標": "Outcomes",
    "種類のない指標": "Indicators without a kind",
    "段階": "Stage of the model",
    "どこのものか": "Whose it is",
    "内容": "What it is",
    "くわしく": "Details",
    "年度": "Fiscal year",
    "実績": "Actual",
    "目標": "Target",
    "区分": "Stage",
    "事業費": "Cost",
    "国庫支出金": "National funds",
    "都道府県支出金": "Prefectural funds",
    "地方債": "Local bonds",
    "その他": "Other",
    "一般財源": "General funds",
    "No.": "No.",
    "版": "Edition",
    "計": "Total",
    "前の方針": "Direction before",
    "後の方針": "Direction after",
    "事業数": "Projects",
    "前の版から": "Since the edition before",
    "値": "Value",
    "文書または回答": "Document or answer",
    "場所または確定": "Place or approval",
}


@cache
def english_mark(words: str) -> Markup:
    """Return the attribute that carries the English of a frame word; KeyError where it has none."""
    return Markup(' data-en="{}"').format(ENGLISH[words])


@cache
def english_mark_if_known(words: str) -> Markup:
    """Return the attribute where the words are the frame's, and nothing where they are the city's."""
    return english_mark(words) if words in ENGLISH else Markup("")


@cache
def english_name_mark(words: str) -> Markup:
    """Return the attribute with the English of an element's name for screen readers (aria-label)."""
    return Markup(' aria-label="{}" data-en-name="{}"').format(escape(words), ENGLISH[words])
