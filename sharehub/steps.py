"""Step 7 as the workspace shows it."""


def register() -> None:
    """Measurement stands in the workspace."""
