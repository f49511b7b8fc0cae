"""The link host process; see settings_edge."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_edge"
application = get_wsgi_application()
