"""Ties the four apps together: settings, addresses, processes and the servers of development."""

import gc

# Loading, and every page, leave circles behind (contexts, forms): to look for them after each 700 new objects costs a
# quarter of a start, and more than they weigh. Here, because everything that Django runs in comes by.
gc.set_threshold(50_000, 20, 20)

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
