"""Tables of the lineage between an import and the edition that it was made on. Written by actions/ only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from torikumi.web.accounts.scope import CityModel, CityQuerySet
from torikumi.web.plans.models import Import


class LineKind(models.TextChoices):
    """What became of a project, as a person decides it (系譜の種類)."""

    CONTINUES = "continues", "継続"
    RENAMED = "renamed", "名称変更"
    MERGED = "merged", "統合"
    SPLIT = "split", "分割"
    REPLACED = "replaced", "後継"
    ENDED = "ended", "なくなった"
    NEW = "new", "新規"


class LineVerdict(models.TextChoices):
    """What a person said of a line; "withdrawn" takes back what was said before."""

    CONFIRMED = "confirmed", "確かめた"
    REFUSED = "refused", "退けた"
    WITHDRAWN = "withdrawn", "取り消した"


class KeptLineage(CityModel):
    """The lineage of an import as the program proposes it, and what the import's ids were made of.

    A project of the import is named by its position in the document, from 1, for its id depends on what is decided.
    `read` is the plan before any project got an old id ("" where the import was made before lineage was kept);
    `careful` are the pairs of plan.identity, `pairs` those whose ids the plan of the import has, both {position: old
    id}; `proposal` the lines as compare.lineage dumps them; `version` counts the proposals.
    """

    city_path = "batch__municipality"
    changing_columns = ("careful", "pairs", "proposal", "version")

    batch = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="+")
    read = models.TextField(blank=True)
    careful = models.TextField()
    pairs = models.TextField()
    proposal = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CityQuerySet[KeptLineage]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return which import it is of."""
        return f"{self.batch_id}"


class LineageDecision(CityModel):
    """What a person said of one line; the newest of a line holds, and none is ever changed.

    `old` is the id in the edition before ("" for a project that is new), `new` the position in the document (0 for one
    that ended). `turn` counts the acts of an import from 1; 0 are decisions taken over from an earlier import.
    """

    city_path = "batch__municipality"
    is_append_only = True

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveIntegerField()
    old = models.TextField(blank=True)
    new = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=9, choices=LineKind.choices)
    verdict = models.CharField(max_length=9, choices=LineVerdict.choices)
    origin = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[LineageDecision]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One word a line in each act; a line has at least one end."""

        ordering = ("batch", "turn", "pk")
        constraints = (
            models.UniqueConstraint(fields=("batch", "turn", "old", "new"), name="one_word_a_line"),
            models.CheckConstraint(condition=~Q(old="", new=0), name="line_has_an_end"),
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_kind_known"),
            models.CheckConstraint(condition=Q(verdict__in=LineVerdict.values), name="line_verdict_known"),
        )
        indexes = (
            models.Index(fields=("batch", "old"), name="decision_by_old"),
            models.Index(fields=("batch", "new"), name="decision_by_new"),
        )

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.old} → {self.new} {self.kind} {self.verdict}"

    @property
    def ends(self) -> tuple[str, int]:
        """The two ends of the line."""
        return self.old, self.new
