"""The yearly review from end to end, played in real browsers by the people of an invented city against one server.

Each act is a function; they are played in the order in which a year goes. What is seen is compared with what was
written, page by page, and at the end with the trail.
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser

from shared import REPOSITORY
from tests.browser import acts_of_answering as answering
from tests.browser import acts_of_freezing as freezing
from tests.browser.played_round import Played
from tests.browser.players import playing
from tests.browser.server import running_site
from tests.web.postgres import APPLICATION, OWNER, address, make_role, running_postgres

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("a_whole_round")]

SAMPLES = REPOSITORY / "samples" / "mihon"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Mapping[str, str]]:
    if request.param == "sqlite":
        yield {}
        return
    with running_postgres() as socket:
        make_role(socket, OWNER, "CREATEDB")
        make_role(socket, APPLICATION)
        # The server works as a role that owns nothing, as in a city.
        yield {
            "DATABASE_OWNER_URL": address(socket, OWNER),
            "DATABASE_URL": address(socket, APPLICATION),
        }


def test_a_whole_round(
    browser: Browser, database: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    plans = [SAMPLES / f"plan-{year}.json" for year in (2023, 2024, 2025)]
    folder, script = tmp_path_factory.mktemp("round"), REPOSITORY / "tests" / "browser" / "hired_people.py"
    with (
        running_site(folder, plans, script=script, database=database) as site,
        playing(browser, site) as players,
    ):
        played = Played(players, site)
        answering.the_office_sets_up_a_round_from_ready_made_parts(played)
        answering.a_section_changes_a_direction_and_says_why(played)
        answering.two_people_write_into_one_field(played)
        answering.another_section_helps(played)
        answering.the_rest_is_answered(played)
        answering.the_head_returns_one_and_the_section_mends_it(played)
        answering.the_head_approves_many_at_once(played)
        answering.a_deputy_approves_for_a_head_who_is_away(played)
        freezing.the_study_team_proposes_and_gets_its_answer(played)
        freezing.the_committee_comments_and_gets_its_answer(played)
        freezing.the_office_looks_at_the_board_and_approves(played)
        freezing.the_round_is_frozen_with_what_is_left_out_named(played)
        freezing.the_new_edition_shows_the_answers(played)
        freezing.a_value_leads_to_its_answer_and_its_approver(played)
        freezing.a_correction_makes_a_further_edition_and_the_old_one_stays(played)
        freezing.the_report_shows_the_head_of_a_whole_trail(played)
