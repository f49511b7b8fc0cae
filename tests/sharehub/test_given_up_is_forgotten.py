"""Shares that were given up before they were posted are gone after a while, and nothing that anybody followed."""

from datetime import timedelta

from django.utils import timezone

from sharehub import tasks
from sharehub.models import DailyReach, Share
from tests import factories

LONG_AGO = timezone.now() - timedelta(days=91)


def _share(**fields):
    fields = {"confirmed_at": None, "created_at": LONG_AGO} | fields
    return factories.ShareFactory(**fields)


def test_only_what_came_to_nothing_long_ago_is_gone(ann):
    piece = factories.article()
    same = {"ambassador": ann, "piece": piece}
    _share(state="withdrawn", withdrawn_at=LONG_AGO, **same)
    _share(state="failed", **same)
    followed = _share(state="withdrawn", withdrawn_at=LONG_AGO, **same)
    DailyReach.objects.create(link=followed.link, day=timezone.localdate(), hits=1)
    applied = _share(state="withdrawn", withdrawn_at=LONG_AGO, **same)
    factories.application(share=applied)
    kept = {
        followed.pk,
        applied.pk,
        _share(state="opened", **same).pk,
        _share(state="withdrawn", withdrawn_at=timezone.now() - timedelta(days=89), **same).pk,
        _share(state="withdrawn", withdrawn_at=LONG_AGO, confirmed_at=LONG_AGO, **same).pk,
        _share(state="confirmed", confirmed_at=LONG_AGO, **same).pk,
    }
    for _time in range(2):
        tasks.delete_forgotten_shares()
        assert set(Share.objects.values_list("pk", flat=True)) == kept
