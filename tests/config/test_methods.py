"""Whoever opens an address that takes a button comes to the page with the button."""

import pytest
from django.urls import reverse

from sharehub.models import Share
from tests import factories


def test_an_opened_button_leads_to_its_page_and_changes_nothing(as_ann, ann):
    share = factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    response = as_ann.get(reverse("sharehub:share_confirmation", args=[share.pk]), follow=True)
    assert response.redirect_chain == [(reverse("sharehub:share_detail", args=[share.pk]), 302)]
    assert "Nothing has changed: that takes a button on this page." in response.content.decode()
    assert Share.objects.get().state == "opened"


def test_it_climbs_over_addresses_that_are_no_pages(as_ann, ann, bob):
    response = as_ann.get("/app/kudos/5/withdrawal/", follow=True)
    assert response.redirect_chain == [("/app/", 302)]


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_programs_get_the_bare_answer(as_ann, headers):
    response = as_ann.get("/app/kudos/5/withdrawal/", headers=headers)
    assert (response.status_code, response.content) == (405, b"")


def test_a_form_sent_to_a_page_gets_a_page_that_says_so(as_ann):
    response = as_ann.post(reverse("sharehub:my_reach"))
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert "This takes a button" in response.content.decode()
