"""The Celery application; the row is the queue, the message only a hint."""

import os

import structlog
from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.signals import beat_init, worker_process_init
from django.db import transaction
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.exceptions import OperationalError

# Celery looks for it while the application is made: without it tasks know nothing of transactions.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_logger = structlog.get_logger(__name__)


class Hint(DjangoTask):
    """A task whose row stands already when its message leaves: where no broker takes it, the sweep finds the row."""

    def delay_on_commit(self, *args: object, **kwargs: object) -> None:
        """Send it once the row stands. What was asked for is done by then, so nobody hears of a broker that is away."""

        def send() -> None:
            try:
                self.delay(*args, **kwargs)
            except OperationalError as error:
                _logger.warning("broker_away", task=self.name, error=str(error))

        transaction.on_commit(send)


app = Celery("ambassadors", task_cls=Hint)
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
