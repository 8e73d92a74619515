"""The Django app of published editions."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Published editions."""

    name = "torikumi.web.publications"
    label = "publications"
    verbose_name = "公表"

    def ready(self) -> None:
        """Name the job of the app, and have a public edition spoken of before its import is undone."""
        from torikumi.web.jobs.tasks import register_task
        from torikumi.web.plans.undoing import ask_before_undoing
        from torikumi.web.publications.publishing import PUBLISH
        from torikumi.web.publications.queries import say_that_it_is_public

        register_task(PUBLISH)

        ask_before_undoing(say_that_it_is_public)
