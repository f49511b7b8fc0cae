"""Steps 1, 2 and 5 as the workspace shows them."""


def register() -> None:
    """Goals, themes and the outside world stand in the workspace."""
