"""The Django app of the yearly review."""

from django.apps import AppConfig

from torikumi.web.accounts.home_parts import register_first_home_part


class ReviewsConfig(AppConfig):
    """The yearly review."""

    name = "torikumi.web.reviews"
    label = "reviews"
    verbose_name = "年度評価"

    def ready(self) -> None:
        """Make the tables beside models.py and the jobs known; show on the first page what waits for somebody."""
        from torikumi.web.jobs.tasks import register_task
        from torikumi.web.plans.judging import ask_for_rating
        from torikumi.web.plans.origins import ask_for_origins
        from torikumi.web.plans.round_states import ask_for_round_states
        from torikumi.web.reviews import (  # noqa: F401
            freeze_models,
            notice_models,
            reminder_models,
            setting_models,
            voice_models,
            workbook_models,
        )
        from torikumi.web.reviews.home import show_reviews
        from torikumi.web.reviews.queries.freezes import origin_link, states_when_frozen
        from torikumi.web.reviews.queries.ratings import rating_of_series
        from torikumi.web.reviews.sending_books import SEND_BOOKS
        from torikumi.web.reviews.taking_in import READ_BOOKS

        register_first_home_part(show_reviews)
        ask_for_origins(origin_link)
        ask_for_round_states(states_when_frozen)
        ask_for_rating(rating_of_series)
        register_task(SEND_BOOKS)
        register_task(READ_BOOKS)
