"""The Django app of stored plans."""

from django.apps import AppConfig

from torikumi.web.accounts.home_parts import register_home_part


class PlansConfig(AppConfig):
    """Stored plans."""

    name = "torikumi.web.plans"
    label = "plans"
    verbose_name = "計画"

    def ready(self) -> None:
        """Show the plans on the first page."""
        from torikumi.web.plans import reading_models  # noqa: F401  its tables become known here
        from torikumi.web.plans.home import show_plans

        register_home_part(show_plans)
