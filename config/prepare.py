"""What has to be true before the parts of `make run` start: schema and translations up to date, something to look at.

Run as `python -m config.prepare`; its own process, so that the runner stays small and a migration can be interrupted.
"""

import os
import sys

import django
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import messages


def main() -> None:
    """Migrate, compile the translations and load the demo where no programme exists."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if messages.compile_all():
        _say("translations compiled")
    django.setup()
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say(f"applying {len(waiting)} migrations")
        call_command("migrate", interactive=False, verbosity=0)
    if _is_empty() and "load_demo" in get_commands():
        _say("loading the demo")
        call_command("load_demo", verbosity=0)


def _is_empty() -> bool:
    from themes.models import Programme

    return not Programme.objects.exists()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
