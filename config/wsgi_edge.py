"""The link host process; see settings_edge."""

import os

from django.core.wsgi import get_wsgi_application

from config import observability

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_edge"
observability.start(process="link")
application = get_wsgi_application()
