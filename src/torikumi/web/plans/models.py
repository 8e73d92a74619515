"""Tables of stored plans: series, editions, imports. Written by actions/ and store.py only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from torikumi.text.era import format_fiscal_year
from torikumi.web.plans.scope import CityModel, CityQuerySet


class PlanSeries(CityModel):
    """A plan of a city through all its editions (計画)."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("計画の名前", max_length=200)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[CityQuerySet[PlanSeries]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One title a city."""

        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(fields=("municipality", "title"), name="one_series_a_title"),
            models.CheckConstraint(condition=~Q(title=""), name="series_has_a_title"),
        )

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the overview."""
        return reverse("plans:overview", args=[self.pk])


class EditionState(models.TextChoices):
    """Whether an edition counts; nothing is ever deleted."""

    ACTIVE = "active", "有効"
    UNDONE = "undone", "取消済み"


class EditionQuerySet(CityQuerySet["Edition"]):
    """Editions, newest last."""

    def active(self) -> EditionQuerySet:
        """Return the editions that were not undone."""
        return self.filter(state=EditionState.ACTIVE)

    def of(self, series: PlanSeries) -> EditionQuerySet:
        """Return the editions of one series."""
        return self.filter(series=series)

    def current(self) -> Edition | None:
        """Return the newest edition that counts."""
        return self.active().order_by("-sequence").first()


class Edition(CityModel):
    """One immutable snapshot of a plan (版). Order is `sequence`, never the clock.

    `head` is the plan without nodes and projects, `sha256` that of the whole plan.json; `base` is the edition
    that was the newest when this one was confirmed. `turn` and `is_newest` are no columns: edition_names.py counts.
    """

    changing_columns = ("state",)

    turn = 1
    is_newest = False

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(PlanSeries, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    label = models.CharField("版の名前", max_length=100, blank=True)
    notice = models.TextField(blank=True)
    head = models.TextField()
    sha256 = models.CharField(max_length=64)
    project_count = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=EditionState.choices, default=EditionState.ACTIVE)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One active successor an edition: of two imports confirmed at once, the database refuses the second."""

        ordering = ("series", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("series", "sequence"), name="one_edition_a_sequence"),
            models.UniqueConstraint(
                fields=("base",), condition=Q(state="active"), name="one_active_successor"
            ),
            models.UniqueConstraint(
                fields=("series",), condition=Q(state="active", base__isnull=True), name="one_active_first"
            ),
            models.CheckConstraint(condition=Q(state__in=EditionState.values), name="edition_state_known"),
            models.CheckConstraint(condition=Q(year__gte=1868), name="edition_year_plausible"),
        )

    def __str__(self) -> str:
        """Return the name by which people call the edition; the second of one name says so, once it is counted."""
        return self.plain_name if self.turn == 1 else f"{self.plain_name} 第{self.turn}版"

    @property
    def plain_name(self) -> str:
        """The name without what tells two editions of one name apart."""
        return self.label or f"{format_fiscal_year(self.year)}版"


