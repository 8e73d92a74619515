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
        # Their tables become known here.
        from torikumi.web.jobs.tasks import register_task
        from torikumi.web.plans import (  # noqa: F401
            check_models,
            lineage_models,
            reading_models,
            rule_models,
        )
        from torikumi.web.plans.home import show_plans
        from torikumi.web.plans.lineage_job import PROPOSE_LINEAGE

        register_home_part(show_plans)
        register_task(PROPOSE_LINEAGE)
