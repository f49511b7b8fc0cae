"""A contest: a photo each, let in by a manager, one vote a person, secret until the end, a rule for ties."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ambassadors import privacy
from cms.models import Picture
from sharehub import tasks
from sharehub.models import Contest, ContestEntry, ContestVote, LedgerEntry
from tests import factories

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def contest(programme):
    return Contest.objects.create(
        programme=programme,
        title="Photo of the month",
        starts_on=date(2026, 3, 2),
        entries_until=date(2026, 3, 8),
        votes_until=date(2026, 3, 15),
        promise="The canteen screen",
    )


@pytest.fixture
def people(theme, ann, bob):
    """Ann, Bob and five others, all in the programme."""
    found = [ann, bob, *(factories.AmbassadorFactory() for _number in range(5))]
    for person in found:
        person.theme_links.create(theme=theme, state="accepted")
    return found


def _photo():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 90, 140)).save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")


def _enter(client, contest, **changed):
    data = {"photo": _photo(), "description": "A boiler", "caption": "At night", "has_rights": "on", **changed}
    url = reverse("sharehub:contest_detail", args=[contest.pk])
    return client.post(url, {name: value for name, value in data.items() if value})


def _entry(contest, person, **fields):
    picture = Picture.objects.first() or Picture.objects.create(
        title="x", description="A boiler", file=_photo(), width=640, height=480
    )
    fields.setdefault("state", "admitted")
    return ContestEntry.objects.create(contest=contest, ambassador=person, picture=picture, **fields)


def _vote(client, entry):
    url = reverse("sharehub:contest_vote", args=[entry.contest_id])
    return client.post(url, {"entry": entry.pk}, follow=True)


def test_a_photo_is_entered_once_looked_at_and_named_only_at_the_end(as_ann, as_mia, as_bob, contest, people, ann, mia):
    assert _enter(as_ann, contest, has_rights="").status_code == 422
    assert _enter(as_ann, contest, photo="").status_code == 422
    assert not ContestEntry.objects.exists()
    for _twice in range(2):
        _enter(as_ann, contest)
    entry = ContestEntry.objects.get()
    assert (entry.state, entry.ambassador, Picture.objects.count()) == ("waiting", ann, 1)
    assert "at-night" not in entry.picture.file.name
    review = as_mia.get(reverse("sharehub:contest_review", args=[contest.programme.slug, contest.pk])).content.decode()
    assert "At night" in review
    assert "Ann" not in review
    url = reverse("sharehub:contest_entry_decision", args=[contest.programme.slug, entry.pk])
    as_mia.post(url, {"decision": "refuse", "answer": "The licence plate can be read."})
    assert (
        "The licence plate can be read."
        in as_ann.get(reverse("sharehub:contest_detail", args=[contest.pk])).content.decode()
    )
    as_mia.post(url, {"decision": "admit", "answer": ""})
    entry.refresh_from_db()
    assert (entry.state, entry.answer, entry.decided_by) == ("admitted", "", mia)


def test_everybody_votes_once_not_for_themselves_and_may_change_it(
    as_ann, as_bob, contest, people, ann, bob, time_machine
):
    first, second, hidden = (
        _entry(contest, ann),
        _entry(contest, people[2]),
        _entry(contest, people[3], state="waiting"),
    )
    _vote(as_bob, first)
    assert not ContestVote.objects.exists()
    time_machine.move_to(NOON + timedelta(days=7), tick=False)
    page = as_bob.get(reverse("sharehub:contest_detail", args=[contest.pk])).content.decode()
    assert "Ann" not in page
    assert f'value="{hidden.pk}"' not in page
    for entry in (first, second, second):
        _vote(as_bob, entry)
    _vote(as_bob, hidden)
    _vote(as_ann, first)
    assert list(ContestVote.objects.values_list("voter", "entry")) == [(bob.pk, second.pk)]
    assert [row["text"] for row in privacy.personal_data(bob)["contest_votes"]] == [""]


@pytest.mark.parametrize(("tie", "winners"), [("shared", {0, 1}), ("earliest", {0})])
def test_the_votes_are_counted_once_and_the_rule_for_ties_holds(as_bob, contest, people, time_machine, tie, winners):
    Contest.objects.update(tie=tie)
    entries = [
        _entry(contest, person, made_at=NOON + timedelta(minutes=place)) for place, person in enumerate(people[:3])
    ]
    for voter, entry in zip(people[2:], [0, 1, 0, 1, 2], strict=True):
        ContestVote.objects.create(contest=contest, voter=voter, entry=entries[entry])
    points = LedgerEntry.objects.count()
    time_machine.move_to(NOON + timedelta(days=13), tick=False)
    tasks.count_votes()
    assert not ContestEntry.objects.filter(is_winner=True).exists()
    time_machine.move_to(NOON + timedelta(days=14), tick=False)
    for _twice in range(2):
        tasks.count_votes()
    assert {place for place, entry in enumerate(entries) if ContestEntry.objects.get(pk=entry.pk).is_winner} == winners
    contest.refresh_from_db()
    assert (contest.voters, ContestVote.objects.count(), LedgerEntry.objects.count()) == (5, 0, points)
    page = as_bob.get(reverse("sharehub:contest_detail", args=[contest.pk])).content.decode()
    assert "5 colleagues voted." in page
    assert "Ann Jansen" in page
    _vote(as_bob, entries[0])
    assert not ContestVote.objects.exists()


def test_too_few_voters_are_not_counted_out_loud_and_a_name_is_kept_back(as_bob, contest, people, ann, time_machine):
    entry = _entry(contest, ann, may_be_named=False)
    ContestVote.objects.create(contest=contest, voter=people[2], entry=entry)
    time_machine.move_to(NOON + timedelta(days=14), tick=False)
    tasks.count_votes()
    page = as_bob.get(reverse("sharehub:contest_detail", args=[contest.pk])).content.decode()
    assert "voted" not in page
    assert "Ann" not in page
    assert "a colleague who would rather not be named" in page


def test_nobody_wins_without_a_vote(as_bob, contest, people, ann, time_machine):
    _entry(contest, ann)
    time_machine.move_to(NOON + timedelta(days=14), tick=False)
    tasks.count_votes()
    assert not ContestEntry.objects.filter(is_winner=True).exists()


def test_a_photo_can_be_taken_back_and_goes_with_who_leaves(as_ann, contest, people, ann, bob):
    _enter(as_ann, contest)
    as_ann.post(reverse("sharehub:contest_entry_withdrawal", args=[contest.pk]))
    assert (ContestEntry.objects.count(), Picture.objects.count()) == (0, 0)
    _enter(as_ann, contest)
    ContestVote.objects.create(contest=contest, voter=bob, entry=ContestEntry.objects.get())
    privacy.run_leaving_hooks(bob)
    assert not ContestVote.objects.exists()
    privacy.run_leaving_hooks(ann)
    assert (ContestEntry.objects.count(), Picture.objects.count()) == (0, 0)


def test_home_tells_of_it_until_one_took_part_and_keeps_the_way_back(as_ann, contest, people):
    home = reverse("sharehub:feed")
    assert "Enter a photo until" in as_ann.get(home).content.decode()
    _enter(as_ann, contest)
    page = as_ann.get(home).content.decode()
    assert "Enter a photo until" not in page
    assert "Photo of the month: your photo is in" in page
    assert reverse("sharehub:contest_detail", args=[contest.pk]) in page


def test_a_contest_to_come_does_not_say_that_it_goes_on(as_mia, as_ann, contest, people, time_machine):
    time_machine.move_to(NOON - timedelta(days=3), tick=False)
    page = as_mia.get(reverse("sharehub:contest_list", args=[contest.programme.slug])).content.decode()
    assert "begins later" in page
    assert "goes on" not in page
    assert as_ann.get(reverse("sharehub:contest_detail", args=[contest.pk])).status_code == 404


def test_a_manager_makes_one_and_calls_it_off(as_mia, programme):
    url = reverse("sharehub:contest_list", args=[programme.slug])
    data = {
        "title": "Winter",
        "starts_on": "2026-03-02",
        "entries_until": "2026-03-09",
        "tie": "shared",
        "promise": "x",
    }
    assert as_mia.post(url, {**data, "votes_until": "2026-03-09"}).status_code == 422
    assert as_mia.post(url, {**data, "starts_on": "2026-03-01", "votes_until": "2026-03-12"}).status_code == 422
    assert not Contest.objects.exists()
    as_mia.post(url, {**data, "votes_until": "2026-03-12"})
    contest = Contest.objects.get()
    as_mia.post(reverse("sharehub:contest_end", args=[programme.slug, contest.pk]))
    contest.refresh_from_db()
    assert contest.ended_at == NOON


@pytest.mark.parametrize("who", ["client", "as_ann", "as_hanna", "as_ed"])
def test_only_managers_look_after_contests(request, contest, people, who):
    entry = _entry(contest, people[2], state="waiting")
    client, slug = request.getfixturevalue(who), contest.programme.slug
    for name, args in (
        ("contest_list", [slug]),
        ("contest_entry_decision", [slug, entry.pk]),
        ("contest_end", [slug, contest.pk]),
    ):
        response = client.post(reverse(f"sharehub:{name}", args=args), {"decision": "admit", "title": "x"})
        assert response.status_code == (302 if who == "client" else 403)
    entry.refresh_from_db()
    contest.refresh_from_db()
    assert (entry.state, contest.ended_at, Contest.objects.count()) == ("waiting", None, 1)


def test_calling_off_is_undone_with_the_votes_of_all_who_are_still_there(as_mia, as_ed, contest, people, time_machine):
    time_machine.move_to(NOON + timedelta(days=8), tick=False)
    entries = [_entry(contest, person) for person in people[:2]]
    for voter in people[2:5]:
        ContestVote.objects.create(contest=contest, voter=voter, entry=entries[0])
    ContestVote.objects.create(contest=contest, voter=people[5], entry=entries[1])
    before = set(ContestVote.objects.filter(entry=entries[0]).exclude(voter=people[2]).values_list("pk", "voter"))
    slug = contest.programme.slug
    called_off = as_mia.post(reverse("sharehub:contest_end", args=[slug, contest.pk]), follow=True)
    undoing = next(iter(called_off.context["messages"])).extra_tags
    assert not ContestVote.objects.exists()
    people[2].left_at = NOON
    people[2].save()
    entries[1].delete()
    assert as_ed.post(undoing).status_code == 403
    for _twice in range(2):
        as_mia.post(undoing)
    contest.refresh_from_db()
    assert contest.ended_at is None
    assert set(ContestVote.objects.values_list("pk", "voter")) == before


def test_what_is_over_is_not_called_off(as_mia, contest, people):
    Contest.objects.update(counted_at=NOON)
    as_mia.post(reverse("sharehub:contest_end", args=[contest.programme.slug, contest.pk]))
    contest.refresh_from_db()
    assert contest.ended_at is None
