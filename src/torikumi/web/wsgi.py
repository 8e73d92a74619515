"""The door for a WSGI server: `gunicorn torikumi.web.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from torikumi.web.environment import make_home

make_home()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torikumi.web.settings")
application = get_wsgi_application()


def _start_jobs() -> None:
    # Only now are the models known. On PostgreSQL a service of its own does the jobs (run_worker).
    from torikumi.web.jobs.handing_over import has_loop
    from torikumi.web.jobs.loop import start_loop

    if has_loop():
        start_loop()


_start_jobs()

# What was loaded by now stays for as long as the process: the collector need not walk through it again and again.
gc.collect()
gc.freeze()
