"""A piece is for teams with their parts, roles, a language, places, or who follows its theme; and says how many people that is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import RoleAssignment, ThemeLink
from cms.audiences import Audience
from cms.models import Shareable
from tests import factories


def _sees(person):
    return set(Shareable.objects.for_ambassador(person).values_list("title", flat=True))


def _for(title, *, teams=(), roles=(), themes=(), **fields):
    page = factories.article(title=title, themes=list(themes), **fields)
    page.audience_teams, page.audience_roles = list(teams), list(roles)
    page.save()
    return page


def test_what_is_for_a_team_is_for_all_that_is_part_of_it(ann, bob):
    above = factories.TeamFactory(name="Build")
    ann.team.parent = above
    ann.team.save()
    page = _for("Build", teams=[above])
    assert (_sees(ann), _sees(bob)) == ({"Build"}, set())
    assert [person.pk for person in page.audience.people()] == [ann.pk]


def test_what_is_for_a_place_or_for_followers_is_for_nobody_else(ann, bob, theme):
    ann.location = "Assen"
    ann.save()
    ThemeLink.objects.create(ambassador=bob, theme=theme, state="accepted")
    here = _for("In Assen", audience_places=["Assen", "Emmen"])
    followers = _for("Followers", themes=[theme], audience_followers=True)
    assert (_sees(ann), _sees(bob)) == ({"In Assen"}, {"Followers"})
    assert [person.pk for person in here.audience.people()] == [ann.pk]
    assert [person.pk for person in followers.audience.people()] == [bob.pk]


def test_what_is_for_a_role_or_in_a_language_is_counted_as_it_is_seen(ann, bob, theme):
    role = factories.RoleFactory()
    RoleAssignment.objects.create(ambassador=ann, role=role, theme=theme, accepted_at=timezone.now())
    bob.languages = ["nl"]
    bob.save()
    for page in (_for("Role", roles=[role]), _for("English"), _for("Dutch", language="nl")):
        seen = {person.pk for person in (ann, bob) if page.title in _sees(person)}
        assert {person.pk for person in page.audience.people()} == seen


def test_who_has_not_joined_or_left_is_not_counted(ann):
    factories.AmbassadorFactory(joined_at=None)
    factories.AmbassadorFactory(left_at=timezone.now())
    assert Audience(language="en").people().count() == 1


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"language": "en"}, "2 people see this."),
        ({"language": "en", "audience_places": "Assen"}, "1 person sees this."),
        (
            {"language": "en", "audience_teams": ["999999", "x"]},
            "Nobody sees this now. Choose fewer limits, or another language.",
        ),
    ],
)
def test_the_editor_is_told_how_many_people_see_it(as_ed, ann, bob, chosen, words):
    ann.location = "Assen"
    ann.save()
    assert as_ed.get(reverse("cms_headcount"), chosen).json() == {"words": words}


def test_the_editor_of_a_page_says_so_before_anything_is_published(as_ed, ann):
    page = as_ed.get(reverse("wagtailadmin_pages:edit", args=[factories.article(live=False).pk])).text
    assert "1 person sees this." in page


def test_the_headcount_of_a_planned_piece_knows_the_theme_of_its_story(as_ed, ann, bob, theme):
    ThemeLink.objects.create(ambassador=bob, theme=theme, state="accepted")
    story = factories.StoryFactory(theme=theme)
    chosen = {"language": "en", "audience_followers": "on", "story": story.pk}
    assert as_ed.get(reverse("cms_headcount"), chosen).json() == {"words": "1 person sees this."}


def test_the_headcount_is_for_those_who_work_on_content(as_ann):
    assert as_ann.get(reverse("cms_headcount"), {"language": "en"}).status_code in (302, 403)
