"""The database backend that `ENGINE` names: it tells PostgreSQL whose rows to show."""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from torikumi.web.isolation.cities import shown_city

_TELL = "SELECT set_config('torikumi.city', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is told the city before a statement, where it is another than the last one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: str | None = None
        # The outermost of the wrappers: it stands below those that tests and benches put on for a while.
        self.execute_wrappers.append(self._tell_city)

    def init_connection_state(self) -> None:
        """Begin a connection, new or out of a pool: what it was told before is not known."""
        self._told = None
        super().init_connection_state()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # private, and so not in the stubs
        # A setting made within the transaction went with it.
        self._told = None

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = shown_city()  # in a failed transaction nothing may go before the rollback itself
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

    def _tell_city(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        city = shown_city()
        if city != self._told and not self.needs_rollback:
            with self.wrap_database_errors:
                # Not through a cursor of Django's: that one would ask again, and is counted as a question of the page.
                self.connection.execute(_TELL, [city])
            self._told = city
        return execute(sql, params, many, context)
