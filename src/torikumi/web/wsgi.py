"""The door for a WSGI server: `gunicorn torikumi.web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from torikumi.web.environment import make_home

make_home()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "torikumi.web.settings")
application = get_wsgi_application()
