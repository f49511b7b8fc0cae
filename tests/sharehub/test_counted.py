"""The figures of a period are counted by a worker where that takes long."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from sharehub import tasks
from sharehub.measurement import counted, periods
from tests import factories
from themes.kept import Kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(programme, theme, settings):
    settings.KEPT_FROM_SECONDS = 0
    programme.starts_on, programme.ends_on = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    programme.save()
    return factories.ShareFactory(theme=theme)


def _kept(programme, kind):
    return cache.get(f"kept:{counted._name(programme.pk, periods.chosen({'period': kind}))}")


def test_every_period_of_a_running_programme_is_counted(programme, share, django_capture_on_commit_callbacks):
    assert counted.running() == [(programme.pk, kind) for kind in ("week", "month", "quarter", "year")]
    with django_capture_on_commit_callbacks() as sent:
        tasks.count_figures()
    assert len(sent) == 4


def test_a_period_counted_twice_is_the_same(programme, share):
    tasks.count_period(programme.pk, "month")
    first = _kept(programme, "month").value
    tasks.count_period(programme.pk, "month")
    assert _kept(programme, "month").value == first
    assert (first.sharing.total.shares, first.took_part.took_part) == (1, 1)


def test_the_overview_shows_what_was_counted_and_when(as_mia, programme, share):
    address = f"/programme/{programme.slug}/measurement/?period=month"
    assert "Counted at" not in as_mia.get(address).content.decode()
    found, name = _kept(programme, "month"), counted._name(programme.pk, periods.chosen({"period": "month"}))
    earlier = Kept(found.value, found.counted_at - timedelta(minutes=7), found.seconds)
    cache.set(f"kept:{name}", earlier, 3600)
    share.delete()
    page = as_mia.get(address).content.decode()
    assert "Counted at" in page
    assert "Nothing was shared in this period" not in page
