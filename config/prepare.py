"""What has to be true before the parts of `make run` start: schema and translations up to date, something to look at.

Run as `python -m config.prepare`; its own process, so that the runner stays small and a migration can be interrupted.
"""

import os

import django
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import messages

DEMO_PEOPLE = [f"{name}@demo.test" for name in ("manager", "editor", "hr", "lead", "ambassador")]
DEMO_PASSWORD = "ambassador"  # noqa: S105  (of the demo, which production refuses to load)


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
    if _is_demo():
        _say(f"demo accounts: {', '.join(DEMO_PEOPLE)}; the password of each is: {DEMO_PASSWORD}")


def _is_empty() -> bool:
    from themes.models import Programme

    return not Programme.objects.exists()


def _is_demo() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.filter(email=DEMO_PEOPLE[0]).exists()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
