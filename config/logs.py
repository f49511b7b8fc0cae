"""Structured logs: readable lines in development, JSON in production, each with its request's id."""

import sys
from typing import Any

import structlog

_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(*, debug: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: every record, also of libraries, goes through structlog to standard output."""
    renderer = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if debug else structlog.processors.JSONRenderer()
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": "WARNING" if debug else level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # Django's own handler would say everything twice
            # django_structlog reports a failed request, with its id.
            "django.request": {"level": "CRITICAL"},
        }
        | {
            name: {"level": level, "handlers": ["console"], "propagate": False}
            for name in ("themes", "ambassadors", "cms", "sharehub", "config", "django_structlog")
        },
    }


def configure_structlog(*, debug: bool) -> None:
    """Make structlog's own loggers end in the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not debug,
    )
