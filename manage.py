#!/usr/bin/env python
"""Run a management command; without DATABASE_URL or REDIS_URL the project's own servers are found or started."""

import os
import sys

from config import embedded


def main() -> None:
    """Prepare the services, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with embedded.services():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
