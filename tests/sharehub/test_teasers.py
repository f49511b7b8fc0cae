"""An author begins to share a post of their own with its own first words, as long as each network bears."""

import pytest
from django.urls import reverse

from ambassadors.models import AmbassadorNetwork
from cms.actions.advice import choose_advice
from sharehub import networks, teasers, wording
from sharehub.actions.crisis import stop_sharing
from sharehub.models import Share
from tests import factories
from themes.models import Organisation

BODY = "<p>It was cold. Nobody had slept. We found the leak at four.</p><p>Then the baker came.</p>"


@pytest.fixture
def post(ann):
    return factories.blog_post(title="My first winter", author=ann, body=BODY)


@pytest.mark.parametrize("key", [module.key for module in networks.all()])
def test_a_teaser_fits_every_network(post, key):
    post.body = f"<p>{'A long sentence about pipes and the people above them. ' * 30}</p>"
    module = networks.get(key)
    text = teasers.draft(post, module)
    assert text.endswith("I wrote about it: My first winter")
    assert module.count(text) <= module.limit - 60


def test_it_begins_with_what_the_post_begins_with_in_its_language(post):
    assert teasers.draft(post, networks.get("linkedin")) == (
        "It was cold. Nobody had slept. We found the leak at four. Then the baker came.\n\nI wrote about it: My first winter"
    )
    post.language = "nl"
    assert teasers.draft(post, networks.get("linkedin")).endswith("Ik schreef erover: My first winter")


def test_only_the_author_begins_with_it(post, ann, bob):
    post.variants.create(network="", text="Read what Ann wrote.")
    post.save()
    assert wording.suggestion_for(ambassador=ann, piece=post, network="linkedin").startswith("It was cold.")
    assert wording.suggestion_for(ambassador=bob, piece=post, network="linkedin") == "Read what Ann wrote."


def test_while_sharing_is_stopped_a_draft_leads_nowhere(as_ann, ann, mia, theme):
    post = factories.blog_post(title="My first winter", author=ann, body=BODY, themes=[theme])
    address = reverse("sharehub:teaser_list", args=[post.pk])
    assert f"/app/pieces/{post.pk}/share/?network=" in as_ann.get(address).text
    stop_sharing(programme=theme.programme, reason="A pipe broke in Assen.", by=mia)
    page = as_ann.get(address).text
    assert "A pipe broke in Assen." in page
    assert f"/app/pieces/{post.pk}/share/?network=" not in page


def test_after_publication_a_draft_lies_ready_for_each_network_of_the_author(as_ann, as_bob, ann, post):
    AmbassadorNetwork.objects.create(ambassador=ann, network="mastodon")
    page = as_ann.get(reverse("sharehub:teaser_list", args=[post.pk]))
    assert [teaser.module.key for teaser in page.context["teasers"]] == ["mastodon"]
    assert "It was cold." in page.text
    assert f"/app/pieces/{post.pk}/share/?network=mastodon" in page.text
    assert "Tell your network" in as_ann.get("/app/posts/").text
    assert as_bob.get(reverse("sharehub:teaser_list", args=[post.pk])).status_code == 404


def test_what_the_policy_stops_is_told_while_writing_and_not_shared(as_ann, ann):
    organisation = Organisation.load()
    organisation.stop_words = "takeover: Ask first."
    organisation.save()
    piece = factories.article(disclosure_required=False)
    sheet = reverse("sharehub:share_new", args=[piece.pk])
    fields = {"network": "linkedin", "text": "A takeover is near, I hear."}
    advice = as_ann.post(sheet, fields | {"_preview": "text"}, headers={"hx-request": "true"})
    assert "“takeover” cannot go out" in advice.text
    answer = as_ann.post(sheet, fields)
    assert (answer.status_code, "“takeover” cannot go out. Ask first." in answer.text) == (422, True)
    assert not Share.objects.exists()


def test_saying_where_one_works_is_asked_before_it_is_refused(as_ann):
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": "I work at Noorderlicht."}
    organisation.save()
    sheet = reverse("sharehub:share_new", args=[factories.article().pk])
    fields = {"network": "linkedin", "text": "Something of my own.", "_preview": "text"}
    advice = as_ann.post(sheet, fields, headers={"hx-request": "true"}).text
    assert "Say where you work, such as: “I work at Noorderlicht.”" in advice
    said = as_ann.post(sheet, fields | {"text": "At Noorderlicht we dig."}, headers={"hx-request": "true"}).text
    assert "Says where you work" in said


def test_the_sheet_leaves_out_what_the_person_switched_off(as_ann, ann):
    sheet = reverse("sharehub:share_new", args=[factories.article().pk])
    assert "Ask a question at the end?" in as_ann.get(sheet).text
    choose_advice(user=ann.user, off={"question"})
    assert "Ask a question at the end?" not in as_ann.get(sheet).text


def test_advice_on_the_sheet_asks_few_questions(as_ann, theme, django_assert_max_num_queries):
    sheet = reverse("sharehub:share_new", args=[factories.article(themes=[theme]).pk])
    fields = {"network": "linkedin", "text": "Something of my own.", "_preview": "text"}
    as_ann.post(sheet, fields, headers={"hx-request": "true"})
    with django_assert_max_num_queries(40):
        as_ann.post(sheet, fields, headers={"hx-request": "true"})
