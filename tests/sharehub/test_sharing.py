from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.models import AmbassadorNetwork, Policy, ThemeLink
from sharehub import actions
from sharehub.models import LedgerEntry, Share, TrackedLink
from tests import factories
from themes.models import Organisation


@pytest.fixture
def piece(theme):
    piece = factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)
    piece.variants.create(network="", text="What we learned in forty kitchens in Assen about heat networks.")
    return piece


def open_share(ann, piece, **fields):
    given = {"network": "linkedin", "text": "I was there, and it was warm.", "language": "en", **fields}
    return actions.open_share(ambassador=ann, piece=piece, **given)


def refused(ann, piece, **fields):
    with pytest.raises(actions.ShareRefused) as refusal:
        open_share(ann, piece, **fields)
    assert not Share.objects.exists()
    assert not TrackedLink.objects.exists()
    return refusal.value


def test_a_share_is_opened_with_its_own_link(ann, piece, theme):
    AmbassadorNetwork.objects.create(ambassador=ann, network="linkedin", followers=310, followers_told_by="person")
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="accepted")
    share = open_share(ann, piece)
    assert share.state == Share.State.OPENED
    assert share.theme == theme
    assert (share.potential_audience, share.audience_told_by) == (310, "person")
    assert share.own_words > 0.6
    assert share.link.is_open
    assert not LedgerEntry.objects.exists()


def test_the_unchanged_suggestion_is_no_own_words(ann, piece):
    share = open_share(ann, piece, text="What we learned in forty kitchens in Assen about heat networks.")
    assert share.own_words == 0
    assert share.suggestion == "What we learned in forty kitchens in Assen about heat networks."


