"""The columns of the corpus: what each means, its type and its unit; Parquet, DuckDB and Spark see the same."""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from torikumi.plan.direction import Outcome

# Goes up when a column changes its meaning; an older corpus is refused and can be built again.
VERSION = 2


class BodyKind(StrEnum):
    """What kind of body (団体) it is; the state's ministries stand beside the local governments."""

    PREFECTURE = "prefecture"  # 都道府県
    DESIGNATED = "designated"  # 政令指定都市
    CORE = "core"  # 中核市
    CITY = "city"  # 市
    WARD = "ward"  # 特別区
    TOWN = "town"  # 町
    VILLAGE = "village"  # 村
    ASSOCIATION = "association"  # 一部事務組合・広域連合
    MINISTRY = "ministry"  # 府省庁


class Result(StrEnum):
    """What became of a project's indicators in a year (指標の結果)."""

    MET = "met"  # 達成: all that could be judged reached their target
    PARTLY = "partly"  # 一部達成
    MISSED = "missed"  # 未達
    NONE = "none"  # 指標なし・判定できない


class Fate(StrEnum):
    """What the next edition of the same body says of a project (その後)."""

    KEPT = "kept"  # 継続: it stands there, by this or another name
    MERGED = "merged"  # 統合: it went into another
    SPLIT = "split"  # 分割: several came of it
    REPLACED = "replaced"  # 後継
    ENDED = "ended"  # 終了: nothing there continues it
    OPEN = "open"  # 不明: no later edition is in the corpus


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type in Arrow, and what it holds."""

    name: str
    type: pa.DataType
    meaning: str


_TEXT, _YEAR, _COUNT, _YEN = pa.string(), pa.int16(), pa.int16(), pa.int64()
OUTCOMES = tuple(str(one) for one in Outcome)
# Upper ends of the bands of budget in yen, the last one open; 0 is "no amount known".
BAND_ENDS = (1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000, 300_000_000, 1_000_000_000)

# One row is one project in one edition of one body: a project-year (事業年度). What a later edition changes in a row is
# only of the year before it (fate, next_outcome, settled): a year that is added leaves all older files as they are.
COLUMNS: tuple[Column, ...] = (
    Column("body", _TEXT, "団体コード（6桁）。府省庁は「N:」と名前"),
    Column("body_name", _TEXT, "団体の名前"),
    Column("body_kind", _TEXT, "団体の種類（BodyKind）"),
    Column("prefecture", _TEXT, "都道府県の名前。府省庁は「国」"),
    Column("population", pa.int32(), "人口（人）。分からなければ空"),
    Column("peers", _TEXT, "人口の区分（類似団体を見るための区分。例 city-10-15）。分からなければ空"),
    Column("year", _YEAR, "その版が報告する年度（西暦）"),
    Column("plan", _TEXT, "計画の名前"),
    Column("plan_key", pa.int64(), "計画の印。期や年度で変わる部分を除いて同じ名前の計画は同じ値"),
    Column("edition", _TEXT, "版の印（団体・計画・年度から決まる）"),
    Column("project", _TEXT, "その版での事業のid"),
    Column("line", _TEXT, "系譜の印。同じ団体で年度をまたいで同じ事業は同じ値"),
    Column("line_key", pa.int64(), "団体と系譜の印から作る数。全国で一つの系譜を指す"),
    Column("position", pa.int32(), "その版での並び順（0から）"),
    Column("name", _TEXT, "事業名（記載のまま）"),
    Column("name_key", pa.int64(), "事業名を表記のゆれを除いて比べる値"),
    Column("summary", _TEXT, "事業概要（記載のまま）"),
    Column("answers", _TEXT, "公表された回答（実績、理由など）を改行でつないだもの"),
    Column("reason", _TEXT, "方向性の理由。なければ空"),
    Column("goal", _TEXT, "いちばん上の見出し"),
    Column("measure", _TEXT, "いちばん下の見出し"),
    Column("goal_class", _TEXT, "政策の分野（GOAL_CLASSES）"),
    Column("section", _TEXT, "主管課"),
    Column("section_kind", _TEXT, "課の種類（SECTION_KINDS）"),
    Column("direction", _TEXT, "方向性（記載のまま）"),
    Column("outcome", _TEXT, "団体をまたいで比べる方向性（Outcome）。記載がなければ空"),
    Column("budget", _YEN, "その年度の予算（円）。当初、なければ現額、要求の順"),
    Column("settled", _YEN, "その年度の決算（円）。その版になければ、次の年度の版に書かれたもの"),
    Column("settled_here", _YEN, "その版に書かれた、その年度の決算（円）"),
    Column("settled_before", _YEN, "その版に書かれた、前の年度の決算（円）"),
    Column("band", pa.int8(), "予算の区分。0は額が不明、1から8（BAND_ENDS）"),
    Column("judged", _COUNT, "その年度の目標と実績があり、判定できた指標の数"),
    Column("met", _COUNT, "そのうち目標に届いた指標の数"),
    Column("result", _TEXT, "指標の結果（Result）"),
    Column("fate", _TEXT, "次の版でどうなったか（Fate）"),
    Column("next_outcome", _TEXT, "次の版での方向性（Outcome）。次の版に続かなければ空"),
    Column("first_year", _YEAR, "その系譜が最初に現れた年度"),
    Column("wording", pa.int64(), "文の版の印。名前・概要・回答・課・見出しが同じなら年度をまたいで同じ値"),
    Column("source", _TEXT, "出典（ファイルの名前など）"),
    Column("credit", _TEXT, "出典の表示とライセンス"),
    Column("notice", _TEXT, "断り書き（架空のデータです、など）"),
)  # fmt: skip

SCHEMA = pa.schema([pa.field(one.name, one.type) for one in COLUMNS])


def band_of(budget: int | None) -> int:
    """Return the band of a budget in yen: 0 where it is not known, then 1 (below the first end) to 8."""
    if budget is None:
        return 0
    return 1 + sum(budget >= end for end in BAND_ENDS)


def result_of(*, judged: int, met: int) -> Result:
    """Return what became of the indicators of one year."""
    if not judged:
        return Result.NONE
    if met == judged:
        return Result.MET
    return Result.PARTLY if met else Result.MISSED
