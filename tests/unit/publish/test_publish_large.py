"""What a large plan asks for is counted, never timed."""

import pytest

from torikumi.publish import money_columns
from torikumi.publish.xlsx import write_people_workbook
from unit.publish import plans


def test_twice_the_projects_ask_for_no_more_than_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def orders(count: int) -> int:
        asked = 0
        order = money_columns._order

        def counted(amount: object) -> tuple[bool, int, int]:
            nonlocal asked
            asked += 1
            return order(amount)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(money_columns, "_order", counted)
            write_people_workbook(plans.make_large_plan(count))
        return asked

    assert orders(64) <= 2 * orders(32)
