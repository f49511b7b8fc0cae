"""Imports an RSS or Atom feed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import feeds
from cms.feed_imports import MOST_LIVE, import_feed, read_location
from themes.fetching import FetchError
from themes.models import Theme


class Command(BaseCommand):
    help = "Imports an RSS or Atom feed as articles; run again, it changes only what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("location", help="a file, or an http(s) address")
        parser.add_argument("--theme", required=True, help="the theme's address (slug)")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument(
            "--limit",
            type=int,
            default=MOST_LIVE,
            help=f"how many of the newest go live, the others are drafts (default {MOST_LIVE})",
        )
        parser.add_argument("--draft", action="store_true", help="leave the articles unpublished")

    def handle(
        self, *args: object, location: str, theme: str, language: str, draft: bool, limit: int, **options: object
    ) -> None:
        found = Theme.objects.filter(slug=theme).first()
        if found is None:
            known = ", ".join(Theme.objects.live().values_list("slug", flat=True)) or "there are none yet"
            raise CommandError(f"There is no theme with the address “{theme}” ({known}).")
        try:
            content = read_location(location)
            # A file is known by its name, so that the same file in another folder is the same feed.
            name = location if location.startswith(("http://", "https://")) else Path(location).name
            _source, report = import_feed(
                content=content,
                location=name,
                theme=found,
                language=language,
                publish=not draft,
                most_live=max(limit, 0),
            )
        except FetchError as error:
            raise CommandError(f"{location} was not fetched: {error}.") from error
        except OSError as error:
            raise CommandError(f"{location} could not be read: {error.strerror}.") from error
        except feeds.NotAFeed as error:
            raise CommandError(f"{location}: {error}") from error
        for remark in report.noticed:
            self.stdout.write(str(remark))
        for remark in report.refused:
            self.stderr.write(f"Not imported: {remark}")
        self.stdout.write(
            f"{report.made} articles made, {report.changed} changed, {report.unchanged} left as they were, "
            f"{len(report.refused)} items not imported, {report.pictures} pictures to be fetched."
        )
