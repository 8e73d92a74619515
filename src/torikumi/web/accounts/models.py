"""Cities, organisation units, people and roles. Written by actions.py only."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from torikumi.web.accounts.permissions import ROLE_LABELS, UNIT_ROLES, Role


def draw_mark() -> int:
    """Return a number that no one had before."""
    return secrets.randbits(62)


class Municipality(models.Model):
    """A city, town, village, ward or prefecture (地方公共団体); six digits, the last one checks the others."""

    of_no_city: ClassVar[bool] = True

    code = models.CharField("団体コード", max_length=6, unique=True)
    name = models.CharField("団体名", max_length=60)
    prefecture = models.CharField("都道府県", max_length=10, blank=True)
    # Drawn anew by the database when something changes that decides who may do what (rights.py).
    rights_mark = models.BigIntegerField(default=draw_mark, editable=False)

    class Meta:
        """In the order of the code."""

        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{6}$"), name="code_has_six_digits"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def valid_on(day: date) -> Q:
    """Return the condition for rows that are true on `day`; the last day counts (3月31日まで)."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class OrganisationUnitQuerySet(models.QuerySet["OrganisationUnit"]):
    """Departments and sections."""

    def of_municipality(self, code: str) -> OrganisationUnitQuerySet:
        """Return the units of one city."""
        return self.filter(municipality__code=code)

    def on(self, day: date) -> OrganisationUnitQuerySet:
        """Return the units that exist on `day`."""
        return self.filter(valid_on(day))

    def not_ended_before(self, day: date) -> OrganisationUnitQuerySet:
        """Return the units that exist on `day` or begin later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class OrganisationUnit(models.Model):
    """A department or section (部・課) as it stands from one day to another; a renamed section is a new unit."""

    city_path: ClassVar[str] = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("組織コード", max_length=20)
    name = models.CharField("組織名", max_length=100)
    parent = models.ForeignKey(
        "self", verbose_name="上位の組織", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)

    objects: ClassVar[OrganisationUnitQuerySet] = OrganisationUnitQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """In the order of the code."""

        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "code", "valid_from"), name="one_unit_a_code_and_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="unit_has_code_and_name"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SuccessionKind(models.TextChoices):
    """What happened to a section on a day."""

    RENAMED = "renamed", "名前が変わった"
    MERGED = "merged", "統合した"
    SPLIT = "split", "分かれた"
    MOVED = "moved", "ほかの部に移った"


class UnitSuccession(models.Model):
    """That one unit goes on as another (組織改正): the old one ended the day before `day`, when the new one took over."""

    city_path: ClassVar[str] = "predecessor__municipality"

    predecessor = models.ForeignKey(OrganisationUnit, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(OrganisationUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("何があったか", max_length=10, choices=SuccessionKind.choices)
    day = models.DateField("いつから")

    class Meta:
        """In the order of the days; a pair stands once."""

        ordering = ("day", "id")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="one_succession_a_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="no_unit_follows_itself"),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="succession_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        """Return both names."""
        return f"{self.predecessor} → {self.successor}"


class UserQuerySet(models.QuerySet["User"]):
    """People."""

    def of_municipality(self, code: str) -> UserQuerySet:
        """Return the people of one city."""
        return self.filter(municipality__code=code)

    def active(self) -> UserQuerySet:
        """Return the people who may log in."""
        return self.filter(is_active=True)

    def without_password(self) -> UserQuerySet:
        """Return the people who never got a password: from a list, or because they log in elsewhere."""
        return self.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def named_like(self, text: str) -> UserQuerySet:
        """Return the people in whose log-in name or name `text` stands."""
        return self.filter(Q(login_name__icontains=text) | Q(display_name__icontains=text))


class UserManager(BaseUserManager["User"]):
    """Finds people by their log-in name; making them is an action."""

    def get_queryset(self) -> UserQuerySet:
        """Return people with their city: every request asks for both."""
        return UserQuerySet(self.model, using=self._db).select_related("municipality")

    def of_municipality(self, code: str) -> UserQuerySet:
        """Return the people of one city."""
        return self.get_queryset().of_municipality(code)


class User(AbstractBaseUser):
    """A person who can log in (利用者), of exactly one city. Never deleted, only deactivated.

    A session is good for one `session_epoch` only; a later one ends all that were opened before.
    """

    city_path: ClassVar[str] = "municipality"

    login_name = models.CharField(
        "利用者ID",
        max_length=150,
        unique=True,
        error_messages={"unique": "この利用者IDはすでに使われています。"},
    )
    display_name = models.CharField("氏名", max_length=100)
    email = models.EmailField("メールアドレス", blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField("利用できる", default=True)
    must_change_password = models.BooleanField("次のログインでパスワードを変える", default=False)

    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """In the order of the log-in name."""

        ordering = ("login_name",)
        constraints = (models.CheckConstraint(condition=~Q(login_name=""), name="person_has_a_login_name"),)

    def __str__(self) -> str:
        """Return the name that people see."""
        return self.display_name or self.login_name

    def get_session_auth_hash(self) -> str:
        """Return what every session of the person must hold; another password or epoch, and it is over."""
        return self._seal_session(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under the secrets of before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._seal_session(secret)

    def _seal_session(self, secret: str | bytes | None) -> str:
        # None: the secret of today.
        value = f"{self.session_epoch}:{self.password}"
        return salted_hmac("torikumi.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    def roles_on(self, day: date) -> frozenset[Role]:
        """Return the roles that the person has on `day`."""
        assignments = RoleAssignment.objects.filter(user=self).on(day)
        return frozenset(Role(role) for role in assignments.values_list("role", flat=True))


_UNIT_ROLES = [str(role) for role in Role if role in UNIT_ROLES]


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Roles of people."""

    def on(self, day: date) -> RoleAssignmentQuerySet:
        """Return the assignments that are true on `day`; those of a unit also need the unit to exist."""
        unit = Q(unit__isnull=True) | (
            Q(unit__valid_from__lte=day) & (Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=day))
        )
        return self.filter(valid_on(day) & unit, cancelled_at__isnull=True)

    def not_ended_before(self, day: date) -> RoleAssignmentQuerySet:
        """Return the assignments that are true on `day` or begin later."""
        role, unit = Q(valid_to__isnull=True) | Q(valid_to__gte=day), Q(unit__valid_to__isnull=True)
        return self.filter(role & (unit | Q(unit__valid_to__gte=day)), cancelled_at__isnull=True)


