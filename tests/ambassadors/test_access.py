"""Who may enter the ambassador's app."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from ambassadors.access import allowed, ambassador_required, policy_required
from ambassadors.models import Policy, PolicyAcknowledgement


def _view(request):
    return HttpResponse(str(request.ambassador.pk))


def _ask(rf, user, view=_view, guard=ambassador_required, path="/app/?a=1"):
    request = rf.get(path)
    request.user = user
    return guard(view)(request)


def test_an_ambassador_comes_in(rf, ann):
    assert _ask(rf, ann.user).content.decode() == str(ann.pk)


def test_a_stranger_logs_in_first(rf, db):
    response = _ask(rf, AnonymousUser())
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/app/%3Fa%3D1")


def test_someone_who_has_not_joined_is_welcomed_first(rf, ann):
    ann.joined_at = None
    ann.save()
    assert _ask(rf, ann.user)["Location"] == "/app/welcome/"


def test_an_account_without_ambassador_is_refused(rf, mia):
    with pytest.raises(PermissionDenied):
        _ask(rf, mia)


def test_someone_who_left_is_refused(rf, ann):
    ann.left_at = timezone.now()
    ann.save()
    with pytest.raises(PermissionDenied):
        _ask(rf, ann.user)


def test_the_policy_is_read_before_a_view_that_asks_for_it(rf, ann, programme):
    policy = Policy.objects.create(programme=programme, version=1, title="P", body="B", published_at=timezone.now())
    asked = _ask(rf, ann.user, guard=policy_required)
    assert asked["Location"] == "/app/welcome/policy/?next=%2Fapp%2F%3Fa%3D1"
    PolicyAcknowledgement.objects.create(policy=policy, ambassador=ann)
    assert _ask(rf, ann.user, guard=policy_required).status_code == 200


def test_a_permission_lets_the_manager_in_and_nobody_else(rf, mia, ed):
    guard = allowed("ambassadors.change_invitation")
    view = lambda request: HttpResponse("in")  # noqa: E731
    assert _ask(rf, mia, view, guard).content == b"in"
    with pytest.raises(PermissionDenied):
        _ask(rf, ed, view, guard)
    assert _ask(rf, AnonymousUser(), view, guard).status_code == 302
