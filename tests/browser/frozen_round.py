"""Run inside a demo site: a round with answers, proposals and comments that was frozen, and prints where its pages are."""

import django

django.setup()

import json  # noqa: E402  Django's settings come first
import sys  # noqa: E402

from django.utils import timezone  # noqa: E402

from tests.web import factories  # noqa: E402
from tests.web.reviews.rounds import make_round  # noqa: E402
from torikumi.review.proposals import ProposalKind  # noqa: E402
from torikumi.review.states import Move  # noqa: E402
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User  # noqa: E402
from torikumi.web.accounts.permissions import Role  # noqa: E402
from torikumi.web.audit.actor import Actor  # noqa: E402
from torikumi.web.plans.models import PlanSeries  # noqa: E402
from torikumi.web.reviews.actions.comments import Said, answer_comment, make_comment  # noqa: E402
from torikumi.web.reviews.actions.freezing import Confirmed, freeze_round  # noqa: E402
from torikumi.web.reviews.actions.proposals import Proposed, make_proposal  # noqa: E402
from torikumi.web.reviews.actions.rounds import create_round, open_round  # noqa: E402
from torikumi.web.reviews.actions.sheets import Answer, move_sheet  # noqa: E402
from torikumi.web.reviews.models import ReviewRound, Sheet  # noqa: E402
from torikumi.web.reviews.next_edition import draft_edition  # noqa: E402

NOW = timezone.now()
WRITTEN = Answer(values={"result": "12回ひらいた。", "direction": "A：充実", "reason": "人が増えた。"})


def main() -> None:
    """Play the round, freeze it, and print the addresses of its pages."""
    city = Municipality.objects.get()
    by = Actor(name=f"planning-{city.code}", role=Role.PLANNING, municipality=city.code)
    series = PlanSeries.objects.within(city).get()
    round_ = create_round(series_id=series.pk, rules=make_round(), by=by, at=NOW)
    round_ = open_round(round_id=round_.pk, version=round_.version, by=by, at=NOW)
    sheet = Sheet.objects.within(round_).filter(round=round_).exclude(lead_name="").order_by("position")[0]
    approve(city, sheet)
    proposed = Proposed(
        kind=ProposalKind.SUMMARY,
        sheet=sheet.pk,
        text="夜もひらく。",
        reason="働く人も来られるように",
        team="にぎわい部会",
    )
    proposal = make_proposal(round_id=round_.pk, proposed=proposed, by=by, at=NOW)
    comment = make_comment(
        round_id=round_.pk, said=Said(text="目標が低い。", body="行政評価委員会"), by=by, at=NOW
    )
    answer_comment(comment_id=comment.pk, version=1, answer="見直す。", by=by, at=NOW)
    fresh = ReviewRound.objects.within(city).select_related("series", "base", "edition").get(pk=round_.pk)
    confirmed = Confirmed(fingerprint=draft_edition(fresh).fingerprint, reason="次の年度に回すため")
    edition = freeze_round(round_id=round_.pk, confirmed=confirmed, by=by, at=NOW)
    here = f"/reviews/{round_.pk}"
    sys.stdout.write(
        json.dumps(
            [
                f"{here}/freeze/",
                f"{here}/freeze/corrections/",
                f"{here}/report/",
                f"{here}/proposals/",
                f"{here}/proposals/{proposal.pk}/",
                f"{here}/proposals/add/?sheet={sheet.pk}",
                f"{here}/comments/",
                f"{here}/comments/{comment.pk}/",
                f"{here}/comments/add/",
                f"/reviews/trace/{edition.pk}/{sheet.project_key}/",
                sheet.get_absolute_url(),
                f"/plans/{series.pk}/projects/{sheet.project_key}/",
            ]
        )
    )


def approve(city: Municipality, sheet: Sheet) -> None:
    """Have one sheet go through all hands."""
    unit = OrganisationUnit.objects.filter(municipality=city, name=sheet.lead_name).first()
    unit = unit or factories.unit(city, name=sheet.lead_name)
    hands = [
        (Role.SECTION, Move.SUBMIT, WRITTEN),
        *((role, Move.APPROVE, None) for role in (Role.SECTION_HEAD, Role.PLANNING, Role.COMMITTEE)),
    ]
    for role, move, answer in hands:
        user: User = factories.person(city, role, section=unit)
        version = Sheet.objects.within(city).get(pk=sheet.pk).version
        actor = Actor(name=user.login_name, role=role, municipality=city.code)
        move_sheet(sheet_id=sheet.pk, version=version, move=move, answer=answer, by=actor, at=NOW)


main()