class RoleAssignment(models.Model):
    """A role that a person has from one day to another (人事異動 on 1 April); some roles name their section or department."""

    city_path: ClassVar[str] = "user__municipality"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("役割", max_length=20, choices=[(str(role), ROLE_LABELS[role]) for role in Role])
    unit = models.ForeignKey(
        OrganisationUnit,
        verbose_name="課・部",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで", null=True, blank=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)  # before it began

    objects: ClassVar[RoleAssignmentQuerySet] = RoleAssignmentQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """Newest last."""

        ordering = ("valid_from", "id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[str(role) for role in Role]), name="role_is_known"),
            models.CheckConstraint(
                condition=(Q(role__in=_UNIT_ROLES) & Q(unit__isnull=False))
                | (~Q(role__in=_UNIT_ROLES) & Q(unit__isnull=True)),
                name="unit_role_names_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        """Return the role's Japanese name."""
        return ROLE_LABELS[Role(self.role)]

    def state_on(self, day: date) -> str:
        """Return 予定, 有効, 終了 or 取消し."""
        if self.cancelled_at is not None:
            return "取消し"
        if day < self.valid_from:
            return "予定"
        return "有効" if self.valid_to is None or day <= self.valid_to else "終了"


class PersonnelImport(models.Model):
    """A list of the personnel section that was read and waits to be confirmed; its rows go when it is decided."""

    city_path: ClassVar[str] = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("ファイル", max_length=255)
    first_day = models.DateField("いつから")
    rows = models.JSONField(default=list)
    created_by = models.CharField("取り込んだ人", max_length=150)
    created_at = models.DateTimeField("取り込んだ日時")
    confirmed_at = models.DateTimeField("確定した日時", null=True, blank=True)
    discarded_at = models.DateTimeField("破棄した日時", null=True, blank=True)

    class Meta:
        """Newest first; decided at most one way."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(discarded_at__isnull=True),
                name="personnel_import_is_decided_once",
            ),
        )

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a decision."""
        return self.confirmed_at is None and self.discarded_at is None


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Who acts for whom."""

    def of_municipality(self, code: str) -> DelegationQuerySet:
        """Return the delegations of one city."""
        return self.filter(giver__municipality__code=code)

    def on(self, day: date) -> DelegationQuerySet:
        """Return the delegations that are true on `day` and were not ended."""
        return self.filter(valid_on(day), ended_at__isnull=True)


class Delegation(models.Model):
    """A deputy (代理・代決): while `giver` is away, `taker` may use one role of theirs, or all that may be handed on."""

    city_path: ClassVar[str] = "giver__municipality"

    giver = models.ForeignKey(User, verbose_name="不在の人", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, verbose_name="代理する人", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        RoleAssignment, verbose_name="役割", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("いつから")
    valid_to = models.DateField("いつまで")
    reason = models.CharField("理由", max_length=200)
    made_by = models.CharField("決めた人", max_length=150)
    made_at = models.DateTimeField("決めた日時")
    ended_at = models.DateTimeField("終わらせた日時", null=True, blank=True)

    objects: ClassVar[DelegationQuerySet] = DelegationQuerySet.as_manager()  # type: ignore[assignment]  # the stubs type as_manager() as a plain Manager

    class Meta:
        """Newest first."""

        ordering = ("-valid_from", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_says_why"),
        )

    def __str__(self) -> str:
        """Return who acts for whom."""
        return f"{self.giver} → {self.taker}"

    def state_on(self, day: date) -> str:
        """Return 予定, 有効 or 終了."""
        if self.ended_at is not None or day > self.valid_to:
            return "終了"
        return "予定" if day < self.valid_from else "有効"
