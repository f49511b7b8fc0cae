"""Steps 3, 4 and 6 as the workspace shows them."""


def register() -> None:
    """Linked employees, roles and support stand in the workspace."""
