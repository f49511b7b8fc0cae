"""The Celery application; the row is the queue, the message only a hint."""

import os

from celery import Celery
from celery.signals import beat_init, worker_process_init
from django_structlog.celery.steps import DjangoStructLogInitStep

# Celery looks for it while the application is made: without it tasks know nothing of transactions.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("ambassadors")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@worker_process_init.connect
def report_from_worker(**_: object) -> None:
    """Let each process of a worker report what goes wrong, where that is configured."""
    from config import observability  # settings are known only once the worker starts

    observability.start(process="worker")


@beat_init.connect
def report_from_beat(**_: object) -> None:
    """Let beat report what goes wrong, where that is configured."""
    from config import observability

    observability.start(process="beat")
