"""A question from outside goes to the ambassador who fits it best and has time, and saying no has no consequence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from ambassadors import cold_contacts, contact_log, routing, tasks
from ambassadors.actions import answers as actions
from ambassadors.models import AnswerRequest, Contact, ContactMoment, RoleAssignment, ThemeLink
from cms.models import BlogPost
from tests import factories
from themes import metrics
from themes.models import Conversation, ListeningSource, Stakeholder


@pytest.fixture
def conversation(programme, theme):
    programme.launched_at = timezone.now()
    programme.save()
    source = ListeningSource.objects.create(
        programme=programme, name="Street", kind="feed", address="https://s.example/"
    )
    return _conversation(programme, theme, source)


def _conversation(programme, theme, source, number=1):
    made = Conversation.objects.create(
        programme=programme,
        theme=theme,
        source=source,
        author="Jo",
        text="Is a boiler needed?",
        language="en",
        url=f"https://s.example/{number}",
        said_at=timezone.now(),
        words=["boiler"],
    )
    made.matches.create(theme=theme, words=["heat networks"])
    return made


@pytest.fixture
def linked(theme, ann, bob):
    for person in (ann, bob):
        ThemeLink.objects.create(ambassador=person, theme=theme, state="accepted")


def _answer(client, asked, **sent):
    return client.post(reverse("ambassadors:question_answer", args=[asked.pk]), sent)


def test_the_points_are_those_of_the_documentation(conversation, linked, ann, bob):
    ann.expertise = "boilers and pipes"
    ann.save()
    role = factories.RoleFactory(name="Expert", rights=["answer"])
    RoleAssignment.objects.create(ambassador=bob, role=role, theme=conversation.theme)
    outside = Stakeholder.objects.create(programme=conversation.programme, name="Eva", kind="influencer")
    Contact.objects.create(stakeholder=outside, ambassador=bob)
    Conversation.objects.filter(pk=conversation.pk).update(stakeholder=outside)
    conversation.refresh_from_db()
    found = [(one.ambassador, one.score, one.reasons) for one in routing.candidates(conversation)]
    assert found == [
        (
            bob,
            12,
            ("You keep the contact with Eva.", "You tell about Heat networks.", "On this theme your role is Expert."),
        ),
        (ann, 6, ("You tell about Heat networks.", "You know about boiler.")),
    ]


@pytest.mark.parametrize("change", ["paused", "left", "language", "unlinked"])
def test_who_has_no_time_or_does_not_fit_is_not_asked(conversation, linked, ann, bob, change):
    match change:
        case "paused":
            ann.paused_until = timezone.localdate()
        case "left":
            ann.left_at = timezone.now()
        case "language":
            ann.languages = ["nl"]
        case _:
            ann.theme_links.update(state="declined")
    ann.save()
    assert [one.ambassador for one in routing.candidates(conversation)] == [bob]


def test_not_always_the_same_one_is_asked(conversation, linked, ann, bob):
    others = [
        _conversation(conversation.programme, conversation.theme, conversation.source, number) for number in (2, 3, 4)
    ]
    asked = [routing.offer(one.pk).ambassador for one in (conversation, *others)]
    assert (asked.count(ann), asked.count(bob)) == (2, 2)


def test_the_sweep_asks_one_person_once(conversation, linked):
    tasks.route_conversations()
    tasks.route_conversations()
    asked = AnswerRequest.objects.get()
    assert (asked.conversation, asked.state, asked.score) == (conversation, "offered", 4)


@pytest.mark.parametrize("change", ["source", "state", "old", "launch"])
def test_what_needs_no_answer_is_offered_to_nobody(conversation, linked, change):
    match change:
        case "source":
            ListeningSource.objects.update(offers_questions=False)
        case "state":
            Conversation.objects.update(state="heard")
        case "old":
            Conversation.objects.update(said_at=timezone.now() - timedelta(days=15))
        case _:
            type(conversation.programme).objects.update(launched_at=None)
    tasks.route_conversations()
    assert not AnswerRequest.objects.exists()


def test_what_nobody_reacts_to_goes_to_the_next_one_and_stops_after_three(conversation, linked, theme):
    for _number in range(3):
        ThemeLink.objects.create(ambassador=factories.AmbassadorFactory(), theme=theme, state="accepted")
    for _turn in range(6):
        tasks.route_conversations()
        AnswerRequest.objects.update(offered_at=timezone.now() - timedelta(days=3))
    assert sorted(AnswerRequest.objects.values_list("state", flat=True)) == ["lapsed", "lapsed", "lapsed"]


def test_the_person_takes_it_and_answers(conversation, linked, as_ann, ann):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann, reasons=["You know."])
    assert "Is a boiler needed?" in as_ann.get(reverse("ambassadors:question_detail", args=[asked.pk])).content.decode()
    assert "A question for you" in as_ann.get(reverse("sharehub:feed")).content.decode()
    _answer(as_ann, asked, answer="take")
    conversation.refresh_from_db()
    assert conversation.state == "taken"
    _answer(as_ann, asked, answer="answered")
    conversation.refresh_from_db()
    asked.refresh_from_db()
    assert (conversation.state, asked.state) == ("answered", "answered")
    assert conversation.answered_at == asked.ended_at


@pytest.mark.parametrize(("word", "state"), [("decline", "declined"), ("pass", "passed")])
def test_no_goes_on_to_the_next_one(conversation, linked, as_ann, ann, bob, word, state):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    _answer(as_ann, asked, answer=word)
    asked.refresh_from_db()
    assert asked.state == state
    assert AnswerRequest.objects.going_on().get().ambassador == bob


def test_it_is_passed_to_a_colleague_of_ones_choice_who_fits(conversation, linked, as_ann, ann, theme):
    cas = factories.AmbassadorFactory()
    stranger = factories.AmbassadorFactory()
    ThemeLink.objects.create(ambassador=cas, theme=theme, state="accepted")
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    _answer(as_ann, asked, answer="pass", to=stranger.pk)
    asked.refresh_from_db()
    assert asked.state == "offered"
    _answer(as_ann, asked, answer="pass", to=cas.pk)
    assert AnswerRequest.objects.going_on().get().ambassador == cas


def test_a_manager_reads_who_is_asked_or_took_it_and_never_who_did_not(conversation, linked, as_mia, ann, bob):
    url = reverse("themes:conversation_list", args=[conversation.programme.slug])
    as_mia.post(reverse("ambassadors:conversation_offer", args=[conversation.programme.slug, conversation.pk]))
    first = AnswerRequest.objects.get()
    page = as_mia.get(url).content.decode()
    assert f"{first.ambassador} is being asked" in page
    assert f"since {date_format(timezone.localdate(), 'j F Y')}" in page
    assert f"waiting since {date_format(timezone.localdate(), 'j F Y')}" in page
    actions.decline(request=first)
    page = as_mia.get(url).content.decode()
    assert str(first.ambassador) not in page
    assert "1 colleague was asked before" in page
    second = AnswerRequest.objects.going_on().get()
    actions.take(request=second)
    page = as_mia.get(f"{url}?state=taken").content.decode()
    assert f"{second.ambassador} took it" in page
    assert str(first.ambassador) not in page
    conversation.refresh_from_db()
    second.refresh_from_db()
    assert conversation.state_since == second.taken_at


def test_a_manager_asks_somebody_else_in_place_and_with_reasons(conversation, linked, as_mia, as_ann, ann, bob):
    offer = reverse("ambassadors:conversation_offer", args=[conversation.programme.slug, conversation.pk])
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann, state="taken")
    Conversation.objects.update(state="taken")
    htmx = {"HX-Request": "true"}
    opened = as_mia.get(offer, headers=htmx).content.decode()
    assert "<html" not in opened
    assert "Bob Jansen" in opened
    assert "Tells about Heat networks" in opened
    assert "<html" in as_mia.get(offer).content.decode()
    assert "Bob Jansen" not in as_mia.get(offer, {"close": 1}, headers=htmx).content.decode()
    stranger = factories.AmbassadorFactory()
    refused = as_mia.post(offer, {"to": stranger.pk}, headers=htmx).content.decode()
    assert "Nothing changed" in refused
    asked.refresh_from_db()
    assert (asked.state, Conversation.objects.get().state) == ("taken", "taken")
    assert as_ann.post(offer, {"to": bob.pk}).status_code == 403
    changed = as_mia.post(offer, {"to": bob.pk}, headers=htmx).content.decode()
    assert "Bob Jansen is being asked" in changed
    states = AnswerRequest.objects.order_by("pk").values_list("ambassador", "state")
    assert list(states) == [(ann.pk, "lapsed"), (bob.pk, "offered")]
    assert Conversation.objects.get().state == "waiting"
    as_mia.post(offer, {"to": bob.pk}, headers=htmx)
    assert AnswerRequest.objects.count() == 2


def test_an_answer_counts_as_a_contact_until_it_is_taken_back(conversation, as_mia, as_ann, ann):
    eva = Stakeholder.objects.create(programme=conversation.programme, name="Eva", kind="influencer", influence=5)
    Contact.objects.create(stakeholder=eva, ambassador=ann, since=timezone.localdate() - timedelta(days=61))
    Conversation.objects.update(stakeholder=eva)
    assert [one.stakeholder for one in cold_contacts.of_programme(conversation.programme)] == [eva]
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    _answer(as_ann, asked, answer="answered")
    assert cold_contacts.of_programme(conversation.programme) == []
    [entry] = contact_log.of(eva, 20)
    told = (timezone.localdate(), "answered what they said", "Ann Jansen", "“Is a boiler needed?”")
    assert (entry.day, entry.way, entry.by, entry.note) == told
    assert "answered what they said" in as_mia.get(eva.get_absolute_url()).content.decode()
    Conversation.objects.get().move("waiting")
    assert contact_log.of(eva, 20) == []
    assert [one.stakeholder for one in cold_contacts.of_programme(conversation.programme)] == [eva]


def test_a_question_is_only_its_own_persons(conversation, as_bob, ann):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    assert as_bob.get(reverse("ambassadors:question_detail", args=[asked.pk])).status_code == 404
    assert _answer(as_bob, asked, answer="take").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "offered"


def test_who_is_too_late_changes_nothing(conversation, as_ann, ann):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann, state="lapsed")
    _answer(as_ann, asked, answer="take")
    asked.refresh_from_db()
    assert asked.state == "lapsed"


def test_an_ambassador_offers_nothing(conversation, linked, as_ann):
    url = reverse("ambassadors:conversation_offer", args=[conversation.programme.slug, conversation.pk])
    assert as_ann.post(url).status_code == 403
    assert not AnswerRequest.objects.exists()


def test_what_lay_at_someone_who_leaves_waits_again(conversation, ann):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    actions.take(request=asked)
    actions.leave(ann)
    conversation.refresh_from_db()
    asked.refresh_from_db()
    assert (conversation.state, asked.state) == ("waiting", "lapsed")


def test_a_taken_question_becomes_a_draft(conversation, as_ann, ann):
    asked = AnswerRequest.objects.create(conversation=conversation, ambassador=ann)
    url = reverse("cms:post_new") + f"?question={asked.pk}"
    assert "Is a boiler needed?" not in as_ann.get(url).content.decode()
    actions.take(request=asked)
    form = as_ann.get(url).context["form"]
    assert "Is a boiler needed?" in form.initial["body"]
    assert form.initial["themes"] == [conversation.theme_id]
    assert not BlogPost.objects.exists()


@pytest.mark.parametrize(("people", "expected"), [(5, (30, False)), (4, (None, True))])
def test_response_times_are_medians_of_enough_people(conversation, people, expected):
    now = timezone.now()
    for number in range(people):
        one = _conversation(conversation.programme, conversation.theme, conversation.source, number + 10)
        AnswerRequest.objects.create(
            conversation=one,
            ambassador=factories.AmbassadorFactory(),
            state="taken",
            offered_at=now - timedelta(minutes=30),
            taken_at=now,
        )
    today = timezone.localdate()
    period = metrics.Period(today - timedelta(days=2), today)
    reading = metrics.metric("question_taken_minutes").value(metrics.Scope(conversation.programme_id), period)
    assert (reading.value, reading.too_few) == expected


def test_a_moment_is_noted_and_a_cold_contact_asks_for_one(programme, as_mia, as_ann, ann):
    eva = Stakeholder.objects.create(programme=programme, name="Eva", kind="influencer", influence=5)
    long_ago = timezone.localdate() - timedelta(days=61)
    Contact.objects.create(stakeholder=eva, ambassador=ann, since=long_ago)
    page = reverse("ambassadors:question_list")
    assert [one.since for one in as_ann.get(page).context["cold"]] == [long_ago]
    sent = {"happened_on": timezone.localdate().isoformat(), "way": "call", "note": "About pipes"}
    as_ann.post(reverse("ambassadors:my_contact_moment", args=[eva.pk]), sent)
    assert ContactMoment.objects.get().by == ann.user
    assert as_ann.get(page).context["cold"] == []
    shown = as_mia.get(eva.get_absolute_url()).content.decode()
    assert "About pipes" in shown
    later = {**sent, "happened_on": (timezone.localdate() + timedelta(days=1)).isoformat()}
    url = reverse("ambassadors:contact_moment_new", args=[programme.slug, eva.pk])
    assert as_mia.post(url, later).status_code == 422
    assert as_mia.post(url, sent).status_code == 302
    assert ContactMoment.objects.count() == 2
