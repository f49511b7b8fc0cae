"""The metric catalogue."""


def register() -> None:
    """Every metric can be chosen for a KPI."""
