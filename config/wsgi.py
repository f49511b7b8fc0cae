"""The web process: Django and Wagtail."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from config import observability

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
observability.start(process="web")
application = get_wsgi_application()
# What was loaded by now stays: the garbage collector would go through all of it again every dozen pages, for 0.4 s.
gc.collect()
gc.freeze()
# Pages leave circles behind (contexts, forms): to look for them after each 700 new objects costs more than they weigh.
gc.set_threshold(50_000, 20, 20)
