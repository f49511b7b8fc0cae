"""The wall display: without log-in by its link, only people who agreed, only figures about enough people."""

import pytest
from django.urls import reverse

from ambassadors import privacy
from ambassadors.actions.people import leave
from sharehub import wall
from sharehub.actions import give_kudos
from sharehub.models import Highlight, WallLink
from tests.sharehub.test_measurement import NOON, shared


@pytest.fixture
def link(programme):
    return WallLink.objects.create(programme=programme, name="Canteen", language="en")


def _agree(*people):
    for person in people:
        person.is_on_wall = True
        person.save()


def _show(client, link, **headers):
    return client.get(wall.path(link), headers=headers)


def test_whoever_has_the_link_sees_the_wall_until_it_is_taken_back(client, as_mia, programme, link):
    response = _show(client, link)
    assert response.status_code == 200
    assert "own words" in response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "session" not in response.cookies
    as_mia.post(reverse("sharehub:wall_revocation", args=[programme.slug, link.pk]))
    assert _show(client, link).status_code == 404


@pytest.mark.parametrize("token", ["1-abc", "1-abc.xyz", "nonsense"])
def test_a_token_that_we_did_not_sign_opens_nothing(client, link, token):
    assert client.get(reverse("sharehub:wall", args=[token])).status_code == 404


def test_only_people_who_agreed_are_shown(client, ann, bob, programme, link):
    _agree(ann)
    for person in (ann, bob):
        Highlight.objects.create(programme=programme, ambassador=person, text=f"Praise for {person.user.first_name}")
    give_kudos(giver=bob.user, receiver=ann, text="Thanks for the soup, Ann.")
    html = _show(client, link).content.decode()
    assert "Praise for Ann" in html
    assert "Praise for Bob" not in html
    assert "soup" not in html
    _agree(bob)
    assert "Thanks for the soup, Ann." in _show(client, link).content.decode()
    ann.is_on_wall = False
    ann.save()
    html = _show(client, link).content.decode()
    assert "Ann" not in html


def test_reach_is_shown_from_enough_people_on(programme, theme, time_machine):
    time_machine.move_to(NOON)
    shared(theme, 4)
    assert (wall.wall(programme).reached, wall.wall(programme).shared) == (None, None)
    shared(theme, 1)
    assert (wall.wall(programme).reached, wall.wall(programme).shared) == (50, 5)


def test_a_screen_that_shows_it_all_gets_nothing_new(client, ann, programme, link):
    _agree(ann)
    html = _show(client, link).content.decode()
    shown = wall.wall(programme).digest
    assert f"shown={shown}" in html
    again = client.get(wall.path(link), {"shown": shown}, headers={"HX-Request": "true"})
    assert (again.status_code, again.content) == (204, b"")
    Highlight.objects.create(programme=programme, ambassador=ann, text="Something new")
    fragment = client.get(wall.path(link), {"shown": shown}, headers={"HX-Request": "true"}).content.decode()
    assert "Something new" in fragment
    assert "<html" not in fragment


def test_the_manager_makes_links_and_highlights_who_agreed(as_mia, ann, bob, programme):
    new = reverse("sharehub:wall_new", args=[programme.slug])
    as_mia.post(new, {"name": "Canteen", "language": "nl", "appearance": "dark"})
    html = as_mia.get(reverse("sharehub:wall_list", args=[programme.slug])).content.decode()
    assert wall.path(WallLink.objects.get()) in html
    _agree(ann)
    light = reverse("sharehub:highlight_new", args=[programme.slug])
    assert as_mia.post(light, {"ambassador": bob.pk, "text": "Well done"}).status_code == 422
    as_mia.post(light, {"ambassador": ann.pk, "text": "Well done"})
    made = Highlight.objects.get()
    assert made.ambassador == ann
    as_mia.post(reverse("sharehub:highlight_end", args=[programme.slug, made.pk]))
    assert not Highlight.objects.showing().exists()


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_makes_links(request, who, programme, link, ann):
    client = request.getfixturevalue(who)
    assert client.get(reverse("sharehub:wall_list", args=[programme.slug])).status_code == 403
    assert client.post(reverse("sharehub:wall_new", args=[programme.slug]), {"name": "X"}).status_code == 403
    assert client.post(reverse("sharehub:wall_revocation", args=[programme.slug, link.pk])).status_code == 403
    light = reverse("sharehub:highlight_new", args=[programme.slug])
    assert client.post(light, {"ambassador": ann.pk, "text": "Me"}).status_code == 403
    link.refresh_from_db()
    assert (link.revoked_at, WallLink.objects.count(), Highlight.objects.count()) == (None, 1, 0)


def test_highlights_are_in_the_own_data_and_go_when_one_leaves(ann, programme):
    Highlight.objects.create(programme=programme, ambassador=ann, text="Well done")
    assert [row["text"] for row in privacy.personal_data(ann)["highlights"]] == ["Well done"]
    leave(ambassador=ann)
    assert not Highlight.objects.exists()
