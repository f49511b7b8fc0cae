"""The directory: found by any part of a word, filtered by what stands in the address, teams as a tree."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors.models import Ambassador, Team
from tests.factories import AmbassadorFactory, TeamFactory


def _names(client, programme, **query):
    response = client.get(reverse("ambassadors:person_list", args=[programme.slug]), query)
    return [str(person) for person in response.context["people"]]


@pytest.fixture
def tree(db):
    """Noord holds Assen, and Assen holds Heat."""
    noord = TeamFactory(name="Noord")
    assen = TeamFactory(name="Assen", parent=noord)
    return noord, assen, TeamFactory(name="Heat", parent=assen)


def test_a_person_is_found_by_a_part_of_any_word_whatever_the_accents(as_mia, programme, ann, bob):
    ann.expertise, ann.job_title = "Warmtenetten", "Coördinator"
    ann.save()
    bob.user.last_name = "Şahin-Brouwer"
    bob.user.save()
    for query, found in {
        "": ["Ann Jansen", "Bob Şahin-Brouwer"],
        "tenet": ["Ann Jansen"],
        "COORDINATOR ann": ["Ann Jansen"],
        "sahin": ["Bob Şahin-Brouwer"],
        "brouwer@": [],
        "ann bob": [],
        "100%_": [],
    }.items():
        assert _names(as_mia, programme, q=query) == found, query


def test_the_directory_follows_names_and_forgets_who_left(ann):
    ann.user.first_name = "Anneke"
    ann.user.save(update_fields=["first_name"])
    assert Ambassador.objects.search("anneke").get() == ann
    assert Ambassador.objects.values_list("directory_name", flat=True).get() == "anneke jansen"
    ann.user.first_name = ann.user.last_name = ""
    ann.user.save()
    assert not Ambassador.objects.search("anneke").exists()
    assert Ambassador.objects.values_list("directory_name", flat=True).get() == "ann@example.nl"


def test_filters_stand_in_the_address(as_mia, programme, ann, bob, tree):
    noord, assen, heat = tree
    Ambassador.objects.filter(pk=ann.pk).update(team=heat, languages=["en"])
    Ambassador.objects.filter(pk=bob.pk).update(team=noord, languages=["nl"])
    gone = AmbassadorFactory(user__first_name="Gus", user__is_active=False, inactive_at=timezone.now())
    assert _names(as_mia, programme, team=assen.pk) == ["Ann Jansen"]
    assert _names(as_mia, programme, team=noord.pk) == ["Ann Jansen", "Bob Jansen"]
    assert _names(as_mia, programme, language="nl") == ["Bob Jansen"]
    assert _names(as_mia, programme, state="inactive") == [str(gone)]


def test_the_directory_asks_as_many_questions_for_one_as_for_ten(as_mia, programme, ann):
    url, counts = reverse("ambassadors:person_list", args=[programme.slug]), []
    for number in (0, 9):
        AmbassadorFactory.create_batch(number)
        as_mia.get(url)
        with CaptureQueriesContext(connection) as queries:
            as_mia.get(url, headers={"HX-Request": "true"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_teams_stand_below_what_they_are_part_of(tree):
    other = TeamFactory(name="Bureau")
    noord, assen, heat = tree
    assert [(team, team.depth) for team in Team.objects.as_tree()] == [(other, 0), (noord, 0), (assen, 1), (heat, 2)]
    assert Team.objects.ids_within(assen.pk) == {assen.pk, heat.pk}


def test_a_team_counts_everybody_in_all_that_is_part_of_it(as_mia, programme, tree, ann, bob):
    noord, assen, heat = tree
    Ambassador.objects.filter(pk=ann.pk).update(team=heat)
    Ambassador.objects.filter(pk=bob.pk).update(team=assen, joined_at=None)
    teams = as_mia.get(reverse("ambassadors:team_list", args=[programme.slug])).context["teams"]
    counted = {team: (team.people, team.joined) for team in teams if team in tree}
    assert counted == {noord: (2, 1), assen: (2, 1), heat: (1, 1)}


def test_a_circle_of_teams_is_refused_with_the_reason(as_mia, programme, tree):
    noord, _assen, heat = tree
    url = reverse("ambassadors:team_edit", args=[programme.slug, noord.pk])
    refused = as_mia.post(url, {"name": "Noord", "parent": heat.pk})
    assert refused.status_code == 422
    assert "Heat is part of Noord, so Noord cannot be part of it: that would be a circle." in refused.content.decode()
    assert (
        "A team cannot be part of itself." in as_mia.post(url, {"name": "Noord", "parent": noord.pk}).content.decode()
    )
    noord.refresh_from_db()
    assert noord.parent is None
    assert not ModelLogEntry.objects.exists()


def test_the_database_itself_refuses_a_circle(tree):
    noord, _assen, heat = tree
    for parent in (heat, noord):
        with pytest.raises(IntegrityError, match="part of itself"), transaction.atomic():
            Team.objects.filter(pk=noord.pk).update(parent=parent)
    assert Team.objects.get(pk=noord.pk).parent is None


def test_a_team_is_made_moved_and_removed_with_undo(as_mia, mia, programme, tree, ann):
    _noord, _assen, heat = tree
    Ambassador.objects.filter(pk=ann.pk).update(team=heat)
    new = reverse("ambassadors:team_new", args=[programme.slug])
    as_mia.post(new, {"name": "Zuid", "lead_email": "Ann@example.nl"})
    zuid = Team.objects.get(slug="zuid")
    assert zuid.lead == ann.user
    assert as_mia.post(new, {"name": "zuid"}).status_code == 422
    assert as_mia.post(new, {"name": "West", "lead_email": "who@example.nl"}).status_code == 422
    as_mia.post(reverse("ambassadors:team_edit", args=[programme.slug, heat.pk]), {"name": "Heat", "parent": zuid.pk})
    removal = reverse("ambassadors:team_removal", args=[programme.slug, zuid.pk])
    as_mia.post(removal)
    assert Team.objects.filter(pk=zuid.pk).exists()
    done = as_mia.post(reverse("ambassadors:team_removal", args=[programme.slug, heat.pk]), follow=True)
    assert not Team.objects.filter(pk=heat.pk).exists()
    ann.refresh_from_db()
    assert ann.team is None
    undo = next(message.extra_tags for message in done.context["messages"] if message.extra_tags)
    as_mia.post(undo)
    ann.refresh_from_db()
    assert ann.team == heat


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_touches_teams(request, who, programme, tree, ann):
    client, noord = request.getfixturevalue(who), tree[0]
    for name, args in (("team_list", ()), ("team_new", ()), ("team_edit", (noord.pk,)), ("person_edit", (ann.pk,))):
        assert client.get(reverse(f"ambassadors:{name}", args=[programme.slug, *args])).status_code == 403
    assert client.post(reverse("ambassadors:team_new", args=[programme.slug]), {"name": "X"}).status_code == 403
    assert client.post(reverse("ambassadors:team_removal", args=[programme.slug, noord.pk])).status_code == 403
    assert Team.objects.filter(name="X").count() == 0
    assert Team.objects.filter(pk=noord.pk).exists()


def test_who_is_here_follows_the_account_and_leaving(ann, bob):
    assert Ambassador.objects.eligible().count() == 2
    ann.user.is_active = False
    ann.user.save()
    bob.left_at = timezone.now()
    bob.save()
    assert not Ambassador.objects.eligible().exists()
    ann.user.is_active = True
    ann.user.save(update_fields=["is_active"])
    assert Ambassador.objects.eligible().get() == ann
