"""Pages that go live or offline at their time."""

from django.core.management import call_command


def publish_due() -> None:
    """What was approved for a moment that has come is live, and what expired is offline; safe to run again."""
    call_command("publish_scheduled")
