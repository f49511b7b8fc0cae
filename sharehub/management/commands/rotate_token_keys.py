"""Seal the tokens of connected accounts anew with the first key of TOKEN_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sharehub import connections


class Command(BaseCommand):
    help = "Seal all tokens with the first key of TOKEN_KEYS; run it after a new key was put in front, then take the old one out."

    def handle(self, *args: Any, **options: Any) -> None:
        if unreadable := connections.reseal():
            raise CommandError(
                f"{unreadable} tokens are opened by no key of TOKEN_KEYS: put the old key back, or let people reconnect."
            )
        self.stdout.write("Everything is sealed with the first key; the others can be taken out.")
