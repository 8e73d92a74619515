"""How fast the trail is written and verified: 20,000 entries in one chain, on SQLite; prints entries a second.

Writing is measured one act a transaction (as a save is), with everything synchronous. Exits with 1 where the
verification is slower than 10,000 entries a second or writing slower than 50. DATABASE_URL names another database.
"""

import os
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ENTRIES = 20_000
SINGLE = 500
LEAST_VERIFIED = 10_000
LEAST_WRITTEN = 50


def main() -> int:
    """Write, verify, print, and tell whether the limits hold."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "var").mkdir()
        os.environ |= {
            "TORIKUMI_HOME": home,
            "TORIKUMI_SECRET_KEY": secrets.token_urlsafe(50),
            "TORIKUMI_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "torikumi.web.settings",
        }
        return _measure()


def _measure() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from torikumi.web.audit.actions import record
    from torikumi.web.audit.actor import Actor
    from torikumi.web.audit.queries import faults_of

    call_command("migrate", verbosity=0)
    by = Actor(name="bench", role="planning", municipality="999997", request_id="r" * 32, address="192.0.2.1")

    def write(number: int) -> None:
        record(
            by=by,
            at=datetime.now(UTC),
            action="correct_reading",
            kind="import",
            key=number,
            before={"field": "summary", "value": "サービスの案内と相談を行う。" * 5},
            after={"field": "summary", "value": "サービスの案内と相談を、地域の人と一緒に続ける。" * 5},
        )

    begin = time.perf_counter()
    for number in range(SINGLE):
        with transaction.atomic():
            write(number)
    written = SINGLE / (time.perf_counter() - begin)
    with transaction.atomic():
        for number in range(SINGLE, ENTRIES):
            write(number)
    begin = time.perf_counter()
    assert [*faults_of("999997")] == []
    verified = ENTRIES / (time.perf_counter() - begin)
    print(f"{connection.vendor}: {written:,.0f} acts a second, one a transaction, in one chain")
    print(f"{connection.vendor}: {verified:,.0f} entries a second verified, of {ENTRIES:,}")
    return 0 if verified >= LEAST_VERIFIED and written >= LEAST_WRITTEN else 1


if __name__ == "__main__":
    sys.exit(main())
