"""The statement about personal data says what the settings in force say, and keeps its versions."""

from django.urls import reverse

from sharehub import statement
from sharehub.models import RecruitmentSettings, StatementVersion
from themes.models import Organisation


def test_the_statement_follows_the_settings_and_keeps_what_it_said(as_ann):
    url = reverse("sharehub:statement")
    first = as_ann.get(url).content.decode()
    assert "fewer than 5 people together" in first
    assert "28 days after the procedure" in first
    as_ann.get(url)
    assert StatementVersion.objects.count() == 1

    organisation = Organisation.load()
    organisation.minimum_group_size = 8
    organisation.save()
    rules = RecruitmentSettings.load()
    rules.credit = "first"
    rules.save()
    second = as_ann.get(url).content.decode()
    assert "fewer than 8 people together" in second
    assert "Version 2" in second
    changes = statement.changes(StatementVersion.objects.get(number=2))
    assert {(change.name, change.before, change.now) for change in changes} == {
        ("smallest group that is shown", "5", "8"),
        ("which link counts", "the last link they followed", "the first link they followed"),
    }
    old = as_ann.get(reverse("sharehub:statement_version", args=[1])).content.decode()
    assert "fewer than 5 people together" in old
    assert "there is a newer one" in old


def test_strangers_are_asked_to_log_in(client, db):
    assert client.get(reverse("sharehub:statement")).status_code == 302
    assert not StatementVersion.objects.exists()


def test_a_version_that_never_was_is_not_found(as_ann):
    assert as_ann.get(reverse("sharehub:statement_version", args=[99])).status_code == 404
