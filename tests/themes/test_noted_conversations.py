"""What a colleague heard at a fair or by telephone is written down, and goes the way of everything that was heard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import factories
from themes.listening import figures
from themes.models import Conversation, Stakeholder


def _moment(**ago):
    return timezone.localtime(timezone.now() - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def _form(**fields):
    return {
        "text": "Does a heat network work in an old house?",
        "author": "A visitor",
        "author_handle": "06 1234 5678",
        "place": "Heat fair",
        "said_at": _moment(hours=3),
        "theme": "",
        "stakeholder": "",
        "network": "",
        "url": "",
        "asks": "on",
        **fields,
    }


@pytest.fixture
def new_url(programme):
    return reverse("themes:conversation_new", args=[programme.slug])


@pytest.fixture
def noted(as_mia, new_url, theme):
    as_mia.post(new_url, _form(theme=theme.pk))
    return Conversation.objects.get()


def _url(conversation, name="conversation_edit"):
    return reverse(f"themes:{name}", args=[conversation.programme.slug, conversation.pk])


def test_it_is_understood_like_everything_heard(as_mia, mia, new_url, theme):
    response = as_mia.post(new_url, _form(), follow=True)
    one = Conversation.objects.get()
    assert (one.theme, one.state, one.language, one.is_question) == (theme, "waiting", "en", True)
    assert (one.is_by_hand, one.place, one.author, one.source) == (True, "Heat fair", "A visitor", None)
    assert one.matches.get().words == ["Heat networks"]
    assert list(response.context["conversations"]) == [one]
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user_id, entry.data["programme"]) == ("themes.add", mia.pk, theme.programme_id)


def test_the_theme_that_a_manager_chose_holds(as_mia, new_url, theme, programme):
    wind = factories.ThemeFactory(programme=programme, name="Wind")
    as_mia.post(new_url, _form(theme=wind.pk))
    one = Conversation.objects.get()
    assert one.theme == wind
    assert {match.theme: match.words for match in one.matches.all()} == {wind: [], theme: ["Heat networks"]}


def test_its_theme_has_it_in_its_share_of_what_is_heard(as_mia, new_url, theme, programme):
    for number, words in enumerate(("Is the canteen open?", "Who takes the bus?", "Heat networks, again")):
        as_mia.post(new_url, _form(text=words, url=f"https://e.example/{number}", theme=theme.pk if number else ""))
    share = next(one for one in figures.shares(programme, timezone.localdate()) if one.theme == theme)
    assert (share.said, round(share.percent)) == (2, 67)
    assert Conversation.objects.about(theme).count() == 2


def test_without_a_theme_nobody_is_asked_and_the_page_says_so(as_mia, new_url, theme):
    response = as_mia.post(new_url, _form(text="Nice weather."), follow=True)
    one = Conversation.objects.get()
    assert (one.theme, one.state) == (None, "heard")
    assert "about none of your themes" in str(next(iter(response.context["messages"])))


def test_what_asks_for_no_answer_is_only_heard(as_mia, new_url, theme):
    as_mia.post(new_url, _form(asks=""))
    assert Conversation.objects.get().state == "heard"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ""}, "text"),
        ({"author": ""}, "author"),
        ({"place": ""}, "place"),
        ({"said_at": ""}, "said_at"),
        ({"said_at": "2099-01-01T10:00"}, "said_at"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"theme": "999999"}, "theme"),
        ({"stakeholder": "999999"}, "stakeholder"),
    ],
)
def test_what_makes_no_sense_is_refused(as_mia, new_url, fields, field):
    response = as_mia.post(new_url, _form(**fields))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Conversation.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_an_address_that_was_heard_already_is_not_written_down_again(as_mia, programme, new_url):
    Conversation.objects.create(programme=programme, text="Heard", url="https://e.example/1", said_at=timezone.now())
    response = as_mia.post(new_url, _form(url="https://e.example/1"))
    assert response.status_code == 422
    assert Conversation.objects.count() == 1


def test_themes_and_people_of_another_programme_are_no_choice(as_mia, new_url):
    elsewhere = factories.ThemeFactory()
    person = Stakeholder.objects.create(programme=elsewhere.programme, name="Eva", kind="media")
    response = as_mia.post(new_url, _form(theme=elsewhere.pk, stakeholder=person.pk))
    assert sorted(response.context["form"].errors) == ["stakeholder", "theme"]
    assert not Conversation.objects.exists()


def test_it_is_changed_and_the_second_of_two_is_told(as_mia, noted):
    url = _url(noted)
    opened = as_mia.get(url).context["form"].current_version()
    sent = _form(theme=noted.theme_id, said_at=timezone.localtime(noted.said_at).strftime("%Y-%m-%dT%H:%M"))
    assert as_mia.post(url, {**sent, "place": "By telephone", "version": opened}).status_code == 302
    refused = as_mia.post(url, {**sent, "place": "In the street", "version": opened})
    assert refused.status_code == 409
    assert [(one.stands, one.written) for one in refused.context["differences"]] == [("By telephone", "In the street")]
    noted.refresh_from_db()
    assert noted.place == "By telephone"


def test_a_change_leaves_a_taken_conversation_with_who_took_it(as_mia, noted):
    Conversation.objects.filter(pk=noted.pk).update(state="taken")
    page = as_mia.get(_url(noted))
    assert "asks" not in page.context["form"].fields
    as_mia.post(_url(noted), _form(theme=noted.theme_id, text="Does a heat network work in my house?"))
    noted.refresh_from_db()
    assert (noted.state, noted.text) == ("taken", "Does a heat network work in my house?")


def test_it_is_deleted_and_comes_back_with_its_theme_and_who_was_asked(as_mia, ann, noted):
    ann.answer_requests.create(conversation=noted)
    response = as_mia.post(_url(noted, "conversation_removal"), follow=True)
    assert not Conversation.objects.exists()
    *_before, gone = response.context["messages"]
    as_mia.post(gone.extra_tags)
    assert Conversation.objects.get() == noted
    assert noted.matches.count() == 1
    assert ann.answer_requests.get().conversation == noted


def test_what_a_source_said_is_nobodys_to_change(as_mia, programme):
    heard = Conversation.objects.create(programme=programme, text="Heard", author="Jo", said_at=timezone.now())
    for name in ("conversation_edit", "conversation_removal"):
        assert as_mia.post(_url(heard, name), _form()).status_code == 404
    heard.refresh_from_db()
    assert heard.text == "Heard"


def test_an_ambassador_writes_nothing_among_the_conversations(as_ann, new_url, programme):
    noted = Conversation.objects.create(programme=programme, text="Heard", said_at=timezone.now(), is_by_hand=True)
    assert as_ann.post(new_url, _form()).status_code == 403
    for name in ("conversation_edit", "conversation_removal"):
        assert as_ann.post(_url(noted, name), _form()).status_code == 403
    assert Conversation.objects.get().text == "Heard"
