"""The Django app of jobs."""

from django.apps import AppConfig

from torikumi.web.accounts.home_parts import register_home_part


class JobsConfig(AppConfig):
    """Work beside requests."""

    name = "torikumi.web.jobs"
    label = "jobs"
    verbose_name = "処理"

    def ready(self) -> None:
        """Name what does jobs, and show the person's open ones on the first page."""
        from torikumi.web.jobs.handing_over import set_runner
        from torikumi.web.jobs.home import show_jobs
        from torikumi.web.jobs.running import run_job

        set_runner(run_job)
        register_home_part(show_jobs)
