"""Who is asked to answer what was said outside gets one mail about it, unless they want none."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from ambassadors import notices, privacy, routing, tasks
from ambassadors.actions import answers as actions
from ambassadors.models import MailPreferences, Notice, ThemeLink
from themes.models import Conversation

MONDAY = datetime(2026, 9, 28, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_monday(time_machine):
    time_machine.move_to(MONDAY)


@pytest.fixture
def conversation(programme, theme, ann):
    programme.launched_at = MONDAY
    programme.save()
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="accepted")
    return Conversation.objects.create(
        programme=programme,
        theme=theme,
        author="Jo",
        text="Is a boiler needed?",
        language="en",
        said_at=MONDAY,
        is_by_hand=True,
        place="Heat fair",
    )


def _send_due():
    for pk in notices.due():
        tasks.send_notice(pk)


def test_one_mail_says_what_was_said_and_why_you(ann, conversation):
    for _again in range(2):
        tasks.route_conversations()
        _send_due()
    request = ann.answer_requests.get()
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("Would you answer this about Heat networks?", ["ann@example.nl"])
    ]
    message = mail.outbox[0]
    for words in ("Jo said outside:", "Is a boiler needed?", "You tell about Heat networks."):
        assert words in message.body
        assert words in message.alternatives[0][0]
    assert reverse("ambassadors:question_detail", args=[request.pk]) in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_of_the_night_waits_for_the_morning(ann, conversation, time_machine):
    time_machine.move_to(datetime(2026, 9, 28, 21, 0, tzinfo=UTC))
    tasks.route_conversations()
    _send_due()
    assert not mail.outbox
    assert Notice.objects.get().due_at == datetime(2026, 9, 29, 6, 0, tzinfo=UTC)


def _taken(ann, conversation):
    actions.take(request=ann.answer_requests.get())


def _settled(ann, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(state="dismissed")


def _paused(ann, conversation):
    ann.paused_until = MONDAY.date()
    ann.save()


def _gone(ann, conversation):
    conversation.delete()


@pytest.mark.parametrize("happened", [_taken, _settled, _paused, _gone])
def test_no_mail_leaves_about_what_waits_no_more(ann, conversation, happened):
    routing.offer(conversation.pk)
    happened(ann, conversation)
    _send_due()
    assert not mail.outbox
    assert Notice.objects.filter(sent_at=None, dropped_at__isnull=False).count() == 1


def test_the_next_one_gets_a_mail_of_their_own(ann, bob, theme, conversation):
    ThemeLink.objects.create(ambassador=bob, theme=theme, state="accepted")
    first = routing.offer(conversation.pk)
    actions.decline(request=first)
    _send_due()
    assert [message.to for message in mail.outbox] == [["bob@example.nl"]]


def test_one_click_stops_them_and_the_question_still_waits(client, ann, conversation):
    path = notices.unsubscription_path(ann.user, "conversation")
    assert "Stop mails about questions from outside?" in client.get(path).content.decode()
    routing.offer(conversation.pk)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    _send_due()
    assert not mail.outbox
    chosen = MailPreferences.objects.get()
    assert (chosen.conversations, chosen.weekly_digest, chosen.newsletter) == (False, True, True)
    assert privacy.personal_data(ann)["mail_choices"][0]["conversations"] is False
    assert ann.answer_requests.open().count() == 1


def test_who_wants_no_such_mails_has_none_planned(ann, conversation):
    MailPreferences.objects.create(ambassador=ann, conversations=False)
    assert routing.offer(conversation.pk) is not None
    assert not Notice.objects.exists()


def test_what_a_colleague_wrote_down_is_routed_and_what_lost_its_source_is_not(ann, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(is_by_hand=False)
    tasks.route_conversations()
    assert not ann.answer_requests.exists()
    Conversation.objects.filter(pk=conversation.pk).update(is_by_hand=True)
    tasks.route_conversations()
    assert ann.answer_requests.get().conversation == conversation


def test_the_page_of_a_question_says_how_to_reach_who_asked(as_ann, ann, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(author_handle="06 1234 5678")
    request = routing.offer(conversation.pk)
    page = as_ann.get(reverse("ambassadors:question_detail", args=[request.pk])).content.decode()
    assert "06 1234 5678" in page
    assert "Heat fair" in page
