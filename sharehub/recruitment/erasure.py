"""Candidates are forgotten on the day that was promised."""

from datetime import date

from sharehub.models import Application


def erase_candidates(*, on: date) -> int:
    """Nothing is left of candidates whose day has come; returns how many were forgotten now."""
    due = Application.objects.due_for_erasure(on)
    for application in due:
        application.erase()
    return len(due)
