"""Which link gets the credit for an application, and how that is explained."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub import tasks
from sharehub.models import Application, RecruitmentSettings, Touch
from sharehub.recruitment import attribution
from tests import factories


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer")


@pytest.fixture
def first(vacancy, ann):
    return factories.ShareFactory(ambassador=ann, piece=vacancy, network="mastodon")


@pytest.fixture
def last(vacancy, bob):
    return factories.ShareFactory(ambassador=bob, piece=vacancy, network="linkedin")


def _apply(client, vacancy, ref=""):
    data = {"token": uuid.uuid4(), "ref": ref, "name": "Kim", "email": "kim@example.nl", "motivation": "Warm homes."}
    client.post(reverse("sharehub:apply", args=[vacancy.pk]), data)
    return Application.objects.latest("pk")


def _agree(client, vacancy, code):
    return client.post(f"{reverse('sharehub:remembering', args=[vacancy.pk])}?ref={code}", {"answer": "yes"})


def test_without_consent_only_the_reference_counts_and_no_cookie_is_set(client, vacancy, first, last):
    page = client.get(vacancy.url, {"ref": first.link.code})
    assert "followed" not in page.cookies
    assert "Let us remember who brought you here" in page.content.decode()
    application = _apply(client, vacancy, last.link.code)
    assert (application.share, application.network) == (last, "linkedin")
    assert [(touch.share, touch.how) for touch in application.touches.all()] == [(last, "reference")]


def test_with_consent_a_later_application_counts_and_the_last_link_wins(client, vacancy, first, last):
    _agree(client, vacancy, first.link.code)
    client.get(vacancy.url, {"ref": last.link.code})
    application = _apply(client, vacancy)
    assert application.share == last
    assert [(touch.share, touch.how) for touch in application.touches.all()] == [(first, "cookie"), (last, "cookie")]


def test_the_first_link_wins_where_hr_says_so_and_earlier_applications_follow(as_hanna, client, vacancy, first, last):
    _agree(client, vacancy, first.link.code)
    client.get(vacancy.url, {"ref": last.link.code})
    application = _apply(client, vacancy)
    Touch.objects.filter(share=first).update(at=timezone.now() - timedelta(days=3))
    as_hanna.post(reverse("sharehub:recruitment_rules"), {"attribution_days": "30", "credit": "first"})
    tasks.attribute_applications()
    tasks.attribute_applications()
    application.refresh_from_db()
    assert (application.share, application.network) == (first, "mastodon")


def test_a_link_followed_too_long_before_counts_for_nobody(vacancy, first):
    application = factories.application(vacancy=vacancy)
    Touch.objects.create(
        application=application, share=first, at=application.created_at - timedelta(days=8), how="cookie"
    )
    RecruitmentSettings.objects.update_or_create(pk=1, defaults={"attribution_days": 7})
    assert attribution.attribute_anew() == 0
    RecruitmentSettings.objects.update(attribution_days=8)
    assert attribution.attribute_anew() == 1
    application.refresh_from_db()
    assert application.share == first


def test_who_forgets_is_remembered_no_more(client, vacancy, first):
    _agree(client, vacancy, first.link.code)
    client.post(reverse("sharehub:remembering", args=[vacancy.pk]), {"answer": "forget"})
    assert client.cookies["followed"].value == ""
    assert _apply(client, vacancy).share is None


def test_a_cookie_that_is_not_ours_is_nothing(client, vacancy, first):
    client.cookies["followed"] = "made-up"
    assert _apply(client, vacancy).share is None
    response = _agree(client, vacancy, "unknown1")
    assert "followed" not in response.cookies


def test_the_cookie_is_read_by_no_script_and_goes_with_the_window(client, vacancy, first):
    cookie = _agree(client, vacancy, first.link.code).cookies["followed"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 86_400)


def test_the_application_explains_its_attribution_and_names_no_ambassador(as_hanna, client, vacancy, first, last):
    _agree(client, vacancy, first.link.code)
    application = _apply(client, vacancy, last.link.code)
    page = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk])).content.decode()
    assert "It counts for ambassadors on LinkedIn." in page
    assert "The rule: the last link they followed, if that was at most 30 days before applying." in page
    assert "known by the cookie that they agreed to" in page
    assert "Ann" not in page
    assert "Bob" not in page


def test_rules_that_make_no_sense_change_nothing(as_hanna, db):
    url = reverse("sharehub:recruitment_rules")
    wrong = {"attribution_days": "0", "credit": "last", "before_applications": "3", "before_hires": "4"}
    response = as_hanna.post(url, wrong)
    assert response.status_code == 422
    assert b"There cannot be more hires than applications." in response.content
    assert RecruitmentSettings.load().attribution_days == 30
