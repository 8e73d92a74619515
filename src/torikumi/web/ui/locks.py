"""When the database gave up waiting for somebody else."""

from django.db import OperationalError

# lock_not_available, deadlock_detected, serialization_failure, too_many_connections
_STATES = frozenset({"55P03", "40P01", "40001", "53300"})


def is_lock_failure(error: BaseException | None) -> bool:
    """Tell whether the same request, sent again a little later, may well succeed."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in _STATES or "is locked" in str(error)
