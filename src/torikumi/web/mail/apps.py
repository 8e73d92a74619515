"""The Django app of letters and mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Letters, mail, and the log of mail."""

    name = "torikumi.web.mail"
    label = "mail"
    verbose_name = "メール"

    def ready(self) -> None:
        """Make the job that sends mail known."""
        from torikumi.web.jobs.tasks import register_task
        from torikumi.web.mail.posting import POST_BATCH

        register_task(POST_BATCH)
