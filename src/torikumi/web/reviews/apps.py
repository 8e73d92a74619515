"""The Django app of the yearly review."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The yearly review."""

    name = "torikumi.web.reviews"
    label = "reviews"
    verbose_name = "年度評価"

    def ready(self) -> None:
        """Make the tables that stand beside models.py known."""
        from torikumi.web.reviews import notice_models, setting_models  # noqa: F401
