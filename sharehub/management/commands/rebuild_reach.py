"""Judge raw visits anew by today's rules and count reach from them again."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sharehub.reach import classification, rollup


class Command(BaseCommand):
    help = "Judge the raw visits of some days anew and count their reach again (days in UTC, both included)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=date.fromisoformat, help="First day; the oldest kept one.")
        parser.add_argument("--to", dest="end", type=date.fromisoformat, help="Last day; today.")

    def handle(self, *args: Any, **options: Any) -> None:
        start = options["start"] or rollup.oldest_kept_day()
        end = options["end"] or datetime.now(UTC).date()
        if end < start:
            raise CommandError("The last day comes before the first.")
        count = classification.reclassify(start, end)
        while rollup.roll_up():
            pass
        self.stdout.write(f"{count} visits judged anew, reach counted from {start} to {end}.")
