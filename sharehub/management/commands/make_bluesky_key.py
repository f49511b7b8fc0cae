"""Makes the key by which servers of Bluesky know this installation."""

from django.core.management.base import BaseCommand

from sharehub.networks.connecting import bluesky_oauth


class Command(BaseCommand):
    help = "Write a new value for BLUESKY_KEYS; put it in front of those that are there."

    def handle(self, *args: object, **options: object) -> None:
        """Write it; connections that began with another key need that one for as long as they last."""
        self.stdout.write(bluesky_oauth.new_key())
