"""A referral bonus waits from the hire on, becomes due by date, and goes when the hire goes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors import privacy
from sharehub import statement, tasks
from sharehub.models import LedgerEntry, RecruitmentSettings, ReferralBonus
from tests import factories

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def rules(db):
    rules = RecruitmentSettings.load()
    rules.bonus_is_on, rules.bonus_amount, rules.bonus_waiting_days = True, Decimal("500"), 60
    rules.save()
    return rules


@pytest.fixture
def application(rules, ann):
    vacancy = factories.vacancy(title="Pipe layer")
    share = factories.ShareFactory(ambassador=ann, piece=vacancy)
    return factories.application(vacancy=vacancy, share=share, network=share.network)


def _move(client, application, before, after):
    url = reverse("sharehub:application_stage", args=[application.pk])
    return client.post(url, {"from_stage": before, "to_stage": after}, follow=True)


def _undo_of(response):
    return [message.extra_tags for message in response.context["messages"]][-1]


def _state():
    bonus = ReferralBonus.objects.get()
    return bonus.state, bonus.reason


def test_a_bonus_waits_becomes_due_once_and_is_paid(as_hanna, hanna, application, ann, time_machine):
    points = LedgerEntry.objects.count()
    _move(as_hanna, application, "applied", "hired")
    bonus = ReferralBonus.objects.get()
    assert (bonus.ambassador, bonus.amount, bonus.state) == (ann, Decimal("500"), "pending")
    assert (bonus.hired_on, bonus.due_on) == (date(2026, 3, 2), date(2026, 5, 1))
    time_machine.move_to(NOON + timedelta(days=59), tick=False)
    tasks.ripen_bonuses()
    assert _state() == ("pending", "")
    time_machine.move_to(NOON + timedelta(days=60), tick=False)
    tasks.ripen_bonuses()
    tasks.ripen_bonuses()
    assert _state() == ("due", "")
    assert ModelLogEntry.objects.filter(action="sharehub.due_bonus").count() == 1
    page = as_hanna.get(reverse("sharehub:bonus_list"))
    assert "Ann Jansen" in page.content.decode()
    assert page.context["sums"]["due"].amount == Decimal("500")
    response = as_hanna.post(reverse("sharehub:bonus_payment", args=[bonus.pk]), follow=True)
    as_hanna.post(reverse("sharehub:bonus_payment", args=[bonus.pk]))
    bonus.refresh_from_db()
    assert (bonus.state, bonus.paid_on, bonus.paid_by) == ("paid", date(2026, 5, 1), hanna)
    assert ModelLogEntry.objects.filter(action="sharehub.pay_bonus", user=hanna).count() == 1
    as_hanna.post(_undo_of(response))
    bonus.refresh_from_db()
    assert (bonus.state, bonus.paid_on, bonus.paid_by) == ("due", None, None)
    assert LedgerEntry.objects.count() == points


def test_it_is_off_unless_switched_on(as_hanna, application):
    RecruitmentSettings.objects.update(bonus_is_on=False)
    _move(as_hanna, application, "applied", "hired")
    assert not ReferralBonus.objects.exists()
    page = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk]))
    assert "Referral bonuses are switched off." in page.content.decode()


@pytest.mark.parametrize("why", ["nobody's link", "HR", "decides", "wrote it", "left"])
def test_who_is_left_out_gets_none_and_hr_reads_why(as_hanna, application, ann, hanna, why):
    if why == "nobody's link":
        application.share, application.network = None, ""
        application.save()
    elif why == "HR":
        ann.user.groups.add(*hanna.groups.all())
    elif why == "left":
        ann.left_at = NOON
        ann.save()
    else:
        vacancy = application.vacancy
        vacancy.owner = ann.user if why == "wrote it" else None
        vacancy.hiring_manager_email = "Ann@Example.nl" if why == "decides" else ""
        vacancy.save()
    _move(as_hanna, application, "applied", "hired")
    assert not ReferralBonus.objects.exists()
    words = {"nobody's link": "No ambassador&#x27;s link", "HR": "works in HR", "left": "left the programme"}
    page = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk])).content.decode()
    assert words.get(why, "has a say in this vacancy") in page


def test_a_hire_that_ends_takes_the_bonus_along_and_brings_it_back(as_hanna, application, time_machine):
    _move(as_hanna, application, "applied", "hired")
    response = _move(as_hanna, application, "hired", "withdrawn")
    assert _state() == ("lapsed", "undone")
    as_hanna.post(_undo_of(response))
    assert _state() == ("pending", "")
    ReferralBonus.objects.update(state="paid", paid_on=date(2026, 5, 1))
    _move(as_hanna, application, "hired", "withdrawn")
    assert _state() == ("lapsed", "undone")
    assert "was paid for a hire that was taken back" in as_hanna.get(reverse("sharehub:bonus_list")).content.decode()


def test_a_slip_of_the_hand_leaves_no_bonus(as_hanna, application):
    response = _move(as_hanna, application, "applied", "hired")
    assert _state() == ("pending", "")
    as_hanna.post(_undo_of(response))
    assert not ReferralBonus.objects.exists()


def test_hr_moves_the_day_or_lets_it_lapse_with_a_reason(as_hanna, application):
    _move(as_hanna, application, "applied", "hired")
    bonus = ReferralBonus.objects.get()
    url = reverse("sharehub:bonus_detail", args=[bonus.pk])
    assert as_hanna.post(url, {"due_on": "2026-03-01"}).status_code == 422
    as_hanna.post(url, {"due_on": "2026-06-15"})
    bonus.refresh_from_db()
    assert bonus.due_on == date(2026, 6, 15)
    lapse = reverse("sharehub:bonus_lapse", args=[bonus.pk])
    as_hanna.post(lapse, {"reason": "undone"})
    assert _state() == ("pending", "")
    response = as_hanna.post(lapse, {"reason": "left"}, follow=True)
    assert _state() == ("lapsed", "left")
    as_hanna.post(reverse("sharehub:bonus_payment", args=[bonus.pk]))
    as_hanna.post(url, {"due_on": "2026-07-01"})
    assert _state() == ("lapsed", "left")
    as_hanna.post(_undo_of(response))
    assert _state() == ("pending", "")


def test_the_colleague_sees_their_own_state_and_no_candidate(as_hanna, as_ann, as_bob, application, ann, bob):
    factories.ShareFactory(ambassador=bob)
    _move(as_hanna, application, "applied", "hired")
    page = as_ann.get(reverse("sharehub:my_reach")).content.decode()
    assert "referral bonus of € 500, after the waiting time on 1 May 2026" in page
    assert "Kim" not in page
    assert "referral bonus" not in as_bob.get(reverse("sharehub:my_reach")).content.decode()
    ReferralBonus.objects.update(state="lapsed", reason="left")
    page = as_ann.get(reverse("sharehub:my_reach")).content.decode()
    assert "lapsed: the hire did not last" in page
    assert [row["vacancy"] for row in privacy.personal_data(ann)["referral_bonuses"]] == ["Pipe layer"]


def test_who_leaves_the_programme_leaves_nothing_waiting(as_hanna, application, ann):
    _move(as_hanna, application, "applied", "hired")
    privacy.run_leaving_hooks(ann)
    assert _state() == ("lapsed", "gone")


def test_who_leaves_reads_beforehand_which_bonuses_lapse(as_hanna, as_ann, as_bob, application):
    departure = reverse("ambassadors:departure")
    assert "What lapses if you leave now" not in as_ann.get(departure).content.decode()
    _move(as_hanna, application, "applied", "hired")
    page = as_ann.get(departure)
    assert page.context["losses"] == ["Your referral bonus of € 500 for “Pipe layer”: it waits until 1 May 2026."]
    assert "What lapses if you leave now" in page.content.decode()
    assert as_bob.get(departure).context["losses"] == []
    ReferralBonus.objects.update(state="due")
    losses = as_ann.get(departure).context["losses"]
    assert losses == ["Your referral bonus of € 500 for “Pipe layer”: it is due, and not paid yet."]
    assert _state() == ("due", "")
    ReferralBonus.objects.update(state="paid", paid_on=date(2026, 5, 1))
    assert as_ann.get(departure).context["losses"] == []


def test_payroll_gets_a_file_without_candidates(as_hanna, application, ann):
    _move(as_hanna, application, "applied", "hired")
    file = as_hanna.get(reverse("sharehub:bonus_export", args=["csv"]), {"state": "pending"}).content.decode(
        "utf-8-sig"
    )
    assert file.splitlines()[1] == "Ann Jansen,ann@example.nl,Pipe layer,2026-03-02,2026-05-01,500.00,waits,"
    assert as_hanna.get(reverse("sharehub:bonus_export", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("who", ["client", "as_ann", "as_mia", "as_ed"])
def test_only_hr_sees_and_decides(request, as_hanna, application, who):
    _move(as_hanna, application, "applied", "hired")
    bonus = ReferralBonus.objects.get()
    client = request.getfixturevalue(who)
    for url in (reverse("sharehub:bonus_list"), reverse("sharehub:bonus_export", args=["csv"])):
        assert client.get(url).status_code == (302 if who == "client" else 403)
    for name in ("bonus_detail", "bonus_payment", "bonus_lapse"):
        response = client.post(reverse(f"sharehub:{name}", args=[bonus.pk]), {"reason": "left", "due_on": "2026-09-01"})
        assert response.status_code == (302 if who == "client" else 403)
    assert _state() == ("pending", "")


def test_the_rules_ask_for_an_amount_and_the_statement_tells_of_it(as_hanna, rules):
    url = reverse("sharehub:recruitment_rules")
    data = {
        "attribution_days": "30",
        "credit": "last",
        "bonus_is_on": "on",
        "bonus_amount": "",
        "bonus_waiting_days": "",
    }
    assert as_hanna.post(url, data).status_code == 422
    as_hanna.post(url, {**data, "bonus_amount": "750", "bonus_waiting_days": "30"})
    rules.refresh_from_db()
    assert (rules.bonus_amount, rules.bonus_waiting_days) == (Decimal("750"), 30)
    assert "to pay the bonus, 30 days after the hire" in [row.why for row in statement.rows(statement.current())]
