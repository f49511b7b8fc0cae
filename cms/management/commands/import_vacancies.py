"""Imports vacancies."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.actions.vacancies import import_vacancies
from themes.models import Theme


class Command(BaseCommand):
    help = "Imports vacancies from a file with a schema.org JobPosting in JSON on each line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--theme", default="", help="the theme's address (slug)")
        parser.add_argument(
            "--apply-elsewhere", action="store_true", help="people apply at the postings' own addresses"
        )

    def handle(
        self, *args: object, file: Path, language: str, theme: str, apply_elsewhere: bool, **options: object
    ) -> None:
        found = Theme.objects.filter(slug=theme).first()
        if theme and found is None:
            raise CommandError(f"There is no theme with the address “{theme}”.")
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                report = import_vacancies(lines=lines, language=language, theme=found, apply_elsewhere=apply_elsewhere)
        except OSError as error:
            raise CommandError(f"{file} could not be read: {error.strerror}.") from error
        for remark in report.noticed:
            self.stdout.write(str(remark))
        for remark in report.refused:
            self.stderr.write(f"Not imported: {remark}")
        self.stdout.write(
            f"{report.made} vacancies made, {report.changed} changed, {report.unchanged} left as they were, "
            f"{len(report.refused)} lines not imported."
        )
