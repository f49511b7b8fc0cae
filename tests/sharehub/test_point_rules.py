"""The rules for points are data: looked at before they hold, never changed afterwards, and nothing but deeds earns any."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sharehub import actions
from sharehub.actions.points import change_points
from sharehub.models import LedgerEntry, PointRules
from sharehub.models.rules import NUMBERS
from sharehub.recognition import ledger, preview
from tests import factories

CAME = {"share": 10, "own_words": 5, "second_time": 50, "third_time": 0, "blog": 25, "kudos": 2}
CAME |= {"kudos_a_day": 3, "kudos_again_days": 30, "daily_cap": 40}


@pytest.fixture
def address(programme):
    return reverse("sharehub:points", args=[programme.slug])


def test_what_somebody_does_earns_by_the_rules_of_that_moment(ann, mia, programme):
    first, second = (factories.ShareFactory(ambassador=ann) for _number in range(2))
    ledger.reward_share(first)
    rules = change_points(rules=PointRules(share=7, daily_cap=30), programme=programme, by=mia)
    ledger.reward_share(first)
    ledger.reward_share(second)
    assert [(entry.points, entry.rules) for entry in ann.ledger.order_by("pk")] == [(10, None), (7, rules)]


def test_a_version_is_never_changed_and_the_same_is_no_new_one(mia, programme):
    rules = change_points(rules=PointRules(share=7), programme=programme, by=mia)
    assert change_points(rules=PointRules(share=7), programme=programme, by=mia) == rules
    rules.share = 100
    with pytest.raises(TypeError):
        rules.save()
    assert [version.share for version in PointRules.objects.all()] == [7]


def test_the_manager_looks_first_and_then_lets_it_hold(as_mia, mia, address):
    for number in range(5):
        factories.ShareFactory(own_words=0.8 if number else 0)
    page = as_mia.get(address, {**CAME, "share": 20})
    assert page.status_code == 200
    assert not PointRules.objects.exists()
    found = page.context["preview"]
    assert [(line.kind, line.now, line.then) for line in found.lines] == [
        ("shared a piece", 50, 100),
        ("in your own words", None, None),
        ("published a blog post", 0, 0),
        ("thanked a colleague", 0, 0),
    ]
    assert (found.people, found.now, found.then) == (5, None, None)
    for _time in range(2):
        assert as_mia.post(address, {**CAME, "share": 20, "note": "Sharing is harder now"}).status_code == 302
    held = PointRules.objects.get()
    assert (held.share, held.made_by, held.note) == (20, mia, "Sharing is harder now")


def test_every_version_is_listed_and_can_be_looked_at_again(as_mia, mia, programme, address):
    change_points(rules=PointRules(share=20), programme=programme, by=mia)
    page = as_mia.get(address)
    assert [version.share for version in page.context["versions"]] == [20, 10]
    again = PointRules().query
    assert f"?{again}".replace("&", "&amp;") in page.content.decode()
    asked = as_mia.get(f"{address}?{again}").context
    assert (asked["asked"].share, asked["same"]) == (10, False)
    as_mia.post(address, CAME)
    assert PointRules.objects.current().share == 10


def test_too_few_people_make_no_preview(as_mia, address):
    for _number in range(4):
        factories.ShareFactory()
    found = as_mia.get(address, {**CAME, "share": 20}).context["preview"]
    assert (found.people, found.lines, found.now) == (None, [], None)


def test_sums_are_rounded_so_that_a_change_by_one_point_tells_nothing(ann):
    people = [factories.AmbassadorFactory() for _number in range(5)]
    for person in people:
        for _number in range(4):
            factories.ShareFactory(ambassador=person)
    found = preview.preview(PointRules(share=9), against=PointRules(share=11, daily_cap=41))
    assert (found.lines[0].now, found.lines[0].then) == (200, 180)
    assert preview._rounded(1049) == 1000
    assert preview._rounded(97) == 97


def test_the_preview_counts_as_the_ledger_does(ann, bob, time_machine):
    time_machine.move_to("2026-03-10 11:00:00+00:00", tick=False)
    piece = factories.article()
    for network in ("linkedin", "x", "mastodon"):
        share = factories.ShareFactory(ambassador=ann, piece=piece, network=network, own_words=0.9)
        ledger.reward_share(share)
    factories.blog_post(author=ann, first_published_at=timezone.now()).save_revision().publish()
    for _number in range(2):
        actions.give_kudos(giver=ann.user, receiver=bob, text=f"Thanks {_number}")
    deeds = sorted(preview._deeds(timezone.now()))
    assert preview.points(deeds, PointRules()).total() == ann.ledger.balance() == 40


@pytest.mark.parametrize(
    "wrong", [{"share": -1}, {"share": 101}, {"daily_cap": 24}, {"daily_cap": 0}, {"third_time": 51}, {"kudos": "many"}]
)
def test_rules_that_make_no_sense_do_not_hold(as_mia, address, wrong):
    assert as_mia.post(address, {**CAME, **wrong}).status_code == 422
    assert not PointRules.objects.exists()


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_changes_rules(request, who, address):
    client = request.getfixturevalue(who)
    assert client.get(address).status_code == 403
    assert client.post(address, {**CAME, "share": 50}).status_code == 403
    assert not PointRules.objects.exists()


def test_everybody_reads_the_rules_that_hold(as_ann, mia, programme):
    change_points(rules=PointRules(share=7, note="A lighter spring"), programme=programme, by=mia)
    page = as_ann.get(reverse("sharehub:thanks")).text
    assert "A share counts 7, in your own words 5 more" in page
    assert "A lighter spring" in page


def test_there_is_no_way_to_points_but_a_deed(ann):
    assert set(LedgerEntry.Rule.values) == {"share", "own_words", "blog", "kudos", "withdrawal"}
    assert not any("kpi" in name or "price" in name for name in NUMBERS)
    for rule in ("kpi", "bought"):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.create(ambassador=ann, points=100, rule=rule, reason="x", key=rule)
    assert ann.ledger.balance() == 0
