"""The map of the outside world."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import factories
from themes.models import Conversation, Stakeholder


def _form(**fields):
    return {
        "name": "Warmtecollectief",
        "kind": "community",
        "website": "warmte.example",
        "influence": "4",
        "relation": "2",
        "notes": "",
        "handles": "LinkedIn: company/warmte",
        **fields,
    }


@pytest.fixture
def new_url(programme):
    return reverse("themes:stakeholder_new", args=[programme.slug])


@pytest.fixture
def stakeholder(programme, theme):
    one = Stakeholder.objects.create(programme=programme, name="Jo Bakker", kind="influencer", influence=5)
    one.themes.add(theme)
    one.handles.create(network="mastodon", handle="@jo@mastodon.example")
    return one


@pytest.fixture
def conversation(theme, stakeholder):
    return Conversation.objects.create(
        programme=theme.programme,
        theme=theme,
        stakeholder=stakeholder,
        author="Jo",
        text="Warm?",
        url="https://e.example/1",
        said_at=timezone.now(),
    )


def test_someone_is_put_on_the_map_with_themes_and_handles(as_mia, programme, theme, new_url):
    response = as_mia.post(new_url, _form(themes=[theme.pk]))
    one = Stakeholder.objects.get()
    assert response.headers["Location"] == one.get_absolute_url()
    assert (one.programme, one.website, one.influence, one.relation) == (programme, "https://warmte.example", 4, 2)
    assert list(one.themes.all()) == [theme]
    assert [(handle.network, handle.handle) for handle in one.handles.all()] == [("linkedin", "company/warmte")]
    assert ModelLogEntry.objects.get().action == "themes.add"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"kind": "friend"},
        {"influence": "6"},
        {"website": "javascript:alert(1)"},
        {"handles": "somewhere"},
    ],
)
def test_someone_who_does_not_fit_is_refused(as_mia, new_url, fields):
    assert as_mia.post(new_url, _form(**fields)).status_code == 422
    assert not Stakeholder.objects.exists()


def test_a_theme_of_another_programme_is_refused(as_mia, new_url):
    assert as_mia.post(new_url, _form(themes=[factories.ThemeFactory().pk])).status_code == 422
    assert not Stakeholder.objects.exists()


def test_nobody_stands_on_the_map_twice(as_mia, new_url):
    as_mia.post(new_url, _form())
    response = as_mia.post(new_url, _form())
    assert response.context["form"].errors["name"] == ["This one is on the map already."]
    assert Stakeholder.objects.count() == 1


def test_an_ambassador_puts_nobody_on_the_map(as_ann, new_url):
    assert as_ann.post(new_url, _form()).status_code == 403
    assert not Stakeholder.objects.exists()


def test_handles_that_stay_are_the_same_rows(as_mia, programme, stakeholder):
    kept = stakeholder.handles.get()
    stakeholder.handles.create(network="x", handle="@jo")
    url = reverse("themes:stakeholder_edit", args=[programme.slug, stakeholder.pk])
    sent = {"handles": "@jo@mastodon.example\nhttps://www.linkedin.com/in/jo"}
    for _again in range(2):
        assert as_mia.post(url, _form(**sent)).status_code == 302
    found = stakeholder.handles.order_by("network")
    assert [(one.network, one.handle) for one in found] == [
        ("linkedin", "https://www.linkedin.com/in/jo"),
        ("mastodon", "@jo@mastodon.example"),
    ]
    assert found[1] == kept


def test_the_second_of_two_managers_loses_no_handle(as_mia, programme, stakeholder):
    url = reverse("themes:stakeholder_edit", args=[programme.slug, stakeholder.pk])
    opened = as_mia.get(url).context["form"].current_version()
    stakeholder.handles.create(network="x", handle="@jo")
    sent = {"name": "Jo Bakker", "kind": "influencer", "handles": "@jo@mastodon.example\nXing: jo"}
    refused = as_mia.post(url, _form(**sent, version=opened))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "X: @jo" in page
    assert "Xing: jo" in page
    assert sorted(stakeholder.handles.values_list("network", flat=True)) == ["mastodon", "x"]
    again = as_mia.post(url, _form(**sent, version=refused.context["form"].current_version()))
    assert again.status_code == 302
    assert sorted(stakeholder.handles.values_list("network", flat=True)) == ["mastodon", "xing"]


def test_everybody_found_is_on_the_plot_by_number_and_name(as_mia, programme, theme, stakeholder):
    bare = Stakeholder.objects.create(programme=programme, name="Krant", kind="media", influence=2, relation=4)
    response = as_mia.get(reverse("themes:stakeholder_list", args=[programme.slug]))
    assert [(one.number, one.stakeholder, one.hue) for one in response.context["points"]] == [
        (1, stakeholder, theme.hue),
        (2, bare, None),
    ]
    rows = dict(response.context["plot"])
    assert [one.stakeholder for one in rows[5][0]] == [stakeholder]
    assert [one.stakeholder for one in rows[2][3]] == [bare]
    page = response.content.decode()
    # As a point, in the key of a phone, and in the table behind the plot.
    assert page.count(f'href="{bare.get_absolute_url()}"') == 3


def test_a_theme_in_the_address_is_chosen_already(as_mia, new_url, theme):
    assert as_mia.get(f"{new_url}?theme={theme.pk}").context["form"].initial["themes"] == [str(theme.pk)]


def test_someone_off_the_map_comes_back_with_everything(as_mia, programme, theme, stakeholder, conversation, ann):
    contact = ann.contacts.create(stakeholder=stakeholder)
    url = reverse("themes:stakeholder_removal", args=[programme.slug, stakeholder.pk])
    response = as_mia.post(url, follow=True)
    conversation.refresh_from_db()
    assert not Stakeholder.objects.exists()
    assert conversation.stakeholder is None
    as_mia.post(next(iter(response.context["messages"])).extra_tags)
    one = Stakeholder.objects.get()
    conversation.refresh_from_db()
    assert one == stakeholder
    assert list(one.themes.all()) == [theme]
    assert one.handles.get().handle == "@jo@mastodon.example"
    assert ann.contacts.get() == contact
    assert conversation.stakeholder == stakeholder


def test_an_ambassador_takes_nobody_off_the_map(as_ann, programme, stakeholder):
    url = reverse("themes:stakeholder_removal", args=[programme.slug, stakeholder.pk])
    assert as_ann.post(url).status_code == 403
    assert Stakeholder.objects.exists()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Jo Bakker", "Krant"]),
        ("q=bakk", ["Jo Bakker"]),
        ("q=mastodon.example", ["Jo Bakker"]),
        ("kind=media", ["Krant"]),
        ("theme={theme}", ["Jo Bakker"]),
        ("q=nobody", []),
    ],
)
def test_the_map_is_searched(as_mia, programme, theme, stakeholder, query, names):
    Stakeholder.objects.create(programme=programme, name="Krant", kind="media", influence=2)
    factories.ProgrammeFactory().stakeholders.create(name="Elsewhere", kind="media")
    url = reverse("themes:stakeholder_list", args=[programme.slug])
    response = as_mia.get(f"{url}?{query.format(theme=theme.pk)}")
    assert [row.record.name for row in response.context["table"].page] == names


def test_the_map_asks_the_same_number_of_questions_for_one_and_for_many(as_mia, programme, theme, stakeholder):
    url = reverse("themes:stakeholder_list", args=[programme.slug])
    as_mia.get(url)
    with CaptureQueriesContext(connection) as few:
        as_mia.get(url)
    for number in range(12):
        other = Stakeholder.objects.create(programme=programme, name=f"Number {number}", kind="media")
        other.themes.add(theme)
    with CaptureQueriesContext(connection) as many:
        as_mia.get(url)
    assert len(many) == len(few)


@pytest.mark.parametrize(("state", "is_answered"), [("taken", False), ("answered", True), ("dismissed", False)])
def test_a_conversation_moves_along_and_back(as_mia, programme, conversation, state, is_answered):
    url = reverse("themes:conversation_state", args=[programme.slug, conversation.pk])
    response = as_mia.post(url, {"state": state}, follow=True)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.answered_at is not None) == (state, is_answered)
    assert not response.context["conversations"]
    as_mia.post(next(iter(response.context["messages"])).extra_tags)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.answered_at) == ("waiting", None)


def test_a_state_that_does_not_exist_changes_nothing(as_mia, programme, conversation):
    as_mia.post(reverse("themes:conversation_state", args=[programme.slug, conversation.pk]), {"state": "lost"})
    conversation.refresh_from_db()
    assert conversation.state == "waiting"


def test_an_ambassador_moves_no_conversation(as_ann, programme, conversation):
    url = reverse("themes:conversation_state", args=[programme.slug, conversation.pk])
    assert as_ann.post(url, {"state": "taken"}).status_code == 403
    conversation.refresh_from_db()
    assert conversation.state == "waiting"
