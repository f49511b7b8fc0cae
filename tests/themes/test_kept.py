"""What is slow to count is kept, with the moment it was counted; what is quick is always new."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from themes import tasks, workspace
from themes.kept import Kept, forget, kept, kept_each, renew_slow


@pytest.fixture
def counted():
    """Count how often something is counted."""
    calls = []

    def count():
        calls.append(len(calls) + 1)
        return calls[-1]

    count.calls = calls
    return count


@pytest.fixture
def all_is_slow(settings):
    settings.KEPT_FROM_SECONDS = 0


def _age(name, **age):
    found = cache.get(f"kept:{name}")
    cache.set(f"kept:{name}", Kept(found.value, found.counted_at - timedelta(**age), found.seconds), 3600)


def test_what_is_quick_is_counted_anew_each_time(counted):
    assert [kept("one", counted).value, kept("one", counted).value] == [1, 2]


def test_what_is_quick_may_stay_fresh_for_a_while(counted):
    assert [kept("one", counted, fresh_for=60).value, kept("one", counted, fresh_for=60).value] == [1, 1]
    _age("one", seconds=61)
    assert kept("one", counted, fresh_for=60).value == 2


def test_what_is_slow_is_kept_and_says_when_it_was_counted(counted, all_is_slow):
    assert not kept("one", counted).is_behind
    _age("one", minutes=4)
    found = kept("one", counted)
    assert (found.value, found.is_behind, int(found.age) // 60) == (1, True, 4)


def test_what_is_slow_is_counted_again_when_it_is_too_old(counted, all_is_slow):
    kept("one", counted)
    _age("one", minutes=6)
    assert kept("one", counted, slow_for=600).value == 1
    assert kept("one", counted).value == 2


def test_the_sweep_counts_what_is_slow_and_leaves_the_rest(counted, settings):
    renew_slow("one", counted)
    renew_slow("one", counted)
    assert counted.calls == [1]
    settings.KEPT_FROM_SECONDS = 0
    _age("one", minutes=10)
    renew_slow("one", counted)
    assert counted.calls == [1, 2]


def test_of_many_only_what_is_worth_it_is_kept_and_for_a_minute():
    asked = []

    def count(keys):
        asked.append(keys)
        return {key: key * 100 for key in keys if key < 3}

    def ask(*keys):
        return kept_each("sharers", keys, count, is_kept=lambda value: value >= 100)

    assert ask(0, 1, 2, 3) == {0: 0, 1: 100, 2: 200}
    assert ask(0, 1, 2) == {0: 0, 1: 100, 2: 200}
    assert asked == [[0, 1, 2, 3], [0]]
    assert 0 < cache._cache.get_client().ttl(cache.make_key("kept:sharers:1")) <= 60


def test_what_is_forgotten_is_counted_anew(counted, all_is_slow):
    kept("one", counted)
    forget("one", "two")
    assert kept("one", counted).value == 2


@pytest.mark.django_db
def test_the_steps_are_kept_until_a_manager_changes_something(as_mia, programme, settings):
    settings.STEPS_FRESH_SECONDS = 60
    address = programme.get_absolute_url()
    assert "No goal yet" in as_mia.get(address).content.decode()
    programme.goals.create(title="Be known", kind="awareness")
    assert "No goal yet" in as_mia.get(address).content.decode()
    refused = as_mia.post(f"/programme/{programme.slug}/goals/new/", {})
    assert refused.status_code == 422
    assert "1 goal" in as_mia.get(address).content.decode()


@pytest.mark.django_db
def test_the_page_says_when_its_steps_were_counted(as_mia, programme, settings):
    settings.KEPT_FROM_SECONDS = 0
    workspace.counted_steps(programme)
    assert "Counted at" not in as_mia.get(programme.get_absolute_url()).content.decode()
    _age(workspace._steps_name(programme.pk, "en"), minutes=5)
    assert "Counted at" in as_mia.get(programme.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_worker_counts_the_steps_in_every_language_and_again_is_the_same(programme, settings):
    settings.KEPT_FROM_SECONDS = 0
    programme.starts_on, programme.ends_on = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    programme.save()
    tasks.count_steps()
    first = [cache.get(f"kept:{workspace._steps_name(programme.pk, language)}").value for language in ("en", "nl")]
    tasks.count_steps()
    again = [cache.get(f"kept:{workspace._steps_name(programme.pk, language)}").value for language in ("en", "nl")]
    assert first == again
    assert first[0]["goals"].summary != first[1]["goals"].summary
