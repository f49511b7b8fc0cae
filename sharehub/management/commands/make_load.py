"""Fill an empty database with a large organisation."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sharehub.demo.accounts import PASSWORD
from sharehub.large import loader, people
from sharehub.large.bulk import stderr_bar
from sharehub.large.sizes import Sizes


class Command(BaseCommand):
    help = (
        "Fills an empty database (or one filled by this command before, which is replaced) with a made-up organisation "
        "of any size, to try out pages and roll-ups at scale. Needs DEBUG. The same sizes and seed give the same figures."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        sizes = Sizes()
        parser.add_argument("--ambassadors", type=int, default=sizes.ambassadors)
        parser.add_argument("--shares", type=int, default=sizes.shares)
        parser.add_argument(
            "--visits", type=int, default=sizes.visits, help="Raw visits within the retention; reach covers a year."
        )
        parser.add_argument("--applications", type=int, default=sizes.applications)
        parser.add_argument("--seed", type=int, default=sizes.seed)

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("This is for trying out: it has known passwords, so it needs DEBUG.")
        sizes = Sizes(*(options[name] for name in ("ambassadors", "shares", "visits", "applications", "seed")))
        started = time.monotonic()
        try:
            loader.load(sizes, today=datetime.now(UTC).date(), bar=stderr_bar(), password=PASSWORD)
        except loader.LoadRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        loader.vacuum()
        made = loader.counted()
        self.stdout.write(
            f"{made.ambassadors:,} ambassadors, {made.pieces:,} pieces, {made.shares:,} shares, {made.visits:,} raw "
            f"visits, {made.links_days:,} days of links, {made.groups:,} of groups and {made.applications:,} "
            f"applications in {time.monotonic() - started:.0f} s."
        )
        self.stdout.write(f"{people.MANAGER}, {people.HR}, {people.EDITOR}, person0@{people.DOMAIN} / {PASSWORD}")
