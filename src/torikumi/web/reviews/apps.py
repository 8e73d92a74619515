"""The Django app of the yearly review."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The yearly review."""

    name = "torikumi.web.reviews"
    label = "reviews"
    verbose_name = "年度評価"
