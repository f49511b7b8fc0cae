"""Run the drain of an edge host: clicks from its journals into PostgreSQL, links from PostgreSQL into its table."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from structlog import get_logger

from sharehub.edge import metrics
from sharehub.edge.drain import Drain
from sharehub.edge.rendering import render_pages

_logger = get_logger(__name__)


class Command(BaseCommand):
    help = "Moves clicks and links between the edge of this host and PostgreSQL until it is stopped."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        stopping: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, _frame: stopping.append(received))
        drain = Drain(settings.EDGE_DIR, settings.DATABASE_ADDRESS, settings.REDIS_URL)
        try:
            render_pages(settings.EDGE_DIR / "pages")
        except DatabaseError as error:  # the edge has plain sentences until the next start
            _logger.warning("pages_not_rendered", error=type(error).__name__)
        if settings.EDGE_METRICS_PORT:
            metrics.serve(drain, settings.EDGE_METRICS_PORT, settings.EDGE_METRICS_HOST)
        drain.run(until=lambda: bool(stopping))
