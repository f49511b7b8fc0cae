"""People offer themselves for a theme or a role; a manager says yes or not now, and both sides hear it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors import notices, tasks
from ambassadors.actions.people import leave
from ambassadors.models import Notice, RoleAssignment, RoleOffer, ThemeLink
from tests.factories import AmbassadorFactory, RoleFactory, ThemeFactory

NOON = datetime(2026, 9, 25, 10, 0, tzinfo=UTC)  # a Friday, twelve o'clock in Amsterdam


@pytest.fixture(autouse=True)
def _that_friday(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def role(db):
    return RoleFactory(name="Scout", description="Hears what plays outside.")


def _me(name, *args):
    return reverse(f"ambassadors:{name}", args=args)


def _page(name, theme, *args):
    return reverse(f"ambassadors:{name}", args=[theme.programme.slug, *args])


def _offer(client, role, theme, reason="I hear a lot"):
    return client.post(_me("me_offer"), {"role": role.pk, "theme": theme.pk, "reason": reason}, follow=True)


@pytest.fixture
def send_due(time_machine):
    """Three minutes later every mail that is due leaves."""

    def send(after=timedelta(minutes=3)):
        time_machine.move_to(timezone.now() + after)
        for pk in notices.due():
            tasks.send_notice(pk)

    return send


def test_a_role_is_offered_once_seen_with_reasons_and_accepted_in_one_click(send_due, as_ann, as_mia, ann, theme, role):
    ann.expertise = "heat networks"
    ann.save()
    for _again in range(2):
        assert "would like to be Scout for Heat networks" in _offer(as_ann, role, theme).content.decode()
    offer = RoleOffer.objects.get()
    assert (offer.ambassador, offer.role, offer.theme, offer.reason) == (ann, role, theme, "I hear a lot")
    assert "I hear a lot" in as_mia.get(_page("person_detail", theme, ann.pk)).content.decode()
    for page in (_page("role_list", theme), _page("theme_people", theme, theme.slug)):
        html = as_mia.get(page).content.decode()
        assert "I hear a lot" in html
        assert "Knows about heat networks" in html
    decision = _page("offer_decision", theme, offer.pk)
    assert decision in html
    assert (
        "is Scout for Heat networks from today"
        in as_mia.post(decision, {"answer": "yes"}, follow=True).content.decode()
    )
    for answer in ("yes", "no"):
        assert "Nothing changed" in as_mia.post(decision, {"answer": answer}, follow=True).content.decode()
    held = RoleAssignment.objects.current().get()
    assert (held.ambassador, held.role, held.theme, held.asked_at) == (ann, role, theme, None)
    send_due()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ann@example.nl"], "You are Scout for Heat networks")
    ]
    assert ModelLogEntry.objects.get(action="ambassadors.answer_offer").data["accepted"] is True


@pytest.mark.parametrize("word", ["", "After the summer, gladly"])
def test_not_now_is_told_kindly_with_a_word_or_without(send_due, as_ann, as_mia, ann, theme, role, word):
    _offer(as_ann, role, theme)
    offer = RoleOffer.objects.get()
    as_mia.post(_page("offer_decision", theme, offer.pk), {"answer": "no", "word": word})
    assert not RoleAssignment.objects.exists()
    send_due()
    assert mail.outbox[0].subject == "About your offer for Heat networks"
    assert "It does not fit right now" in mail.outbox[0].body
    shown = as_ann.get(_me("me_themes")).content.decode()
    for told in (mail.outbox[0].body, shown):
        assert (word in told) is True
    assert ("Your manager says" in shown) is bool(word)
    _offer(as_ann, role, theme, "Again")
    assert list(RoleOffer.objects.values_list("reason", "is_accepted")) == [("I hear a lot", False), ("Again", False)]


def test_an_offer_can_be_taken_back_until_it_is_answered(as_ann, as_bob, as_mia, theme, role):
    _offer(as_ann, role, theme)
    first = RoleOffer.objects.get()
    withdrawal = _me("me_offer_withdrawal", first.pk)
    assert as_bob.post(withdrawal).status_code == 404
    assert RoleOffer.objects.count() == 1
    as_ann.post(withdrawal)
    assert not RoleOffer.objects.exists()
    assert as_mia.post(_page("offer_decision", theme, first.pk), {"answer": "yes"}).status_code == 404
    _offer(as_ann, role, theme)
    second = RoleOffer.objects.get()
    as_mia.post(_page("offer_decision", theme, second.pk), {"answer": "yes"})
    html = as_ann.post(_me("me_offer_withdrawal", second.pk), follow=True).content.decode()
    assert "your manager answered already" in html
    assert RoleAssignment.objects.current().count() == 1


def test_only_managers_answer_offers(as_ann, as_bob, as_ed, theme, role):
    _offer(as_ann, role, theme)
    offer = RoleOffer.objects.get()
    for client in (as_ann, as_bob, as_ed):
        assert client.post(_page("offer_decision", theme, offer.pk), {"answer": "yes"}).status_code == 403
    assert as_ed.post(_me("me_offer"), {"role": role.pk, "theme": theme.pk}).status_code == 403
    other = ThemeFactory()
    offer.refresh_from_db()
    assert (offer.answered_at, RoleAssignment.objects.count(), RoleOffer.objects.count()) == (None, 0, 1)
    wrong = reverse("ambassadors:offer_decision", args=[other.programme.slug, offer.pk])
    assert as_ann.post(wrong, {"answer": "yes"}).status_code in (403, 404)


def test_what_cannot_be_offered_is_refused(as_ann, theme, role):
    retired, elsewhere = RoleFactory(retired_at=timezone.now()), ThemeFactory(retired_at=timezone.now())
    for asked_role, asked_theme in ((retired, theme), (role, elsewhere)):
        assert _offer(as_ann, asked_role, asked_theme).status_code == 422
    assert not RoleOffer.objects.exists()
    assert as_ann.get(_me("me_themes"), {"theme": theme.pk}).status_code == 200


def test_an_offer_is_the_yes_to_a_question_and_a_question_the_yes_to_an_offer(
    as_ann, as_bob, as_mia, ann, bob, theme, role
):
    new = _page("assignment_new", theme)
    as_mia.post(new, {"ambassador": ann.pk, "role": role.pk, "theme": theme.pk})
    assert "You are Scout for Heat networks." in _offer(as_ann, role, theme).content.decode()
    _offer(as_bob, role, theme)
    given = as_mia.post(new, {"ambassador": bob.pk, "role": role.pk, "theme": theme.pk}, follow=True)
    assert "offered this and is Scout" in given.content.decode()
    assert set(RoleAssignment.objects.current().values_list("ambassador", flat=True)) == {ann.pk, bob.pk}
    assert list(RoleOffer.objects.values_list("ambassador", "is_accepted")) == [(bob.pk, True)]
    assert not RoleAssignment.objects.asked().exists()


def test_who_leaves_the_programme_or_the_theme_offers_nothing_any_more(as_ann, as_bob, as_mia, ann, bob, theme, role):
    for client in (as_ann, as_bob):
        _offer(client, role, theme)
    gone, stays = RoleOffer.objects.get(ambassador=ann), RoleOffer.objects.get(ambassador=bob)
    leave(ambassador=ann)
    assert as_mia.post(_page("offer_decision", theme, gone.pk), {"answer": "yes"}).status_code == 404
    assert as_ann.post(_me("me_offer"), {"role": role.pk, "theme": theme.pk}).status_code in (302, 403)
    assert list(RoleOffer.objects.all()) == [stays]
    ThemeLink.objects.create(ambassador=bob, theme=theme, state="accepted")
    as_bob.post(_me("me_theme", theme.pk), {"answer": "no"})
    assert not RoleOffer.objects.exists()
    assert not RoleAssignment.objects.exists()


def test_managers_get_one_mail_the_next_working_morning_with_all_that_waits(
    as_ann, as_bob, as_mia, mia, theme, role, time_machine
):
    _offer(as_ann, role, theme)
    as_bob.post(_me("me_theme", theme.pk), {"answer": "yes", "reason": "I live there"})
    planned = Notice.objects.get(kind="offers")
    assert (planned.user, planned.due_at) == (mia, datetime(2026, 9, 28, 6, 0, tzinfo=UTC))
    time_machine.move_to(planned.due_at)
    for _again in range(2):
        tasks.send_notice(planned.pk)
    assert [message.subject for message in mail.outbox] == ["2 offers of colleagues wait for you"]
    assert "Ann Jansen: Scout, Heat networks – “I hear a lot”" in mail.outbox[0].body
    assert "Bob Jansen: Heat networks – “I live there”" in mail.outbox[0].body


def test_no_mail_leaves_about_what_was_answered_in_the_app(as_ann, as_mia, theme, role, time_machine):
    _offer(as_ann, role, theme)
    as_mia.post(_page("offer_decision", theme, RoleOffer.objects.get().pk), {"answer": "no"})
    planned = Notice.objects.get(kind="offers")
    time_machine.move_to(planned.due_at)
    tasks.send_notice(planned.pk)
    planned.refresh_from_db()
    assert planned.dropped_at
    assert not mail.outbox


def test_a_proposal_for_a_theme_is_answered_with_a_word_and_can_be_made_again(send_due, as_ann, as_mia, ann, theme):
    ann.job_title = "Heat networks engineer"
    ann.save()
    for _again in range(2):
        as_ann.post(_me("me_theme", theme.pk), {"answer": "yes", "reason": "My street gets one"})
    html = as_mia.get(_page("person_list", theme)).content.decode()
    assert "My street gets one" in html
    assert "Works as Heat networks engineer" in html
    link = ThemeLink.objects.get()
    decision = _page("link_decision", theme, ann.pk, link.pk)
    as_mia.post(decision, {"answer": "no", "word": "In spring"})
    assert "Nothing changed" in as_mia.post(decision, {"answer": "yes"}, follow=True).content.decode()
    send_due()
    assert "In spring" in mail.outbox[0].body
    assert "In spring" in as_ann.get(_me("me_themes")).content.decode()
    assert [one.pk for one in ann.programmes()] == [theme.programme_id]
    as_ann.post(_me("me_theme", theme.pk), {"answer": "yes", "reason": "It is spring"})
    link.refresh_from_db()
    assert (link.state, link.reason, link.answer, link.decided_at) == ("proposed", "It is spring", "", None)
    as_mia.post(decision, {"answer": "yes"})
    send_due()
    assert [message.subject for message in mail.outbox] == [
        "About your offer for Heat networks",
        "Heat networks is one of your themes",
    ]


def test_a_manager_can_still_ask_who_heard_not_now(as_mia, ann, theme):
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="not_now", answer="In spring")
    assert "Ask now" in as_mia.get(_page("person_detail", theme, ann.pk)).content.decode()
    as_mia.post(_page("link_new", theme, ann.pk), {"theme": theme.pk})
    link = ThemeLink.objects.get()
    assert (link.state, link.answer) == ("invited", "")


def test_offers_cost_as_many_questions_for_one_as_for_ten(as_mia, theme, role):
    url, counts = _page("role_list", theme), []
    for number in (1, 9):
        for person in AmbassadorFactory.create_batch(number):
            RoleOffer.objects.create(ambassador=person, role=role, theme=theme)
        as_mia.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert as_mia.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_workspace_names_offers_that_wait(as_ann, as_mia, theme, role):
    _offer(as_ann, role, theme)
    html = as_mia.get(reverse("themes:workspace", args=[theme.programme.slug])).content.decode()
    assert "Answer 1 offer" in html


def test_offers_are_in_the_export_and_move_along_when_themes_merge(as_ann, ann, theme, role):
    from ambassadors import personal_data, theme_merging

    _offer(as_ann, role, theme)
    target = ThemeFactory(programme=theme.programme)
    theme_merging.move(theme, target)
    theme_merging.move(target, theme)
    assert RoleOffer.objects.get().theme == theme
    row = personal_data.role_offers(ann)[0]
    assert (row["role__name"], row["reason"], row["answered_at"]) == ("Scout", "I hear a lot", None)


def test_who_is_asked_for_a_role_gets_a_mail_and_one_reminder_that_stops_by_itself(
    send_due, as_mia, as_ann, as_bob, ann, bob, theme, role, time_machine
):
    for person in (ann, bob):
        for _again in range(2):
            as_mia.post(_page("assignment_new", theme), {"ambassador": person.pk, "role": role.pk, "theme": theme.pk})
    send_due()
    subject = "Would you like to be Scout for Heat networks?"
    assert sorted((message.to[0], message.subject) for message in mail.outbox) == [
        ("ann@example.nl", subject),
        ("bob@example.nl", subject),
    ]
    assert "Mia Jansen asks" in mail.outbox[0].body
    as_ann.post(_me("me_role_answer", ann.role_assignments.get().pk), {"answer": "no"})
    time_machine.move_to(NOON + timedelta(days=5))
    send_due()
    assert [(message.to[0], message.subject) for message in mail.outbox[2:]] == [
        ("bob@example.nl", "Still open: would you like to be Scout for Heat networks?")
    ]
    time_machine.move_to(NOON + timedelta(days=30))
    send_due()
    assert len(mail.outbox) == 3
    as_bob.post(_me("me_role_answer", bob.role_assignments.get().pk), {"answer": "yes"})


def test_a_question_for_a_role_waits_for_the_end_of_the_night(as_mia, ann, theme, role, time_machine):
    time_machine.move_to(datetime(2026, 9, 28, 21, 0, tzinfo=UTC))
    as_mia.post(_page("assignment_new", theme), {"ambassador": ann.pk, "role": role.pk, "theme": theme.pk})
    assert Notice.objects.get(kind="role_asked").due_at == datetime(2026, 9, 29, 6, 0, tzinfo=UTC)


def test_what_is_taken_back_before_the_mail_leaves_is_not_asked(send_due, as_mia, ann, theme, role):
    as_mia.post(_page("assignment_new", theme), {"ambassador": ann.pk, "role": role.pk, "theme": theme.pk})
    as_mia.post(_page("assignment_end", theme, RoleAssignment.objects.get().pk))
    send_due()
    assert not mail.outbox


def test_the_manager_reads_the_answer_in_the_app(as_mia, as_ann, as_bob, ann, bob, theme, role):
    for person in (ann, bob):
        as_mia.post(_page("assignment_new", theme), {"ambassador": person.pk, "role": role.pk, "theme": theme.pk})
    assert as_mia.get(_page("role_list", theme)).context["answered"] == []
    as_ann.post(_me("me_role_answer", ann.role_assignments.get().pk), {"answer": "no"})
    as_bob.post(_me("me_role_answer", bob.role_assignments.get().pk), {"answer": "yes"})
    page = as_mia.get(_page("role_list", theme))
    assert {row.ambassador for row in page.context["answered"]} == {ann, bob}
    assert "would rather not" in page.content.decode()
    assert "would rather not" in as_mia.get(_page("person_detail", theme, ann.pk)).content.decode()


def test_a_role_of_ones_own_gets_the_questions_it_is_made_for(as_mia, ann, bob, programme, theme):
    from ambassadors.actions.helpdesk import ask

    fields = {"name": "Plumber", "description": "Knows pipes.", "helpdesk": "first"}
    as_mia.post(_page("role_new", theme), fields)
    plumber = RoleFactory._meta.model.objects.get(name="Plumber")
    assert plumber.helpdesk == "first"
    RoleAssignment.objects.create(ambassador=bob, role=plumber, theme=theme)
    question = ask(ambassador=ann, programme=programme, theme=theme, text="Which pipe?")
    assert question.expert == bob
    assert question.why.startswith("Plumber on Heat networks")
    as_mia.post(_page("role_edit", theme, plumber.pk), {**fields, "helpdesk": ""})
    assert ask(ambassador=ann, programme=programme, theme=theme, text="And which tap?").expert is None
    refused = as_mia.post(_page("role_edit", theme, plumber.pk), {**fields, "helpdesk": "always"})
    plumber.refresh_from_db()
    assert (refused.status_code, plumber.helpdesk) == (422, "")


def _undo_in(response):
    return re.search(r'[^"]+/restoration/[^"]+', response.content.decode())[0]


@pytest.mark.parametrize("said", ["no", "yes"])
def test_a_slip_is_undone_before_anybody_reads_it(
    send_due, as_ann, as_bob, as_mia, ann, bob, theme, role, time_machine, said
):
    _offer(as_ann, role, theme)
    as_bob.post(_me("me_theme", theme.pk), {"answer": "yes", "reason": "Mine"})
    offer, link = RoleOffer.objects.get(), ThemeLink.objects.get()
    decisions = (_page("offer_decision", theme, offer.pk), _page("link_decision", theme, bob.pk, link.pk))
    for decision in decisions:
        undo = _undo_in(as_mia.post(decision, {"answer": said, "word": "Oops"}, follow=True))
        assert as_ann.post(undo).status_code == 403
        as_mia.post(undo)
        assert "Nothing changed" in as_mia.post(undo, follow=True).content.decode()
    send_due()
    assert not mail.outbox
    offer.refresh_from_db()
    link.refresh_from_db()
    assert (offer.answered_at, offer.is_accepted, offer.answer) == (None, False, "")
    assert (link.state, link.decided_at, link.reason, link.answer) == ("proposed", None, "Mine", "")
    assert not RoleAssignment.objects.exists()
    assert ModelLogEntry.objects.filter(action__startswith="ambassadors.reopen").count() == 2
    time_machine.move_to(timezone.now() + timedelta(seconds=1))
    for decision in decisions:
        as_mia.post(decision, {"answer": "yes"})
    send_due()
    assert {message.subject for message in mail.outbox} == {
        "You are Scout for Heat networks",
        "Heat networks is one of your themes",
    }


def test_taking_back_an_acceptance_leaves_what_was_asked_and_what_is_not_of_that_offer(
    as_ann, as_mia, ann, bob, theme, role
):
    others = RoleAssignment.objects.create(ambassador=bob, role=role, theme=theme)
    _offer(as_ann, role, theme)
    asked = RoleAssignment.objects.create(
        ambassador=ann, role=role, theme=theme, accepted_at=None, asked_at=NOON - timedelta(days=1)
    )
    decision = _page("offer_decision", theme, RoleOffer.objects.get().pk)
    undo = _undo_in(as_mia.post(decision, {"answer": "yes"}, follow=True))
    asked.refresh_from_db()
    assert asked.accepted_at == RoleOffer.objects.get().answered_at
    wrong = undo.replace(f"/{RoleOffer.objects.get().pk}/", f"/{others.pk + 1000}/")
    assert as_mia.post(wrong).status_code == 404
    as_mia.post(undo)
    asked.refresh_from_db()
    assert (asked.is_asked, RoleOffer.objects.waiting().count()) == (True, 1)
    assert list(RoleAssignment.objects.current()) == [others]
