"""The help of `torikumi corpus` in Japanese."""

from collections.abc import Mapping

_FILTERS = {
    "prefectures": "この都道府県の団体だけ。ほかの条件と同じく、何度でも書ける。",
    "bodies": "この団体（団体コード）だけ。",
    "peers": "この人口の区分の団体だけ（city-10-15）。",
    "goal_classes": "この分野だけ。",
    "section_kinds": "この種類の課だけ。",
    "years": "この年度だけ。",
    "body_kinds": "この種類の団体だけ（city、town など）。",
    "outcomes": "この方向性だけ（expand、keep、shrink、merge、abolish など）。",
    "bands": "この予算の区分だけ（0は額が不明、1から8）。",
    "results": "この指標の結果だけ（met、partly、missed、none）。",
}
_SOURCES = {
    "city": "どの団体の計画か（団体コード5桁か6桁）。一つの団体の文書を加えるとき。",
    "city_name": "団体の名前（--city と一緒に）。",
    "title": "計画の名前（文書の表題が正しく読めないとき）。",
    "year": "文書の年度（2024、R6）。",
    "populations": "団体コードと人口のCSV。覚えておき、人口の区分と一人あたりの額に使う。",
}
_OUTPUT = {"form": "書き出す形。", "output": "標準出力ではなく、このファイルに書く。"}

CORPUS_HELP: Mapping[str, str] = {
    "corpus": "多くの団体と年度の公表された計画を一つのフォルダーに集め、探し、数える（全国の取組）。",
    "corpus build": "公表した版（torikumi publish のフォルダー）、plan.json、文書、行政事業レビューシートから作り直す。\n\n"
    "CORPUS にあったものは、すべて終わったときに入れ替わる。途中で止めたときは、前のまま残る。",
    "corpus add": "計画を加える。同じ版がすでにあれば入れ替える。",
    "corpus remove": "団体の版を、検索の索引からも含めてすべて除く。",
    "corpus index": "検索の索引を作り直す。記録はそのまま。",
    "corpus directions": "人でなければ区分できない方向性の言葉を一覧にする。または区分を決める（覚えておく）。",
    "corpus info": "入っている版（団体、年度、計画、事業の数、出典）を一覧にする。",
    "corpus search": "WORDS のすべて（表記のゆれは同じとみなす）が、名前、概要、回答などにある取組を探す。",
    "corpus similar": "ほかの団体の似た取組を、団体ごとに、年度ごとの方向性、額、その後とともに示す。",
    "corpus fare": "事業がその後どうなったかを、全体と並べて示す（1、3、5年後の拡充、継続、縮小、統合、廃止など）。\n\n"
    "条件は、事業が始まった年度の記載（年度、分野、課の種類）を見る。全体は、同じ団体で同じ年度に始まったすべての事業。",
    "corpus table": "すべての記録を数えた表を作る。TABLE を指定しなければ、表の一覧を示す。",
}
CORPUS_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "corpus": {},
    "corpus build": {**_SOURCES, "folder": "集めたものを置くフォルダー。"},
    "corpus add": _SOURCES,
    "corpus remove": {
        "body": "除く団体（団体コード）。",
        "year": "この年度の版だけ。",
        "plan": "この名前の計画だけ。",
    },
    "corpus index": {
        "meaning": "意味の近さも比べられるようにする（TORIKUMI_CORPUS_MODEL か、追加の部品 semantic のモデルを使う）。"
    },
    "corpus directions": {
        "body": "区分を決める団体（団体コード）。",
        "label": "方向性の言葉（記載のまま）。",
        "outcome": "どの区分か（expand、keep、shrink、merge、abolish など）。",
    },
    "corpus info": _OUTPUT,
    "corpus search": {
        **_FILTERS,
        **_OUTPUT,
        "order": "並べ方（relevance 言葉の合い方、money 予算の大きい順、year 新しい順）。",
        "limit": "いくつまで示すか。",
    },
    "corpus similar": {
        **_FILTERS,
        **_OUTPUT,
        "name": "事業名。",
        "summary": "何をする事業か（一、二文）。",
        "plan_file": "計画。--project でその事業を選ぶ。",
        "project": "--plan の事業のid、番号、または名前。",
        "limit": "いくつまで示すか。",
    },
    "corpus fare": {
        **_FILTERS,
        **_OUTPUT,
        "words": "この言葉で見つかる事業だけ。",
        "like": "この名前の事業に似た事業だけ。",
        "with_first_edition": "始まりの年度が分からない事業も数える。",
        "engine": "duckdb、local[2]、spark://ホスト:ポート。指定しなければ環境変数 TORIKUMI_CORPUS。",
    },
    "corpus table": {
        **_FILTERS,
        **_OUTPUT,
        "outcomes": "この方向性だけ（expand、keep、shrink など）。",
        "groups": "何で分けて数えるか。何度でも書ける。",
        "whole": "分けずに数える。",
        "engine": "duckdb、local[2]、spark://ホスト:ポート。指定しなければ環境変数 TORIKUMI_CORPUS。",
    },
}
