"""What the hub does when something happens below it."""


def connect() -> None:
    """The hub listens to Wagtail's signals."""
