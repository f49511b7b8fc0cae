"""Makes the key by which phones know our reminders."""

from django.core.management.base import BaseCommand

from sharehub import push


class Command(BaseCommand):
    help = "Write a new value for VAPID_PRIVATE_KEY."

    def handle(self, *args: object, **options: object) -> None:
        """Write it; with another key people choose their phones anew."""
        self.stdout.write(push.new_key())
