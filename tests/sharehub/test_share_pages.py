from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import AmbassadorNetwork, Policy
from sharehub import advice, networks
from sharehub.models import LedgerEntry, Share
from tests import factories
from themes.models import Organisation

WORDS = "I was there, and it was warm."


@pytest.fixture
def piece(theme):
    piece = factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)
    for number in range(3):
        piece.variants.create(network="", text=f"Suggestion {number} about kitchens.")
    return piece


@pytest.fixture
def sheet(piece):
    return reverse("sharehub:share_new", args=[piece.pk])


def test_a_share_in_one_post_leads_to_the_steps(as_ann, ann, sheet):
    answer = as_ann.post(sheet, {"network": "linkedin", "text": WORDS})
    share = Share.objects.get()
    assert answer["Location"] == reverse("sharehub:share_detail", args=[share.pk])
    page = as_ann.get(answer["Location"]).text
    assert "https://www.linkedin.com/feed/?shareActive=true&amp;text=I%20was%20there" in page
    assert share.link.get_absolute_url() in page
    assert 'target="_blank" rel="noopener"' in page


def test_the_script_gets_the_address_of_the_network(as_ann, sheet):
    answer = as_ann.post(sheet, {"network": "x", "text": WORDS}, headers={"accept": "application/json"})
    share = Share.objects.get()
    assert answer.json() == {
        "detail": f"/app/shares/{share.pk}/",
        "page": f"https://x.com/intent/post?text=I%20was%20there%2C%20and%20it%20was%20warm.&url="
        f"http%3A%2F%2F127.0.0.1%3A8001%2Fs%2F{share.link.code}",
        "text": f"{WORDS}\n\n{share.link.get_absolute_url()}",
    }


def test_a_text_that_is_too_long_comes_back_with_the_reason(as_ann, sheet):
    for accept in ("text/html", "application/json"):
        answer = as_ann.post(sheet, {"network": "x", "text": "a" * 300}, headers={"accept": accept})
        assert answer.status_code == 422
        assert "This text has 300 characters" in answer.text
        assert "a" * 300 in answer.text
    assert not Share.objects.exists()


def test_chosen_networks_come_first_and_only_allowed_ones_come(as_ann, ann, piece, sheet):
    AmbassadorNetwork.objects.create(ambassador=ann, network="mastodon")
    page = as_ann.get(sheet).text
    assert page.index('value="mastodon"') < page.index('value="linkedin"')
    assert "Share on Mastodon" in page
    piece.networks = ["linkedin", "x"]
    piece.save()
    page = as_ann.get(sheet).text
    assert 'value="mastodon"' not in page
    assert 'value="x"' in page


def test_colleagues_begin_with_other_words(ann, bob, piece):
    from sharehub import wording

    first = wording.suggestion_for(ambassador=ann, piece=piece, network="linkedin")
    assert wording.suggestion_for(ambassador=ann, piece=piece, network="linkedin") == first
    factories.ShareFactory(ambassador=ann, piece=piece, suggestion=first)
    assert wording.suggestion_for(ambassador=bob, piece=piece, network="linkedin") != first
    for variant in piece.variants.all():
        factories.ShareFactory(ambassador=ann, piece=piece, suggestion=variant.text)
    assert wording.suggestion_for(ambassador=bob, piece=piece, network="linkedin")


def test_the_text_for_a_network_goes_before_the_text_for_any(ann, piece):
    from sharehub import wording

    piece.variants.create(network="x", text="Short.")
    assert wording.suggestion_for(ambassador=ann, piece=piece, network="x") == "Short."


def test_disclosure_stands_in_front(as_ann, piece, sheet):
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": "I work at Noorderlicht."}
    organisation.save()
    piece.disclosure_required = True
    piece.save()
    assert "I work at Noorderlicht.\n\nSuggestion" in as_ann.get(sheet).text


def test_changing_the_network_keeps_own_words(as_ann, sheet):
    fields = {"network": "x", "text": WORDS, "prepared": "Suggestion 1", "_preview": "network"}
    answer = as_ann.post(sheet, fields, headers={"hx-request": "true"})
    assert WORDS in answer.text
    assert 'data-method="weighted"' in answer.text
    assert "<html" not in answer.text
    advice = as_ann.post(sheet, {**fields, "_preview": "text"}, headers={"hx-request": "true"})
    assert "Your own words" in advice.text
    assert "<form" not in advice.text
    assert not Share.objects.exists()


def test_who_has_not_read_the_policy_reads_it_first(as_ann, programme, sheet):
    Policy.objects.create(programme=programme, version=1, title="P", body="…", published_at=timezone.now())
    answer = as_ann.post(sheet, {"network": "linkedin", "text": WORDS})
    assert answer.status_code == 302
    assert "/app/welcome/policy/" in answer["Location"]
    assert not Share.objects.exists()


def test_an_embargoed_piece_has_no_page(as_ann, piece, sheet):
    piece.share_from = timezone.now() + timezone.timedelta(days=1)
    piece.save()
    assert as_ann.get(reverse("sharehub:piece_detail", args=[piece.pk])).status_code == 404
    assert as_ann.post(sheet, {"network": "linkedin", "text": WORDS}).status_code == 404
    assert not Share.objects.exists()


