"""Groups are read in one's own language, also where Wagtail lists and offers them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_our_groups_have_a_name_in_each_language_and_others_the_one_they_were_given():
    manager, own = Group.objects.get(name="Programme manager"), Group.objects.create(name="Editor of the paper")
    assert (str(manager), str(own)) == ("Programme manager", "Editor of the paper")
    with translation.override("nl"):
        assert (str(manager), str(own)) == ("Programmamanager", "Editor of the paper")


def test_an_administrator_reads_them_in_lists_and_forms(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True, language="nl"))
    for name, args in (("wagtailusers_groups:index", []), ("wagtailusers_users:add", [])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert "Programmamanager" in page
        assert "Programme manager" not in page
