"""Step 3: a manager and a person find each other on a theme."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors.models import ThemeLink
from tests.factories import AmbassadorFactory, ThemeFactory

STATES = ThemeLink.State


def _url(name, theme, *args):
    return reverse(f"ambassadors:{name}", args=[theme.programme.slug, *args])


def _ask(client, ann, theme, **fields):
    return client.post(
        _url("link_new", theme, ann.pk), {"theme": theme.pk, "reason": "You know it", **fields}, follow=True
    )


def test_the_manager_asks_and_can_take_it_back_and_that_back(as_mia, mia, ann, theme):
    html = _ask(as_mia, ann, theme).content.decode()
    link = ThemeLink.objects.get()
    assert (link.ambassador, link.theme, link.state, link.reason) == (ann, theme, STATES.INVITED, "You know it")
    take_back = _url("link_withdrawal", theme, ann.pk, link.pk)
    assert take_back in html
    html = as_mia.post(take_back, follow=True).content.decode()
    assert not ThemeLink.objects.exists()
    undo = html.split(f'action="/programme/{theme.programme.slug}/undo/')[1].split('"')[0]
    as_mia.post(f"/programme/{theme.programme.slug}/undo/{undo}")
    assert ThemeLink.objects.get().state == STATES.INVITED
    entries = ModelLogEntry.objects.filter(action__startswith="ambassadors.").order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [("ambassadors.link", mia), ("ambassadors.unlink", mia)]
    assert entries[0].data["programme"] == theme.programme_id


def test_asking_twice_is_asking_once(as_mia, ann, theme):
    _ask(as_mia, ann, theme)
    _ask(as_mia, ann, theme, reason="Another")
    assert ThemeLink.objects.get().reason == "You know it"
    assert ModelLogEntry.objects.filter(action="ambassadors.link").count() == 1


def test_who_said_no_is_not_asked_again(as_mia, ann, theme):
    ThemeLink.objects.create(ambassador=ann, theme=theme, state=STATES.DECLINED)
    assert "is not asked again" in _ask(as_mia, ann, theme).content.decode()
    assert ThemeLink.objects.get().state == STATES.DECLINED


@pytest.mark.parametrize(("answer", "state"), [("yes", STATES.ACCEPTED), ("no", STATES.NOT_NOW)])
def test_a_proposal_gets_an_answer(as_mia, ann, theme, answer, state):
    link = ThemeLink.objects.create(ambassador=ann, theme=theme, state=STATES.PROPOSED, reason="I like it")
    assert "I like it" in as_mia.get(_url("person_list", theme)).content.decode()
    as_mia.post(_url("link_decision", theme, ann.pk, link.pk), {"answer": answer})
    assert list(ThemeLink.objects.values_list("state", flat=True)) == [state]
    assert ModelLogEntry.objects.get(action="ambassadors.decide_proposal").data["accepted"] is (answer == "yes")


def test_what_a_person_accepted_is_not_the_managers_to_end(as_mia, ann, theme):
    link = ThemeLink.objects.create(ambassador=ann, theme=theme, state=STATES.ACCEPTED)
    as_mia.post(_url("link_withdrawal", theme, ann.pk, link.pk))
    assert ThemeLink.objects.get().state == STATES.ACCEPTED


def test_a_theme_of_another_programme_is_refused(as_mia, ann, theme):
    other = ThemeFactory()
    response = as_mia.post(_url("link_new", theme, ann.pk), {"theme": other.pk}, follow=True)
    assert "Nothing changed" in response.content.decode()
    assert not ThemeLink.objects.exists()


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
@pytest.mark.parametrize("name", ["person_list", "person_detail", "theme_people"])
def test_only_managers_see_the_people(request, who, ann, theme, name):
    args = {"person_list": [], "person_detail": [ann.pk], "theme_people": [theme.slug]}[name]
    assert request.getfixturevalue(who).get(_url(name, theme, *args)).status_code == 403


def test_an_ambassador_cannot_link_anybody(as_ann, bob, theme):
    assert as_ann.post(_url("link_new", theme, bob.pk), {"theme": theme.pk}).status_code == 403
    link = ThemeLink.objects.create(ambassador=bob, theme=theme, state=STATES.PROPOSED)
    assert as_ann.post(_url("link_decision", theme, bob.pk, link.pk), {"answer": "yes"}).status_code == 403
    link.refresh_from_db()
    assert link.state == STATES.PROPOSED


def test_the_list_asks_as_many_questions_for_one_as_for_ten(as_mia, theme):
    url = _url("person_list", theme)
    counts = []
    for number in (1, 9):
        for person in AmbassadorFactory.create_batch(number):
            ThemeLink.objects.create(ambassador=person, theme=theme, state=STATES.ACCEPTED)
        as_mia.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert as_mia.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_people_are_found_by_word_team_theme_and_state(as_mia, ann, bob, theme):
    ann.expertise = "Heat pumps"
    ann.save()
    ThemeLink.objects.create(ambassador=bob, theme=theme, state=STATES.ACCEPTED)

    def found(**asked):
        html = as_mia.get(_url("person_list", theme), asked, headers={"HX-Request": "true"}).content.decode()
        return [name for name in ("Ann Jansen", "Bob Jansen") if name in html]

    assert found() == ["Ann Jansen", "Bob Jansen"]
    assert found(q="PUMPS") == ["Ann Jansen"]
    assert found(team=bob.team_id) == found(theme=theme.pk) == ["Bob Jansen"]
    assert found(state="unlinked") == ["Ann Jansen"]
    assert found(state="paused") == []


def test_the_team_is_changed(as_mia, as_ed, ann, bob, theme):
    url = _url("person_edit", theme, ann.pk)
    assert as_ed.post(url, {"team": bob.team_id}).status_code == 403
    as_mia.post(url, {"team": bob.team_id, "job_title": "Welder", "location": "Assen"})
    ann.refresh_from_db()
    assert (ann.team, ann.job_title, ann.location) == (bob.team, "Welder", "Assen")
