"""How people like it: answered without a name, shown once it is over and only where enough answered, reminded once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import pulse, tasks
from sharehub.measurement.conclusions import conclusions
from sharehub.models import Pulse, PulseAnswer, PulseReply
from tests import factories
from tests.sharehub.test_measurement import NOON, TODAY, shared
from tests.sharehub.test_overview import of


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def asked(as_mia, programme, ann, bob):
    address = reverse("sharehub:pulse_list", args=[programme.slug])
    as_mia.post(address, {"closes_on": TODAY + timedelta(days=14)})
    as_mia.post(address, {"closes_on": TODAY + timedelta(days=14)})  # asked already: nothing changes
    return Pulse.objects.get()


def answered(asked, people, words=""):
    """So many people agree with one statement, and write it."""
    for person in factories.AmbassadorFactory.create_batch(people):
        PulseReply.objects.create(pulse=asked, ambassador=person)
        PulseAnswer.objects.create(pulse=asked, joy=4, words=words)


def over(asked, time_machine):
    time_machine.move_to(NOON + timedelta(days=15))
    tasks.run_pulses()
    tasks.run_pulses()
    asked.refresh_from_db()


def test_an_answer_is_kept_without_its_person_and_given_once(as_ann, ann, asked):
    address = reverse("sharehub:pulse_answer", args=[asked.pk])
    assert address in as_ann.get(reverse("sharehub:feed")).content.decode()
    assert as_ann.post(address, {}).status_code == 422
    assert not PulseReply.objects.exists()
    for _again in range(2):
        as_ann.post(address, {"joy": "5", "words": "More time for it."})
    [answer] = PulseAnswer.objects.values()
    assert {name: value for name, value in answer.items() if name != "id"} == {
        "pulse_id": asked.pk,
        "joy": 5,
        "learning": None,
        "pride": None,
        "support": None,
        "words": "More time for it.",
    }
    assert answer["id"].version == 4
    assert list(PulseReply.objects.values("pulse", "ambassador")) == [{"pulse": asked.pk, "ambassador": ann.pk}]
    assert address not in as_ann.get(reverse("sharehub:feed")).content.decode()
    assert "You answered" in as_ann.get(address).content.decode()


def test_nobody_sees_anything_before_it_is_over(as_mia, asked, programme, time_machine):
    answered(asked, 6, "Secret words")
    address = reverse("sharehub:pulse_list", args=[programme.slug])
    assert "Secret words" not in as_mia.get(address).content.decode()
    assert pulse.result(asked) is None
    over(asked, time_machine)
    assert PulseAnswer.objects.count() == 6
    assert "Secret words" in as_mia.get(address).content.decode()


@pytest.mark.parametrize(("people", "is_few"), [(4, True), (5, False)])
def test_too_few_answers_stay_away(as_mia, programme, theme, asked, time_machine, people, is_few):
    answered(asked, people, "These words")
    over(asked, time_machine)
    found = pulse.result(asked)
    assert (found.is_few, found.answered) == (is_few, 0 if is_few else people)
    shared(theme, 6, days_ago=-10)
    page = as_mia.get(of(programme).address())
    assert ("These words" in page.content.decode()) is not is_few
    assert [sentence for sentence in conclusions(of(programme)) if "survey" in sentence] == (
        ["Too few people answered the survey to say how they like it."] if is_few else []
    )


def test_a_statement_and_words_of_too_few_stay_away_beside_the_others(asked, time_machine):
    answered(asked, 5)
    answer = PulseAnswer.objects.first()
    PulseAnswer.objects.filter(pk=answer.pk).update(pride=1, words="Only me")
    over(asked, time_machine)
    found = pulse.result(asked)
    assert [(one.answered, one.average, one.agree) for one in found.statements] == [(5, 4.0, 5), *[(0, None, None)] * 3]
    assert (found.words, found.has_few_words) == ((), True)


def test_who_has_not_answered_is_reminded_once_and_an_answer_stops_it(ann, bob, asked, time_machine):
    tasks.run_pulses()
    assert not Notice.objects.exists()
    time_machine.move_to(NOON + timedelta(days=5))
    PulseReply.objects.create(pulse=asked, ambassador=ann)
    tasks.run_pulses()
    tasks.run_pulses()
    for pk in notices.due() * 2:
        notices.send(notice_id=pk)
    assert [sent.to for sent in mail.outbox] == [["bob@example.nl"]]
    Notice.objects.update(sent_at=None)
    PulseReply.objects.create(pulse=asked, ambassador=bob)
    for pk in notices.due():
        notices.send(notice_id=pk)
    assert len(mail.outbox) == 1


def test_after_the_last_day_nothing_is_taken(as_ann, asked, time_machine):
    time_machine.move_to(NOON + timedelta(days=15))
    as_ann.post(reverse("sharehub:pulse_answer", args=[asked.pk]), {"joy": "5"})
    assert not PulseReply.objects.exists()
    assert not PulseAnswer.objects.exists()


def test_only_a_manager_asks_and_it_is_in_the_log(as_ann, as_hanna, asked, programme):
    assert ModelLogEntry.objects.filter(action="sharehub.start_pulse").count() == 1
    address = reverse("sharehub:pulse_list", args=[programme.slug])
    for someone in (as_ann, as_hanna):
        assert someone.post(address, {"closes_on": timezone.localdate() + timedelta(days=9)}).status_code == 403
    assert Pulse.objects.count() == 1


def test_a_survey_that_is_called_off_leaves_nothing_and_another_can_begin(as_mia, as_ann, asked, programme, ann):
    answered(asked, 6, "Secret words")
    address = reverse("sharehub:pulse_end", args=[programme.slug, asked.pk])
    assert as_ann.post(address).status_code == 403
    assert Pulse.objects.exists()
    for _again in range(2):
        page = as_mia.post(address, follow=True).content.decode()
    assert "Secret words" not in page
    assert not Pulse.objects.exists()
    assert not PulseReply.objects.exists()
    assert not PulseAnswer.objects.exists()
    assert "Answer in a minute" not in as_ann.get(reverse("sharehub:feed")).content.decode()
    assert ModelLogEntry.objects.filter(action="sharehub.call_off_pulse").count() == 1
    as_mia.post(reverse("sharehub:pulse_list", args=[programme.slug]), {"closes_on": TODAY + timedelta(days=9)})
    assert Pulse.objects.get().closes_on == TODAY + timedelta(days=9)


def test_what_is_over_cannot_be_called_off(as_mia, asked, programme, time_machine):
    answered(asked, 6)
    over(asked, time_machine)
    as_mia.post(reverse("sharehub:pulse_end", args=[programme.slug, asked.pk]))
    assert PulseAnswer.objects.count() == 6
