"""What has to be true before the parts of `make run` start: schema and translations up to date, something to look at.

Run as `python -m config.prepare`; its own process, so that the runner stays small and a migration can be interrupted.
"""

import os

import django
from django.conf import settings
from django.core.management import call_command
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
    if settings.DEBUG and _is_empty():
        _say("loading the demo")
        call_command("load_demo", verbosity=0)
    if accounts := _demo_accounts():
        _say(f"demo accounts: {accounts}")


def _is_empty() -> bool:
    from themes.models import Programme

    return not Programme.objects.exists()


def _demo_accounts() -> str:
    """Return who can log in to the demo and how; empty where it is not loaded."""
    from django.contrib.auth import get_user_model

    from sharehub.demo.accounts import DEMO_ACCOUNTS, PASSWORD

    emails = [account.email for account in DEMO_ACCOUNTS]
    if not get_user_model()._default_manager.filter(email=emails[0]).exists():
        return ""
    return f"{', '.join(emails)}; the password of each is: {PASSWORD}"


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
