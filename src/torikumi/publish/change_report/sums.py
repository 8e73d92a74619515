"""The sums of the list of changes as tables for people."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from torikumi.compare.change_sums import COUNTED, ChangeSum, SummedMoney, Sums
from torikumi.publish.change_report.words import COUNTS
from torikumi.publish.line_chart import format_number
from torikumi.publish.view import Table
from torikumi.publish.words import PHASES
from torikumi.text.era import format_fiscal_year


def tabulate_sums(sums: Sums) -> tuple[Table, Table]:
    """Return the sums by goal and by section, each with the sum of all projects as its last row.

    What nothing changed in has no column; money has none where the two editions tell of other things.
    """
    shown = tuple(word for word in COUNTED if sums.total.counts[word])
    return (
        _table("目標ごとのまとめ", "目標", (*sums.goals, sums.total), shown, sums.money),
        _table("担当課ごとのまとめ", "担当課", (*sums.sections, sums.total), shown, sums.money),
    )


def _table(
    caption: str, first: str, rows: Sequence[ChangeSum], shown: Sequence[str], money: SummedMoney | None
) -> Table:
    heads = (
        first,
        "前の版",
        "新しい版",
        *(COUNTS[word] for word in shown),
        "内容の変更なし",
        *_money_heads(money),
    )
    return Table(
        caption=caption,
        heads=heads,
        rows=tuple(tuple(_cells(row, shown, money)) for row in rows),
        numeric=frozenset(range(1, len(heads))),
    )


def _money_heads(money: SummedMoney | None) -> Iterator[str]:
    if money is not None:
        phase = PHASES[money.phase]
        yield f"{format_fiscal_year(money.year_before)}{phase}（{money.unit}）"
        yield f"{format_fiscal_year(money.year_after)}{phase}（{money.unit}）"
        yield "増減"


def _cells(row: ChangeSum, shown: Sequence[str], money: SummedMoney | None) -> Iterator[str]:
    yield row.name
    yield from (f"{number:,}" for number in (row.before, row.after))
    yield from (f"{row.counts[word]:,}" for word in shown)
    yield f"{row.unchanged:,}"
    if money is not None and row.money_before is not None and row.money_after is not None:
        yield format_number(row.money_before)
        yield format_number(row.money_after)
        yield _signed(row.money_after - row.money_before)


def _signed(number: Decimal) -> str:
    words = format_number(abs(number))
    return words if number == 0 else f"＋{words}" if number > 0 else f"－{words}"
