"""The lists of the API as tables for CSV."""

from collections.abc import Sequence

from torikumi.publish.data_table import Column, DataTable
from torikumi.web.api.shapes import DirectionEntry, MeasureEntry, SectionEntry

_COUNT = Column("事業数", "事業の数")


def measures_table(entries: Sequence[MeasureEntry]) -> DataTable:
    """Return one row a measure."""
    columns = (
        Column("項目ID", "見出しのID"),
        Column("階層", "計画の階層の名前"),
        Column("番号", "見出しの番号"),
        Column("名前", "見出しの名前"),
        Column("上の見出し", "いちばん上からの見出し。／で区切る"),
        _COUNT,
    )
    rows = tuple(
        (
            one.heading.id,
            one.heading.level_name,
            one.heading.number,
            one.heading.name,
            "／".join(one.path[:-1]),
            one.heading.project_count,
        )
        for one in entries
    )
    return DataTable(name="施策", file="measures", columns=columns, rows=rows)


def sections_table(entries: Sequence[SectionEntry]) -> DataTable:
    """Return one row a section."""
    columns = (Column("担当課", "課や部の名前"), _COUNT)
    rows = tuple((one.name, one.project_count) for one in entries)
    return DataTable(name="担当課", file="sections", columns=columns, rows=rows)


def directions_table(entries: Sequence[DirectionEntry]) -> DataTable:
    """Return one row a direction."""
    columns = (
        Column("方針_コード", "方針の記号"),
        Column("方針_名称", "方針の名前。なければ「記載なし」"),
        Column("方針_共通区分", "市区町村の間で比べられる区分。複数なら空白で区切る"),
        _COUNT,
    )
    rows = tuple(
        (one.code, one.label or "記載なし", " ".join(one.outcomes), one.project_count) for one in entries
    )
    return DataTable(name="方針", file="directions", columns=columns, rows=rows)
