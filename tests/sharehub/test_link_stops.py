"""In a crisis a manager stops links: they lead to an address of the manager's choice, or to a page that says they ended."""

import pytest
from django.utils import timezone

from sharehub.models import TrackedLink
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(ann):
    return [factories.ShareFactory(ambassador=ann).link for _number in range(3)]


def test_links_are_stopped_and_resumed(links):
    first = TrackedLink.objects.filter(pk=links[0].pk)
    assert first.stop(instead="https://example.nl/statement") == 1
    stopped = first.get()
    assert (stopped.is_open, stopped.instead) == (False, "https://example.nl/statement")
    assert [link.is_open for link in TrackedLink.objects.exclude(pk=stopped.pk)] == [True, True]

    assert TrackedLink.objects.resume() == 1
    assert TrackedLink.objects.resume() == 0
    resumed = first.get()
    assert (resumed.is_open, resumed.stopped_at, resumed.instead) == (True, None, "")


def test_stopping_again_changes_the_address_and_not_the_moment(links):
    TrackedLink.objects.stop()
    before = TrackedLink.objects.get(pk=links[0].pk).stopped_at
    TrackedLink.objects.stop(instead="https://example.nl/")
    after = TrackedLink.objects.get(pk=links[0].pk)
    assert (after.stopped_at, after.instead) == (before, "https://example.nl/")


def test_a_withdrawn_link_stays_withdrawn_when_the_others_go_on(links):
    TrackedLink.objects.filter(pk=links[0].pk).update(withdrawn_at=timezone.now())
    TrackedLink.objects.stop()
    TrackedLink.objects.resume()
    assert [TrackedLink.objects.get(pk=link.pk).is_open for link in links] == [False, True, True]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "example.nl", "ftp://example.nl/a"])
def test_only_a_web_address_can_take_their_place(links, address):
    with pytest.raises(ValueError, match="no web address"):
        TrackedLink.objects.stop(instead=address)
    assert not TrackedLink.objects.exclude(stopped_at=None).exists()
