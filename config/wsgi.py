"""The web process: Django and Wagtail."""

import os

from django.core.wsgi import get_wsgi_application

from config import observability

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
observability.start(process="web")
application = get_wsgi_application()
