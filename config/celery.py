"""The Celery application; the row is the queue, the message only a hint."""

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

app = Celery("ambassadors")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
