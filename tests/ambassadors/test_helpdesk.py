"""A question goes to who knows and has time, is answered once, and is found by colleagues where its asker agrees."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from ambassadors import helpdesk, notices, tasks
from ambassadors.actions import helpdesk as actions
from ambassadors.models import MailPreferences, Notice, Question, RoleAssignment
from tests import factories


def _url(name, *args):
    return reverse(f"ambassadors:{name}", args=args)


@pytest.fixture
def expert_role(db):
    return factories.RoleFactory(name="Expert", helpdesk="first")


def _expert(role, theme, **fields):
    person = factories.AmbassadorFactory(**fields)
    RoleAssignment.objects.create(ambassador=person, role=role, theme=theme)
    return person


def _ask(asker, programme, theme=None, text="May I show a customer's kitchen?", **fields):
    return actions.ask(ambassador=asker, programme=programme, theme=theme, text=text, **fields)


@pytest.fixture
def eve(expert_role, theme):
    return _expert(expert_role, theme, user__first_name="Eve", languages=["en"])


def test_a_question_goes_to_the_expert_with_the_fewest_waiting(ann, bob, programme, theme, expert_role, eve):
    zoe = _expert(expert_role, theme, user__first_name="Zoe", languages=["en"])
    first, second = _ask(ann, programme, theme), _ask(bob, programme, theme)
    assert (first.expert, second.expert) == (eve, zoe)
    assert first.why == "Expert on Heat networks; speaks your language; has no other question waiting"
    third = _ask(ann, programme, theme)
    assert third.expert == eve
    assert third.why.endswith("has 1 question waiting")
    with translation.override("nl"):
        assert first.why == "Expert op Heat networks; spreekt je taal; heeft geen andere vraag liggen"


def test_nobody_is_asked_their_own_question_or_while_they_pause(programme, theme, expert_role, eve):
    zoe = _expert(expert_role, theme, user__first_name="Zoe", languages=["nl"])
    zoe.paused_until = timezone.localdate()
    zoe.save()
    question = _ask(eve, programme, theme)
    assert question.expert is None


def test_without_an_expert_it_goes_to_who_knows_about_the_theme(ann, bob, programme, theme):
    bob.expertise = "heat networks and heat pumps"
    bob.save()
    bob.theme_links.create(theme=theme, state="accepted")
    question = _ask(ann, programme, theme)
    assert question.expert == bob
    assert question.why.startswith("Knows about heat networks; speaks your language")


def test_the_asker_asks_reads_the_answer_asks_on_and_thanks(as_ann, ann, programme, theme, eve, client):
    page = as_ann.get(_url("help_new"), {"theme": theme.slug}).content.decode()
    assert "within 24 hours" in page
    as_ann.post(_url("help_new"), {"text": "May I?", "theme": theme.pk})
    question = Question.objects.get()
    assert (question.asker, question.expert, question.state) == (ann, eve, "open")
    client.force_login(eve.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "May I?" in client.get(_url("help_list")).content.decode()
    for _again in range(2):
        client.post(_url("help_answer", question.pk), {"text": "Yes, when they agree."})
    assert question.replies.count() == 1
    question.refresh_from_db()
    first_answer = question.answered_at
    assert (question.state, question.was_on_time) == ("answered", True)
    assert "Yes, when they agree." in as_ann.get(_url("help_detail", question.pk)).content.decode()
    as_ann.post(_url("help_follow_up", question.pk), {"text": "And a garden?"})
    question.refresh_from_db()
    assert (question.state, question.expert, question.answered_at) == ("open", eve, first_answer)
    client.post(_url("help_answer", question.pk), {"text": "That too."})
    question.refresh_from_db()
    assert (question.state, question.answered_at) == ("answered", first_answer)
    as_ann.post(_url("help_thanks", question.pk))
    question.refresh_from_db()
    assert question.thanked_at


def test_only_who_it_waits_for_may_answer(as_bob, bob, ann, programme, theme, eve):
    question = _ask(ann, programme, theme)
    for name in ("help_answer", "help_passing", "help_follow_up", "help_thanks", "help_withdrawal"):
        assert as_bob.post(_url(name, question.pk), {"text": "Me!"}).status_code == 404
    assert as_bob.get(_url("help_detail", question.pk)).status_code == 404
    with pytest.raises(actions.NotYours):
        actions.answer(question=question, by=bob.user, text="Me!")
    with pytest.raises(actions.NotYours):
        actions.pass_on(question=question, by=bob)
    question.refresh_from_db()
    assert (question.state, question.expert, question.replies.count()) == ("open", eve, 0)


def test_what_is_passed_on_does_not_come_back(ann, programme, theme, expert_role, eve):
    zoe = _expert(expert_role, theme, user__first_name="Zoe")
    question = _ask(ann, programme, theme)
    assert actions.pass_on(question=question, by=eve).expert == zoe
    assert actions.pass_on(question=question, by=zoe).expert is None


def test_a_question_that_waits_too_long_goes_to_a_coach_once(ann, programme, theme, eve):
    coach = _expert(factories.RoleFactory(name="Coach", helpdesk="next"), theme, user__first_name="Cor")
    question = _ask(ann, programme, theme)
    tasks.escalate_questions()
    question.refresh_from_db()
    assert question.expert == eve
    Question.objects.update(escalates_at=timezone.now() - timedelta(minutes=1))
    for _again in range(2):
        tasks.escalate_questions()
    question.refresh_from_db()
    assert (question.expert, question.why.split(";")[0]) == (coach, "Coach on Heat networks")
    assert Notice.objects.filter(kind="question", user=coach.user).count() == 1


def test_without_a_coach_it_waits_for_the_managers(ann, mia, programme, theme, eve):
    question = _ask(ann, programme, theme)
    Question.objects.update(escalates_at=timezone.now() - timedelta(minutes=1))
    helpdesk.escalate(question_id=question.pk)
    question.refresh_from_db()
    assert question.expert is None
    assert Notice.objects.filter(kind="question_unrouted", user=mia).count() == 1


def test_the_archive_holds_only_what_its_asker_agreed_to(as_bob, as_ann, ann, programme, theme, eve):
    kept = _ask(ann, programme, theme, text="Mag ik klanten fotograferen?", may_be_archived=True)
    Question.objects.filter(pk=kept.pk).update(language="nl")
    hidden = _ask(ann, programme, theme, text="Mag ik foto's van mijn baas delen?")
    for question in (kept, hidden):
        actions.answer(question=question, by=eve.user, text="Vraag het eerst.")
    found = as_bob.get(_url("help_list"), {"q": "klant fotograferen"}).content.decode()
    assert "Mag ik klanten" in found
    assert "mijn baas" not in found
    assert "Ann Jansen" not in found
    assert as_bob.get(_url("help_detail", kept.pk)).status_code == 200
    assert as_bob.get(_url("help_detail", hidden.pk)).status_code == 404
    as_ann.post(_url("help_archive", kept.pk), {"may_be_archived": "on", "shows_name": "on"})
    assert "Ann Jansen" in as_bob.get(_url("help_list")).content.decode()
    as_ann.post(_url("help_archive", kept.pk), {"shows_name": "on"})
    assert as_bob.get(_url("help_detail", kept.pk)).status_code == 404


def test_a_question_can_be_taken_back_until_it_is_answered(as_ann, ann, programme, theme, eve):
    first, second = _ask(ann, programme, theme), _ask(ann, programme, theme)
    actions.answer(question=second, by=eve.user, text="Yes.")
    for question in (first, second):
        as_ann.post(_url("help_withdrawal", question.pk))
    assert list(Question.objects.all()) == [second]


def test_the_manager_sees_what_waits_and_gives_it_to_somebody(as_mia, as_ann, ann, bob, programme, theme, eve):
    question = _ask(ann, programme, theme)
    Question.objects.update(due_at=timezone.now() - timedelta(hours=1))
    html = as_mia.get(_url("support_question_list", programme.slug)).content.decode()
    assert "1 late" in html
    assert "with Eve Jansen" in html
    as_mia.post(_url("support_question_expert", programme.slug, question.pk), {"expert": bob.pk})
    question.refresh_from_db()
    assert question.expert == bob
    as_mia.post(_url("support_question_expert", programme.slug, question.pk), {"expert": ann.pk})
    question.refresh_from_db()
    assert question.expert == bob
    as_mia.post(_url("support_question_answer", programme.slug, question.pk), {"text": "Yes, you may."})
    question.refresh_from_db()
    assert question.state == "answered"
    assert as_ann.get(_url("support_question_list", programme.slug)).status_code == 403


def test_terms_are_refused_when_a_question_would_go_on_too_early(as_mia, programme):
    url = _url("support_terms", programme.slug)
    assert as_mia.post(url, {"expected_hours": 48, "escalation_hours": 24}).status_code == 422
    assert not hasattr(type(programme).objects.get(), "helpdesk_terms")
    as_mia.post(url, {"expected_hours": 8, "escalation_hours": 16})
    assert helpdesk.terms(programme).expected_hours == 8


def test_the_second_of_two_managers_who_set_the_times_is_told(as_mia, programme):
    url = _url("support_terms", programme.slug)
    for expected, mine, theirs in ((24, 8, 12), (12, 20, 30)):
        opened = re.search(r'name="version" value="([^"]+)"', as_mia.get(url).content.decode())[1]
        helpdesk_terms = helpdesk.terms(programme)
        assert helpdesk_terms.expected_hours == expected
        helpdesk_terms.expected_hours = theirs
        helpdesk_terms.save()
        refused = as_mia.post(url, {"expected_hours": mine, "escalation_hours": 48, "version": opened})
        assert refused.status_code == 409
        assert [(one.stands, one.written) for one in refused.context["differences"]] == [(str(theirs), str(mine))]
        assert helpdesk.terms(programme).expected_hours == theirs
    again = re.search(r'name="version" value="([^"]+)"', refused.content.decode())[1]
    as_mia.post(url, {"expected_hours": 20, "escalation_hours": 48, "version": again})
    assert helpdesk.terms(programme).expected_hours == 20


def test_mails_about_questions_leave_once_and_only_while_they_are_true(ann, programme, theme, eve):
    question = _ask(ann, programme, theme)
    Notice.objects.update(due_at=timezone.now())
    notice = Notice.objects.get(user=eve.user)
    _no_quiet_hours(eve)
    for _again in range(2):
        tasks.send_notice(notice.pk)
    assert [message.subject for message in mail.outbox] == ["A colleague has a question for you"]
    assert "May I show a customer's kitchen?" in mail.outbox[0].body
    second = _ask(ann, programme, theme, text="Another?")
    actions.answer(question=second, by=eve.user, text="Yes.")
    _no_quiet_hours(ann)
    for pk in Notice.objects.waiting().values_list("pk", flat=True):
        Notice.objects.filter(pk=pk).update(due_at=timezone.now())
        tasks.send_notice(pk)
    assert [message.subject for message in mail.outbox[1:]] == ["Your question has an answer"]
    assert question.is_open


def _no_quiet_hours(person):
    MailPreferences.objects.update_or_create(
        ambassador=person, defaults={"quiet_from": "00:00", "quiet_until": "00:00"}
    )


def test_the_sweep_puts_due_mails_in_the_queue(ann, programme, theme, eve, django_capture_on_commit_callbacks):
    _no_quiet_hours(eve)
    _ask(ann, programme, theme)
    assert notices.due() == [Notice.objects.get().pk]
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.send_notices()
    assert len(callbacks) == 1


@pytest.mark.parametrize(
    ("due_at", "language", "words"),
    [
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), "en", "Tuesday 24 November"),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), "nl", "dinsdag 24 november"),
        (datetime(2026, 11, 25, 13, 30, tzinfo=UTC), "nl", "woensdag 25 november, 14:30"),
    ],
)
def test_what_is_due_at_the_end_of_a_day_says_the_day(due_at, language, words):
    with translation.override(language):
        assert Question(due_at=due_at).due_in_words == words
