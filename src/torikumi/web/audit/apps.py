"""The Django app of the trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail of all actions."""

    name = "torikumi.web.audit"
    label = "audit"
    verbose_name = "操作の記録"
