"""The projects as cases (事例) in the data model of the Digital Agency (政府相互運用性フレームワーク GIF, DS-451-3).

A plan says some of the model's 34 items. Items that it does not say are there and empty, so that files of several cities
have the same columns. An item is one text; where the model asks for a list, its parts are joined by ";".
"""

from collections.abc import Mapping

from torikumi.plan.model import Plan
from torikumi.plan.municipality import prefecture_of
from torikumi.plan.project import Project
from torikumi.publish.addresses import project_address
from torikumi.publish.data_table import Cell, Column, ColumnKind, DataTable, plain_table, plain_text
from torikumi.publish.terms import Terms, licence_words
from torikumi.publish.words import heading_words, municipality_words, title_words

_LONGEST_OUTLINE = 300
_NOT_SAID = "計画には書かれていないため、いつも空"
_ITEMS: Mapping[str, str] = {
    "タイトル": "事業の名前",
    "サブタイトル": "事業名の最後のかっこの中",
    "事例実施年": "この版の年度。4月に始まる年度の西暦",
    "事例の場所": "都道府県の名前",
    "対象組織": "市区町村の名前",
    "行政サービス分類": _NOT_SAID,
    "テーマ": "計画のいちばん上の階層の見出し",
    "キーワード": "事業の上にあるすべての見出し。半角セミコロンで区切る",
    "取り組みの概要": "事業の概要の、はじめの300字",
    "取り組み理由": _NOT_SAID,
    "目的": "事業のすぐ上の見出し。その目標や施策のために行うという意味",
    "挑戦したこと": _NOT_SAID,
    "取り組み内容": "事業の概要",
    "学んだこと": _NOT_SAID,
    "成果": "いちばん新しい年度の、確定した年度評価の実績",
    "導入での工夫": _NOT_SAID,
    "制約条件": _NOT_SAID,
    "普及": _NOT_SAID,
    "持続させる仕組み": _NOT_SAID,
    "評価の方法": "指標の名前。半角セミコロンで区切る",
    "利用した制度": _NOT_SAID,
    "協力者": _NOT_SAID,
    "イメージタイトル": _NOT_SAID,
    "イメージファイル": _NOT_SAID,
    "イメージのライセンス": _NOT_SAID,
    "ビデオタイトル": _NOT_SAID,
    "ビデオURL": _NOT_SAID,
    "ビデオのライセンス": _NOT_SAID,
    "関連URL": "この事業のページ。サイトの最上位からの位置",
    "関連事例": "統合した相手の事業の名前。半角セミコロンで区切る",
    "連絡先情報": "はじめに書かれた担当課の名前",
    "ID": "事業ID",
    "公開日": _NOT_SAID,
    "最終更新日": _NOT_SAID,
}
_KINDS = {"事例実施年": ColumnKind.YEAR, "ID": ColumnKind.ID, "関連URL": ColumnKind.ID}


def case_tables(plan: Plan, *, terms: Terms, edition: str) -> tuple[DataTable, ...]:
    """Return the cases, one a project, and the one row that describes the collection."""
    return tuple(map(plain_table, (_cases(plan), _collection(plan, terms, edition))))


def _cases(plan: Plan) -> DataTable:
    columns = tuple(
        Column(name, meaning, _KINDS.get(name, ColumnKind.TEXT)) for name, meaning in _ITEMS.items()
    )
    rows = tuple(_row(plan, project) for project in plan.projects)
    return DataTable(
        name="事例（DS-451-3）",
        file="gif/cases",
        columns=columns,
        rows=rows,
        about="事業を一つの事例としたもの",
        keys=("ID",),
    )


def _row(plan: Plan, project: Project) -> tuple[Cell, ...]:
    said = _said(plan, project)
    return tuple(said.get(name) for name in _ITEMS)


def _said(plan: Plan, project: Project) -> dict[str, Cell]:
    path = plan.path_to(project.node) if project.node in plan.node_by_id else ()
    city = plan.municipality
    results = sorted((r for r in project.reviews if r.result), key=lambda review: review.year)
    return {
        "タイトル": project.name,
        "サブタイトル": project.second_name,
        "事例実施年": plan.year,
        "事例の場所": (city.prefecture or prefecture_of(city.code)) if city else None,
        "対象組織": city.name if city else None,
        "テーマ": heading_words(path[0]) if path else None,
        "キーワード": _joined([heading_words(node) for node in path]),
        "取り組みの概要": _shortened(project.summary),
        "目的": heading_words(path[-1]) if path else None,
        "取り組み内容": project.summary,
        "成果": results[-1].result if results else None,
        "評価の方法": _joined([indicator.name for indicator in project.indicators]),
        "関連URL": project_address(project.id),
        "関連事例": _joined([merge.partner for merge in project.merges]),
        "連絡先情報": project.sections[0].name if project.sections else None,
        "ID": project.id,
    }


def _joined(names: list[str]) -> str | None:
    # The mark that parts the list must not stand in a part.
    return ";".join(name.replace(";", "；") for name in dict.fromkeys(names)) or None


def _shortened(summary: str | None) -> str | None:
    if summary is None:
        return None
    plain = plain_text(summary)
    return plain if len(plain) <= _LONGEST_OUTLINE else plain[: _LONGEST_OUTLINE - 1] + "…"


def _collection(plan: Plan, terms: Terms, edition: str) -> DataTable:
    columns = (
        Column("データカタログ名", "事例集の名前"),
        Column("データカタログ説明", "事例集の概要"),
        Column("データカタログ作成者", "事例集を作った団体"),
        Column("発行年", "この版の年度。4月に始まる年度の西暦", ColumnKind.YEAR),
        Column("ライセンス", "利用条件"),
        Column("言語", "言語の3文字のコード"),
    )
    title = title_words(plan)
    notice = f"{plan.notice} " if plan.notice else ""
    row: tuple[Cell, ...] = (
        f"{title} {edition} 事例集",
        f"{notice}『{title}』の事業{len(plan.projects)}件を、事例としてまとめたもの",
        municipality_words(plan.municipality) or None,
        plan.year,
        licence_words(plan, terms),
        "JPN",
    )
    return DataTable(
        name="事例集（DS-451-3）", file="gif/case-collection", columns=columns, rows=(row,), about="事例集"
    )