def test_the_same_share_twice_within_a_minute_is_one(ann, piece, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    first = open_share(ann, piece)
    assert open_share(ann, piece) == first
    assert open_share(ann, piece, text="Other words.") != first
    assert open_share(ann, piece, network="x") != first
    time_machine.shift(timedelta(seconds=61))
    assert open_share(ann, piece) != first
    assert Share.objects.count() == 4


def test_a_paused_ambassador_cannot_share(ann, piece):
    ann.paused_until = timezone.localdate()
    ann.save()
    assert "break" in refused(ann, piece).message


def test_someone_who_left_cannot_share(ann, piece):
    ann.left_at = timezone.now()
    ann.save()
    refused(ann, piece)


def test_the_policy_comes_first(ann, piece, programme):
    policy = Policy.objects.create(programme=programme, version=1, title="P", body="…", published_at=timezone.now())
    assert "guidelines" in refused(ann, piece).message
    policy.acknowledgements.create(ambassador=ann)
    open_share(ann, piece)


@pytest.mark.parametrize(
    "fields",
    [
        {"share_from": timezone.now() + timedelta(hours=1)},
        {"share_until": timezone.now() - timedelta(hours=1)},
        {"live": False},
    ],
    ids=["embargo", "expired", "draft"],
)
def test_a_piece_that_is_not_open_cannot_be_shared(ann, piece, fields):
    for name, value in fields.items():
        setattr(piece, name, value)
    piece.save()
    refused(ann, piece)


def test_a_piece_for_another_team_cannot_be_shared(ann, piece):
    piece.audience_teams.set([factories.TeamFactory()])
    piece.save()
    refused(ann, piece)


def test_a_piece_goes_only_to_its_networks(ann, piece):
    piece.networks = ["x"]
    piece.save()
    refusal = refused(ann, piece)
    assert (refusal.message, refusal.field) == ("This piece may not be shared on LinkedIn.", "network")
    assert refused(ann, piece, network="myspace").field == "network"


def test_a_text_that_is_too_long_is_refused_with_the_room_there_is(ann, piece, settings):
    settings.LINK_BASE_URL = "https://links.example"
    refusal = refused(ann, piece, network="x", text="a" * 256)
    assert refusal.message == "This text has 256 characters; X has room for 255 next to the link."
    assert refusal.field == "text"
    open_share(ann, piece, network="x", text="a" * 255)


def test_more_signs_within_signs_than_a_network_has_bytes_for_are_refused(ann, piece):
    with pytest.raises(actions.ShareRefused, match="Bluesky has no room for so many emoji"):
        open_share(ann, piece, network="bluesky", text="I work at Example. " + "👨\u200d👩\u200d👧\u200d👦" * 130)
    assert not Share.objects.exists()


def test_where_someone_works_has_to_be_said(ann, piece):
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": "I work at Noorderlicht."}
    organisation.save()
    piece.disclosure_required = True
    piece.save()
    assert refused(ann, piece).field == "text"
    open_share(ann, piece, text="At noorderlicht we keep you warm.")


def test_a_confirmed_share_counts_and_is_rewarded_once(ann, piece):
    share = open_share(ann, piece)
    for _time in range(2):
        confirmed = actions.confirm_share(share=share)
        assert confirmed.state == Share.State.CONFIRMED
        assert confirmed.confirmed_at
        assert list(ann.ledger.values_list("rule", "points")) == [("own_words", 5), ("share", 10)]


def test_a_pasted_address_is_kept_and_verifies_nothing(ann, piece):
    address = "https://www.linkedin.com/posts/ann-1"
    share = actions.confirm_share(share=open_share(ann, piece), post_url=address)
    assert (share.state, share.post_url, share.verified_at) == (Share.State.CONFIRMED, address, None)
    again = actions.confirm_share(share=share)
    assert (again.state, again.post_url) == (Share.State.CONFIRMED, address)


def test_what_the_network_found_stays_found_until_another_address_is_given(ann, piece):
    address = "https://www.linkedin.com/posts/ann-1"
    share = open_share(ann, piece)
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(state="verified", post_url=address, confirmed_at=now, verified_at=now)
    assert actions.confirm_share(share=share, post_url=address).state == Share.State.VERIFIED
    changed = actions.confirm_share(share=share, post_url=f"{address}2")
    assert (changed.state, changed.post_url, changed.verified_at) == (Share.State.CONFIRMED, f"{address}2", None)


def test_an_address_elsewhere_confirms_nothing(ann, piece):
    share = open_share(ann, piece)
    with pytest.raises(actions.ShareRefused):
        actions.confirm_share(share=share, post_url="https://evil.example/posts/ann-1")
    share.refresh_from_db()
    assert (share.state, share.post_url) == (Share.State.OPENED, "")
    assert not LedgerEntry.objects.exists()


def test_a_withdrawn_share_gives_its_points_back_and_closes_its_link(ann, piece):
    share = actions.confirm_share(share=open_share(ann, piece))
    for _time in range(2):
        withdrawn = actions.withdraw_share(share=share)
        assert withdrawn.state == Share.State.WITHDRAWN
        assert not TrackedLink.objects.get().is_open
        assert ann.ledger.balance() == 0
        assert ann.ledger.count() == 4
    with pytest.raises(actions.ShareRefused):
        actions.confirm_share(share=share)
    share.refresh_from_db()
    assert share.state == Share.State.WITHDRAWN


def test_a_withdrawal_can_be_undone_and_done_again(ann, piece):
    share = actions.confirm_share(share=open_share(ann, piece))
    actions.withdraw_share(share=share)
    for _time in range(2):
        restored = actions.restore_share(share=share)
        assert restored.state == Share.State.CONFIRMED
        assert TrackedLink.objects.get().is_open
        assert ann.ledger.balance() == 15
        assert ann.ledger.count() == 6
    actions.withdraw_share(share=share)
    assert (ann.ledger.balance(), ann.ledger.count()) == (0, 8)


def test_a_confirmation_can_be_undone(ann, piece):
    share = actions.confirm_share(share=open_share(ann, piece))
    share = actions.reopen_share(share=share)
    assert (share.state, share.confirmed_at) == (Share.State.OPENED, None)
    assert ann.ledger.balance() == 0
    actions.confirm_share(share=share)
    assert ann.ledger.balance() == 15


def test_leaving_withdraws_what_was_open_and_keeps_the_links_that_were_posted(ann, piece):
    posted = actions.confirm_share(share=open_share(ann, piece))
    waiting = open_share(ann, piece, network="x")
    actions.leave(ann)
    posted.refresh_from_db()
    waiting.refresh_from_db()
    assert (posted.state, posted.text, posted.link.is_open) == (Share.State.CONFIRMED, "", True)
    assert (waiting.state, waiting.text, waiting.link.is_open) == (Share.State.WITHDRAWN, "", False)
