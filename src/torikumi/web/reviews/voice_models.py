"""The voices beside the sections' answers: proposals of study teams, comments of the committee. Written by actions/ only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from torikumi.review.comments import STATE_WORDS as COMMENT_WORDS
from torikumi.review.comments import CommentState
from torikumi.review.proposals import FIELD_WORDS, KIND_WORDS, ProposalKind, ProposalState, ProposedField
from torikumi.review.proposals import STATE_WORDS as PROPOSAL_WORDS
from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.reviews.models import ReviewRound, Sheet


class Proposal(CityModel):
    """A proposal (提案) about a project of the round, or for a new one, with its answer.

    `sheet` is None for a new project. `text` shall stand in the edition; where it was accepted with changes,
    `answer_text` does. `partners` are the ids of projects that a merge takes in.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7)
    field = models.CharField(max_length=7, blank=True)
    partners = models.JSONField(default=list)
    name = models.CharField(max_length=200, blank=True)
    node_key = models.TextField(blank=True)
    section = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    reason = models.TextField()
    team = models.CharField(max_length=100)
    author_role = models.CharField(max_length=15)
    state = models.CharField(max_length=16, default=ProposalState.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    answer_text = models.TextField(blank=True)
    answer_reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[Proposal]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order they came."""

        ordering = ("round", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in ProposalState]), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in ProposalKind]), name="proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="add", sheet__isnull=True) | (~Q(kind="add") & Q(sheet__isnull=False)),
                name="proposal_about_a_sheet_or_new",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "accepted_changed"]) | ~Q(answer_reason=""),
                name="proposal_answer_says_why",
            ),
        )
        indexes = (models.Index(fields=("round", "state"), name="proposal_by_state"),)

    def __str__(self) -> str:
        """Return what it is about and what it wants."""
        return f"{self.subject}：{self.kind_word}"

    def get_absolute_url(self) -> str:
        """Return the address of the proposal."""
        return reverse("reviews:proposal", args=[self.round_id, self.pk])

    @property
    def subject(self) -> str:
        """The project's number and name, or the name of the new one."""
        return str(self.sheet) if self.sheet is not None else self.name

    @property
    def kind_word(self) -> str:
        """What is proposed, in Japanese."""
        word = KIND_WORDS[ProposalKind(self.kind)]
        return f"{FIELD_WORDS[ProposedField(self.field)]}の変更" if self.field else word

    @property
    def state_word(self) -> str:
        """The state in Japanese."""
        return PROPOSAL_WORDS[ProposalState(self.state)]


class ProposalMoveRow(CityModel):
    """One act on a proposal with the whole of what it then said. Append-only."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="moves")
    version = models.PositiveIntegerField()
    move = models.CharField(max_length=14)
    state = models.CharField(max_length=16)
    says = models.JSONField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[ProposalMoveRow]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("proposal", "version")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "version"), name="one_proposal_move_a_version"),
        )

    def __str__(self) -> str:
        """Return the act."""
        return self.move


class RoundComment(CityModel):
    """A comment (意見) of the committee with its answer (対応方針); about a sheet, a heading, or the whole plan."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, null=True, on_delete=models.PROTECT, related_name="+")
    node_key = models.TextField(blank=True)
    node_name = models.TextField(blank=True)
    section = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    body = models.CharField(max_length=100)
    author_role = models.CharField(max_length=15)
    state = models.CharField(max_length=9, default=CommentState.OPEN)
    version = models.PositiveIntegerField(default=1)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[RoundComment]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order they came."""

        ordering = ("round", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in CommentState]), name="comment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "approved"]) | ~Q(answer=""),
                name="comment_answer_is_there",
            ),
            models.CheckConstraint(
                condition=Q(sheet__isnull=True) | Q(node_key=""), name="comment_about_one_thing"
            ),
        )
        indexes = (models.Index(fields=("round", "state"), name="comment_by_state"),)

    def __str__(self) -> str:
        """Return what it is about."""
        return self.subject

    def get_absolute_url(self) -> str:
        """Return the address of the comment."""
        return reverse("reviews:comment", args=[self.round_id, self.pk])

    @property
    def subject(self) -> str:
        """What it is about: a project, a heading, or the whole."""
        if self.sheet is not None:
            return str(self.sheet)
        return self.node_name or "計画全体"

    @property
    def state_word(self) -> str:
        """The state in Japanese."""
        return COMMENT_WORDS[CommentState(self.state)]


class CommentMoveRow(CityModel):
    """One act on a comment with the whole of what it then said. Append-only."""

    is_append_only: ClassVar[bool] = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(RoundComment, on_delete=models.PROTECT, related_name="moves")
    version = models.PositiveIntegerField()
    move = models.CharField(max_length=9)
    state = models.CharField(max_length=9)
    says = models.JSONField()
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[CommentMoveRow]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Oldest first."""

        ordering = ("comment", "version")
        constraints = (
            models.UniqueConstraint(fields=("comment", "version"), name="one_comment_move_a_version"),
        )

    def __str__(self) -> str:
        """Return the act."""
        return self.move
