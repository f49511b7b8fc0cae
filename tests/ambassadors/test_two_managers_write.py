"""Two managers write the policy or a newsletter at once: the second is told, and loses nothing."""

import re

from django.urls import reverse

from ambassadors.models import Newsletter, Policy


def _version(page):
    return {"version": re.search(r'name="version" value="([^"]+)"', page.content.decode())[1]}


def test_of_two_who_begin_a_policy_at_once_the_second_is_told(as_mia, programme):
    url = reverse("ambassadors:policy_form", args=[programme.slug])
    opened = _version(as_mia.get(url))
    assert as_mia.post(url, {"title": "Together", "body": "Be kind."} | opened).status_code == 302
    mine = {"title": "Together", "body": "Be brief.\n\nBe honest."}
    refused = as_mia.post(url, mine | opened)
    assert refused.status_code == 409
    [difference] = refused.context["differences"]
    assert (difference.label, difference.stands, difference.written) == ("Text", "Be kind.", "Be brief.\nBe honest.")
    assert Policy.objects.get().body == "<p>Be kind.</p>"
    assert as_mia.post(url, mine | _version(refused)).status_code == 302
    assert "Be brief." in Policy.objects.get().body


def test_of_two_who_change_a_newsletter_the_second_is_told(as_mia, programme):
    new = reverse("ambassadors:newsletter_new", args=[programme.slug])
    as_mia.post(new, {"subject_en": "Soup", "body_en": "There was soup."})
    url = reverse("ambassadors:newsletter_edit", args=[programme.slug, Newsletter.objects.get().pk])
    opened = _version(as_mia.get(url))
    as_mia.post(url, {"subject_en": "Soup", "body_en": "There was pea soup."} | opened)
    mine = {"subject_en": "Bread", "body_en": "There was soup."}
    refused = as_mia.post(url, mine | opened)
    assert refused.status_code == 409
    assert [one.stands for one in refused.context["differences"]] == ["Soup", "There was pea soup."]
    assert Newsletter.objects.get().texts.get().subject == "Soup"
    assert as_mia.post(url, mine | _version(refused)).status_code == 302
    assert Newsletter.objects.get().texts.get().subject == "Bread"


def test_a_newsletter_stands_in_the_list_in_the_language_of_its_reader(as_mia, programme):
    new = reverse("ambassadors:newsletter_new", args=[programme.slug])
    as_mia.post(new, {"subject_nl": "Soep", "body_nl": "Soep!"})
    page = reverse("ambassadors:newsletter_list", args=[programme.slug])
    assert '>Soep</a><span class="soft small">Dutch</span>' in as_mia.get(page).content.decode()
    edit = reverse("ambassadors:newsletter_edit", args=[programme.slug, Newsletter.objects.get().pk])
    both = {"subject_nl": "Soep", "body_nl": "Soep!", "subject_en": "Soup", "body_en": "Soup!"}
    as_mia.post(edit, both)
    assert ">Soup</a>" in as_mia.get(page).content.decode()