class StoredNode(CityModel):
    """A heading of an edition's tree; `path` is the positions from the top ("0001.0003."), `body` the value."""

    city_path = "edition__municipality"
    is_append_only = True

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    key = models.TextField()
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    path = models.TextField()
    printed = models.TextField()
    name = models.TextField()
    body = models.TextField()

    objects: ClassVar[CityQuerySet[StoredNode]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the document."""

        ordering = ("edition", "position")
        constraints = (
            models.UniqueConstraint(fields=("edition", "key"), name="one_node_a_key"),
            models.UniqueConstraint(fields=("edition", "position"), name="one_node_a_position"),
        )

    def __str__(self) -> str:
        """Return the heading as printed."""
        return self.printed


class StoredProject(CityModel):
    """A project of an edition; `body` is the exact value, every other column is derived from it to be searched."""

    city_path = "edition__municipality"
    is_append_only = True

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    key = models.TextField()
    position = models.PositiveIntegerField()
    number = models.TextField(blank=True)
    name = models.TextField()
    name_key = models.TextField()
    search_text = models.TextField()
    node_key = models.TextField(blank=True)
    path = models.TextField(blank=True)
    direction_rank = models.PositiveSmallIntegerField()
    direction_code = models.TextField(blank=True)
    direction_label = models.TextField(blank=True)
    direction_key = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    section_names = models.TextField(blank=True)
    review_year = models.BigIntegerField(null=True)
    review_state = models.TextField(blank=True)
    body = models.TextField()

    objects: ClassVar[CityQuerySet[StoredProject]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the document."""

        ordering = ("edition", "position")
        constraints = (
            models.UniqueConstraint(fields=("edition", "key"), name="one_project_a_key"),
            models.UniqueConstraint(fields=("edition", "position"), name="one_project_a_position"),
        )
        indexes = (
            models.Index(fields=("edition", "path"), name="project_by_path"),
            models.Index(fields=("edition", "direction_key"), name="project_by_direction"),
            models.Index(fields=("key",), name="project_by_key"),
        )

    def __str__(self) -> str:
        """Return the number and the name."""
        return f"{self.number} {self.name}".strip()


class StoredSection(CityModel):
    """A responsible section of a project; `key` is the section's name folded for matching."""

    city_path = "edition__municipality"
    is_append_only = True

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(StoredProject, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    printed = models.TextField()
    name = models.TextField()
    facility = models.TextField(blank=True)
    key = models.TextField()

    objects: ClassVar[CityQuerySet[StoredSection]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the document."""

        ordering = ("project", "position")
        indexes = (models.Index(fields=("edition", "key"), name="section_by_key"),)

    def __str__(self) -> str:
        """Return the section as printed."""
        return self.printed


class Original(CityModel):
    """An uploaded document, byte for byte, once a city."""

    is_append_only = True

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    objects: ClassVar[CityQuerySet[Original]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Kept once a city."""

        constraints = (
            models.UniqueConstraint(fields=("municipality", "sha256"), name="one_original_a_hash"),
        )

    def __str__(self) -> str:
        """Return the hash."""
        return self.sha256


class ImportState(models.TextChoices):
    """How far an import is."""

    STAGED = "staged", "確認待ち"
    APPLIED = "applied", "取込済み"
    DISCARDED = "discarded", "破棄済み"
    UNDONE = "undone", "取消済み"


class Import(CityModel):
    """A document that was read and waits for a decision, or had it (取込); its changes are those against `base`.

    `revision` counts how often corrections were taken in; the findings and changes of that revision hold.
    """

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(PlanSeries, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    year = models.PositiveSmallIntegerField("年度")
    label = models.CharField("版の名前", max_length=100, blank=True)
    plan = models.TextField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    untouched = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.STAGED)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[CityQuerySet[Import]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undone"], edition__isnull=False)
                | Q(state__in=["staged", "discarded"], edition__isnull=True),
                name="import_applied_has_edition",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(base__isnull=True) | ~Q(edition=F("base")),
                name="import_edition_is_new",
            ),
        )

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows what it changes."""
        return reverse("plans:import", args=[self.pk])

    def facts(self) -> dict[str, object]:
        """Return what the trail keeps of the import."""
        return {
            "series": self.series_id,
            "file": self.file_name,
            "year": self.year,
            "added": self.added,
            "changed": self.changed,
            "untouched": self.untouched,
            "gone": self.gone,
        }


class FindingOrigin(models.TextChoices):
    """Who found it."""

    READ = "read", "読み取り"
    CHECK = "check", "点検"


class StoredFinding(CityModel):
    """A finding of reading or checking an import; kept, so that a project's page can show what concerns it."""

    city_path = "batch__municipality"
    is_append_only = True

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField()
    origin = models.CharField(max_length=5, choices=FindingOrigin.choices)
    code = models.TextField()
    severity = models.CharField(max_length=7)
    rank = models.PositiveSmallIntegerField()
    ja = models.TextField()
    en = models.TextField()
    subject = models.TextField(blank=True)
    field = models.TextField(blank=True)
    place = models.TextField(blank=True)

    objects: ClassVar[CityQuerySet[StoredFinding]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Worst first."""

        ordering = ("batch", "rank", "position")
        indexes = (models.Index(fields=("batch", "subject"), name="finding_by_subject"),)

    def __str__(self) -> str:
        """Return the sentence."""
        return self.ja


class StoredChange(CityModel):
    """One difference between an import and its base, found once when it was read."""

    city_path = "batch__municipality"
    is_append_only = True

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=7)
    subject = models.TextField()
    title = models.TextField()
    field = models.TextField(blank=True)
    before = models.TextField(null=True)  # noqa: DJ001  # None is "not known", "" an empty cell
    after = models.TextField(null=True)  # noqa: DJ001  # the same

    objects: ClassVar[CityQuerySet[StoredChange]] = CityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order of the comparison."""

        ordering = ("batch", "position")
        indexes = (models.Index(fields=("batch", "subject"), name="change_by_subject"),)

    def __str__(self) -> str:
        """Return what changed."""
        return f"{self.title} {self.field}".strip()
