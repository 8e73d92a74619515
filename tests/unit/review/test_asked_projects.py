"""Which projects a round asks about: all, chosen, by section, each once in some years."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, Review, SectionRef, SectionRole
from torikumi.review.round import AskKind, Asks, asked_projects


def mihon() -> Plan:
    return load_plan((REPOSITORY / "samples" / "mihon" / "plan-2025.json").read_text(encoding="utf-8"))


def asked(plan: Plan, asks: Asks, year: int = 2025) -> list[str]:
    return [project.id for project in asked_projects(plan, asks, year=year)]


def test_all_are_asked_in_the_order_of_the_plan() -> None:
    plan = mihon()

    assert asked(plan, Asks()) == [project.id for project in plan.projects]


def test_chosen_ones_are_asked_in_the_order_of_the_plan_not_of_the_choice() -> None:
    plan = mihon()
    first, second = plan.projects[1].id, plan.projects[4].id

    assert asked(plan, Asks(kind=AskKind.CHOSEN, projects=(second, "P-gone", first))) == [first, second]


def test_a_section_is_asked_for_what_it_leads_and_where_it_helps() -> None:
    project = mihon().projects[0]
    helps = replace(
        project,
        id="helps",
        sections=(
            SectionRef(printed="健康課", name="健康課"),
            SectionRef(printed="農政課", name="農政課", role=SectionRole.CONTRIBUTOR),
        ),
    )
    other = replace(project, id="other", sections=(SectionRef(printed="健康課", name="健康課"),))
    nobody = replace(project, id="nobody", sections=())
    plan = replace(mihon(), projects=(project, helps, other, nobody))

    assert asked(plan, Asks(kind=AskKind.SECTIONS, sections=("農 政課",))) == [project.id, "helps"]


IDS = st.lists(st.uuids().map(lambda uuid: f"P-{uuid.hex[:12]}"), min_size=1, max_size=40, unique=True)


@st.composite
def plans_that_change(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Ten editions of the projects that stay, in any order, among others that come and go."""
    stay = draw(IDS)
    return [
        tuple(draw(st.permutations(stay + [f"new-{year}-{n}" for n in range(draw(st.integers(0, 3)))])))
        for year in range(10)
    ]


@given(editions=plans_that_change(), every=st.integers(2, 5), first=st.integers(2000, 2050))
def test_each_project_is_asked_exactly_once_in_every_n_years_however_the_plan_changes(
    editions: list[tuple[str, ...]], every: int, first: int
) -> None:
    stay = set.intersection(*map(set, editions))
    reviewed: dict[str, list[int]] = {}
    asked_in: list[set[str]] = []
    for year, ids in enumerate(editions, start=first):
        projects = tuple(
            Project(
                id=id_,
                name=id_,
                reviews=tuple(Review(year=past, rater="担当課") for past in reviewed.get(id_, [])),
            )
            for id_ in ids
        )
        now = asked(Plan(title="計画", projects=projects), Asks(kind=AskKind.ROTATING, every=every), year)
        for id_ in now:
            reviewed.setdefault(id_, []).append(year)
        asked_in.append(set(now))

    for start in range(len(editions) - every + 1):
        times = Counter(id_ for now in asked_in[start : start + every] for id_ in now & stay)
        assert times == dict.fromkeys(stay, 1)


@given(ids=IDS, every=st.integers(2, 5), year=st.integers(2000, 2050))
def test_what_matters_most_is_asked_in_every_year(ids: list[str], every: int, year: int) -> None:
    plan = Plan(title="計画", projects=tuple(Project(id=id_, name=id_) for id_ in ids))
    asks = Asks(kind=AskKind.ROTATING, every=every, always=(ids[0],))

    assert ids[0] in asked(plan, asks, year)


@pytest.mark.parametrize("every", [2, 3, 5])
def test_a_year_has_about_its_share_of_a_big_plan(every: int) -> None:
    plan = Plan(title="計画", projects=tuple(Project(id=f"P-{n:012x}", name="事業") for n in range(1500)))
    asks = Asks(kind=AskKind.ROTATING, every=every)

    counts = [len(asked(plan, asks, year)) for year in range(2025, 2025 + every)]

    assert sum(counts) == 1500
    assert max(counts) - min(counts) < 0.2 * 1500 / every


def test_rotating_without_a_number_of_years_asks_everything() -> None:
    plan = mihon()

    assert asked(plan, Asks(kind=AskKind.ROTATING)) == asked(plan, Asks())
