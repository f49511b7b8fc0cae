"""Begin the first real programme on an empty installation: asks what the options do not say."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from sharehub import beginning

_OPTIONS = {
    "organisation": "Name of the organisation",
    "programme": "Name of the programme",
    "starts": "First day (YYYY-MM-DD)",
    "ends": "Last day (YYYY-MM-DD)",
    "manager_email": "E-mail address of the programme manager",
    "manager_name": "Name of the programme manager",
    "language": "Language of the manager and of the first words",
}


class Command(BaseCommand):
    help = (
        "Creates the organisation, a programme, the public site, the six roles and a manager without a password, "
        "and prints the link with which the manager sets one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, words in _OPTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=words)
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="Ask nothing.")
        parser.add_argument("--send-mail", action="store_true", help="Mail the link to the manager as well.")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        ask = self._asker(options)
        organisation = ask("organisation", "", _filled)
        programme = ask("programme", f"{organisation} {today.year}", _filled)
        starts_on = date.fromisoformat(ask("starts", today.isoformat(), _day))
        ends_on = date.fromisoformat(ask("ends", (starts_on + timedelta(days=364)).isoformat(), _day))
        email = ask("manager_email", "", _email)
        name = ask("manager_name", email.partition("@")[0].replace(".", " ").title(), _filled)
        language = ask("language", settings.LANGUAGE_CODE, _language)
        try:
            made = beginning.begin(
                organisation=organisation,
                programme=programme,
                starts_on=starts_on,
                ends_on=ends_on,
                email=email,
                name=name,
                language=language,
            )
        except beginning.ProgrammeExistsError:
            raise CommandError(f"There is a programme “{programme}” already. Nothing was changed.") from None
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from None
        if options["send_mail"] and made.link:
            beginning.mail_link(made)
        self._tell(made)

    def _asker(self, options: dict[str, Any]) -> Callable[[str, str, Callable[[str], str]], str]:
        def ask(name: str, default: str, check: Callable[[str], str]) -> str:
            """Return the option, else the answer to the question, else the default; refuse what does not pass."""
            given = options[name]
            if given is not None or not options["interactive"]:
                try:
                    return check(given if given is not None else default)
                except (ValueError, ValidationError) as error:
                    raise CommandError(f"--{name.replace('_', '-')}: {_words(error)} Nothing was changed.") from None
            while True:
                answer = input(f"{_OPTIONS[name]}{f' [{default}]' if default else ''}: ").strip() or default
                try:
                    return check(answer)
                except (ValueError, ValidationError) as error:
                    self.stderr.write(_words(error))

        return ask

    def _tell(self, made: beginning.Beginning) -> None:
        self.stdout.write(self.style.SUCCESS(f"“{made.programme}” has begun."))
        self.stdout.write(f"Workspace: {settings.WEB_BASE_URL}{made.programme.get_absolute_url()}")
        if made.link:
            self.stdout.write(f"{made.manager} sets a password here, once:\n{made.link}")
        else:
            self.stdout.write(f"{made.manager.email} has an account already and signs in as always.")


def _words(error: ValueError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("A value is needed.")
    return text.strip()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("A day is written as YYYY-MM-DD.") from None


def _email(text: str) -> str:
    validate_email(text)
    return text


def _language(text: str) -> str:
    codes = [code for code, _name in settings.LANGUAGES]
    if text not in codes:
        raise ValueError(f"Choose one of {', '.join(codes)}.")
    return text
