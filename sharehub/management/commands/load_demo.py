"""Load the demo into an empty installation."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharehub.demo import loader
from sharehub.demo.accounts import DEMO_ACCOUNTS


class Command(BaseCommand):
    help = (
        "Loads the demo: a fictional organisation with a year of history that ends now. Needs DEBUG and no programme."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Say so and succeed where a programme exists, changing nothing."
        )

    def handle(self, *args: object, if_empty: bool, verbosity: int, **options: object) -> None:
        try:
            loaded = loader.load(timezone.now())
        except loader.NotEmpty as refusal:
            if not if_empty:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(str(refusal))
            return
        except loader.DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if verbosity:
            self.stdout.write(
                f"Loaded {loaded.ambassadors} ambassadors, {loaded.pieces} pieces, {loaded.shares} shares and "
                f"{loaded.visits} visits."
            )
            for account in DEMO_ACCOUNTS:
                self.stdout.write(f"{account.role}: {account.email} / {account.password}")
