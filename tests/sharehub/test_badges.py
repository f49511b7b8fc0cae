from sharehub import actions, tasks
from sharehub.models import Badge, BadgeAward
from sharehub.recognition import badges
from tests import factories


def test_the_badges_of_the_rules_exist_after_migrating(db):
    assert list(Badge.objects.values_list("key", flat=True)) == [rule.key for rule in badges.RULES]
    Badge.objects.filter(key="first-share").update(name="Begun")
    badges.ensure_badges()
    assert Badge.objects.get(key="first-share").name == "Begun"
    assert Badge.objects.count() == 6


def test_the_task_awards_each_badge_once(ann, bob):
    for number in range(10):
        factories.ShareFactory(ambassador=ann, own_words=0.8 if number < 5 else 0)
    factories.blog_post(author=ann)
    for number in range(3):
        actions.give_kudos(giver=ann.user, receiver=bob, text=f"Thanks {number}")
    for _time in range(2):
        tasks.award_badges()
        assert set(ann.badge_awards.values_list("badge__key", flat=True)) == {rule.key for rule in badges.RULES}
        assert BadgeAward.objects.count() == 6
    assert ann.badge_awards.get(badge__key="first-share").why == "You shared your first piece."


def test_what_is_not_enough_earns_nothing(ann):
    factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    factories.ShareFactory(ambassador=ann, state="withdrawn")
    tasks.award_badges(ann.pk)
    tasks.award_badges()
    assert not BadgeAward.objects.exists()


def test_confirming_the_first_share_earns_a_badge(ann, django_capture_on_commit_callbacks, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks.award_badges, "apply_async", lambda args=(), *a, **k: queued.append(args))
    share = factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_share(share=share)
    assert queued == [(ann.pk,)]
    tasks.award_badges(*queued[0])
    assert ann.badge_awards.get().badge.key == "first-share"
