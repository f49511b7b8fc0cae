"""Each of several programmes counts its own people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.models import Invitation, ThemeLink
from ambassadors.steps import people_progress
from ambassadors.taking_part import in_programme
from tests.factories import AmbassadorFactory, ProgrammeFactory, ThemeFactory
from themes.models import Programme

pytestmark = pytest.mark.django_db


def test_a_programme_alone_has_everybody_and_beside_another_those_who_belong_to_it(programme, ann, bob):
    assert set(in_programme(programme)) == {ann, bob}
    today = timezone.localdate()
    other = ProgrammeFactory(starts_on=today + timedelta(days=9), ends_on=today + timedelta(days=99))
    assert (set(in_programme(programme)), set(in_programme(other))) == ({ann, bob}, set())
    assert people_progress(other).summary == "Nobody has been invited yet."

    carla, dirk = AmbassadorFactory(), AmbassadorFactory()
    ThemeLink.objects.create(ambassador=ann, theme=ThemeFactory(programme=other), state="accepted")
    ThemeLink.objects.create(ambassador=bob, theme=ThemeFactory(programme=other), state="declined")
    for person in (carla, dirk):
        accepted_at = timezone.now() if person == carla else None
        Invitation.objects.create(
            programme=other, email=person.user.email.upper(), expires_at=timezone.now(), accepted_at=accepted_at
        )
    assert set(in_programme(other)) == {ann, carla}

    eve = AmbassadorFactory()
    ThemeLink.objects.create(ambassador=eve, theme=ThemeFactory(programme=programme), state="accepted")
    Programme.objects.filter(pk=other.pk).update(starts_on=today)
    programme = Programme.objects.get(pk=programme.pk)  # who holds it has looked once whether it runs alone
    assert set(in_programme(programme)) == {eve}
    assert set(in_programme(Programme.objects.current())) == {ann, bob, carla, dirk}