def test_a_piece_that_closes_while_somebody_writes_says_so_and_keeps_their_words(as_ann, piece, sheet):
    piece.share_until = timezone.now() - timezone.timedelta(minutes=1)
    piece.save()
    typed = {"network": "linkedin", "text": WORDS, "_preview": "text"}
    beside = as_ann.post(sheet, typed, headers={"HX-Request": "true"})
    assert (beside.status_code, "while you were writing" in beside.text) == (200, True)
    for address in (sheet, reverse("sharehub:plan_new", args=[piece.pk])):
        answer = as_ann.post(address, {"network": "linkedin", "text": WORDS})
        assert answer.status_code == 410
        assert "This piece can not be shared any more" in answer.text
        assert WORDS in answer.text
    assert as_ann.get(reverse("sharehub:piece_detail", args=[piece.pk])).status_code == 410
    assert not Share.objects.exists()


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_the_log_in_and_back(client, sheet):
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{sheet}?network=x"}
    answer = client.post(sheet, {"network": "x", "text": WORDS, "_preview": "text"}, headers=here)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/accounts/login/?next={quote(f'{sheet}?network=x', safe='')}"
    assert answer.content == b""


def test_confirming_undoing_and_withdrawing(as_ann, ann, piece):
    share = factories.ShareFactory(ambassador=ann, piece=piece, state="opened", confirmed_at=None)
    confirmation = reverse("sharehub:share_confirmation", args=[share.pk])
    withdrawal = reverse("sharehub:share_withdrawal", args=[share.pk])

    def state_after(address, **data):
        assert as_ann.post(address, data).status_code == 302
        share.refresh_from_db()
        return share.state, ann.ledger.balance()

    assert state_after(confirmation) == ("confirmed", 10)
    assert state_after(f"{confirmation}?_undo=1") == ("opened", 0)
    assert state_after(confirmation, post_url="https://www.linkedin.com/posts/1") == ("confirmed", 10)
    assert state_after(withdrawal) == ("withdrawn", 0)
    assert state_after(f"{withdrawal}?_undo=1") == ("confirmed", 10)


def test_a_wrong_address_is_refused_on_the_page(as_ann, ann, piece):
    share = factories.ShareFactory(ambassador=ann, piece=piece, state="opened", confirmed_at=None)
    address = reverse("sharehub:share_confirmation", args=[share.pk])
    answer = as_ann.post(address, {"post_url": "https://evil.example/1"})
    assert answer.status_code == 422
    share.refresh_from_db()
    assert share.state == "opened"
    assert not LedgerEntry.objects.exists()


def test_another_persons_share_does_not_exist(as_bob, ann, piece):
    share = factories.ShareFactory(ambassador=ann, piece=piece, state="opened", confirmed_at=None)
    for name in ("share_confirmation", "share_withdrawal"):
        assert as_bob.post(reverse(f"sharehub:{name}", args=[share.pk])).status_code == 404
    assert as_bob.get(reverse("sharehub:share_detail", args=[share.pk])).status_code == 404
    share.refresh_from_db()
    assert share.state == "opened"


def test_one_sees_ones_own_shares_with_their_state(as_ann, ann, piece):
    factories.ShareFactory(ambassador=ann, piece=piece)
    factories.ShareFactory(piece=factories.article(title="Not mine"))
    page = as_ann.get(reverse("sharehub:share_list")).text
    assert "posted, you confirmed it" in page
    assert "Not mine" not in page


@pytest.mark.parametrize("name", ["share_list", "thanks", "colleague_list"])
def test_pages_open_with_nothing_in_them(as_ann, name):
    assert as_ann.get(reverse(f"sharehub:{name}")).status_code == 200


def test_what_someone_emptied_stays_empty_after_an_error(as_ann, piece):
    piece.save()
    sheet = reverse("sharehub:share_new", args=[piece.pk])
    prepared = as_ann.get(sheet).context["sheet"].prepared
    assert prepared.startswith("Suggestion ")
    refused = as_ann.post(sheet, {"network": "nowhere", "text": "", "prepared": prepared})
    assert refused.status_code == 422
    assert refused.context["sheet"].text == ""
    untouched = as_ann.post(sheet, {"network": "nowhere", "text": prepared, "prepared": prepared})
    assert untouched.context["sheet"].text == prepared
    assert not Share.objects.exists()


def test_a_confirmed_share_shows_its_link(as_ann, ann, piece):
    share = factories.ShareFactory(ambassador=ann, piece=piece)
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert f'value="{share.link.get_absolute_url()}"' in page
    assert "posted, you confirmed it" in page
    share.post_url = "https://www.linkedin.com/posts/1"
    share.save()
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "posted, you gave its address" in page
    assert "found on the network" not in page


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How does a sound pump sound? Come and hear it.", False),
        ("Come and hear it. How does a sound pump sound?", True),
        ("What would you ask? #heat https://go.example/s/abc", True),
        ("", False),
    ],
)
def test_a_question_is_praised_only_where_it_ends_the_text(db, text, asks):
    found = [tip.done for tip in advice.tips(text, factories.article(), networks.get("linkedin"), "en")]
    assert found[1] is asks
