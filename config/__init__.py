"""Ties the four apps together: settings, addresses, processes and the servers of development."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
