"""The workspace tells who said yes this week, and which theme nobody covers."""

from datetime import timedelta

from django.utils import timezone

from ambassadors.models import ThemeLink
from ambassadors.week import tell_the_week
from tests import factories


def _says_yes(ambassador, theme, days_ago=0):
    decided = timezone.now() - timedelta(days=days_ago)
    return ThemeLink.objects.create(ambassador=ambassador, theme=theme, state="accepted", decided_at=decided)


def _week(programme):
    return tell_the_week(programme, timezone.localdate() - timedelta(days=7))


def test_who_said_yes_and_what_nobody_covers_is_told(programme, theme, ann, bob):
    factories.ThemeFactory(programme=programme, name="Hydrogen")
    _says_yes(ann, theme)
    _says_yes(bob, theme)
    assert _week(programme) == ["2 people said yes to Heat networks.", "No one covers Hydrogen yet."]


def test_a_yes_of_longer_ago_is_no_news(programme, theme, ann):
    _says_yes(ann, theme, days_ago=9)
    assert _week(programme) == []


def test_who_left_covers_nothing(programme, theme, ann, bob):
    other = factories.ThemeFactory(programme=programme, name="Hydrogen")
    _says_yes(ann, theme, days_ago=9)
    _says_yes(bob, other)
    bob.left_at = timezone.now()
    bob.save()
    assert _week(programme) == ["No one covers Hydrogen yet."]


def test_without_anyone_linked_there_is_nothing_to_tell(programme, theme):
    assert _week(programme) == []
