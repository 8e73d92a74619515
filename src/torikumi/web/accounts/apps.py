"""The Django app of people and roles."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Cities, sections, people and roles."""

    name = "torikumi.web.accounts"
    label = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Have all models known, and the database mark what changes about rights."""
        from torikumi.web.accounts import login_models, token_models  # noqa: F401
        from torikumi.web.accounts.rights_marks import watch_rights

        post_migrate.connect(watch_rights, sender=self)
