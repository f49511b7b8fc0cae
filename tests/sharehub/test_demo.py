"""The demo: a year that adds up, loaded once into an empty installation and never into production."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from ambassadors import cold_contacts, coverage, headcounts
from ambassadors.models import (
    Ambassador,
    AnswerRequest,
    Headcount,
    Invitation,
    PeopleImport,
    PolicyAcknowledgement,
    RoleAssignment,
    Team,
    User,
)
from cms import effects, planning
from cms.models import (
    AdvertisedVacancy,
    Article,
    BlogPost,
    FeedProposal,
    FeedSource,
    LessonProgress,
    Picture,
    PlannedPiece,
    Shareable,
    Vacancy,
    VacancySource,
)
from sharehub.demo import loader
from sharehub.demo.accounts import DEMO_ACCOUNTS
from sharehub.demo.calendar import Calendar, easter_day
from sharehub.models import (
    Application,
    BadgeAward,
    DailyReach,
    Kudos,
    LedgerEntry,
    MediaValue,
    ProcedureStep,
    ReachByGroup,
    ReferralBonus,
    Share,
    StageChange,
    TrackedLink,
    Visit,
)
from sharehub.reach import rollup
from sharehub.recognition import ledger
from themes.models import KPI, Conversation, ListeningSource, Programme, Stakeholder, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[loader.Loaded]:
    """The demo, loaded once for this module and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEBUG=True):
            result = loader.load(datetime.now(UTC))
        yield result
        transaction.set_rollback(True)


def _counts() -> dict[str, int]:
    models = [m for m in apps.get_models() if m._meta.app_label in {"themes", "ambassadors", "cms", "sharehub"}]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_the_demo_holds_what_it_promises(loaded: loader.Loaded) -> None:
    assert Programme.objects.get().name == "Noorderlicht in eigen woorden"
    assert Theme.objects.count() == 5
    assert str(Theme.objects.get(slug="werken-bij")) == "Working at Noorderlicht"
    assert Ambassador.objects.count() == loaded.ambassadors == 36 + 6
    assert Ambassador.objects.active().count() == 35
    assert Ambassador.objects.aggregate(teams=Count("team", distinct=True))["teams"] == 7
    assert Article.objects.count() == 29
    assert BlogPost.objects.live().count() == 12
    assert Vacancy.objects.live().count() == 6
    assert Stakeholder.objects.count() == 14
    assert Conversation.objects.count() == 11 + 54
    assert Conversation.objects.filter(theme=None).count() < 20
    assert not Picture.objects.filter(description="").exists()
    assert not MediaValue.objects.exists()


def test_the_file_of_people_was_carried_out_and_can_be_undone(loaded: loader.Loaded) -> None:
    row = PeopleImport.objects.get()
    counts = {name: row.counts[name] for name in ("new", "changed", "bad", "missing", "teams")}
    assert counts == {"new": 6, "changed": 3, "bad": 2, "missing": 2, "teams": 1}
    assert [problem["line"] for problem in row.problems] == [row.counts["rows"], row.counts["rows"] + 1]
    assert row.can_be_undone
    assert not row.file
    assert [(team.name, team.depth) for team in Team.objects.as_tree() if team.depth != 1] == [
        ("Bouw en techniek", 0),
        ("Dienstverlening", 0),
        ("Warmtebalie Emmen", 2),
        ("Mens en organisatie", 0),
    ]


def test_the_plan_of_the_demo_has_pieces_in_every_state_and_something_to_look_at(loaded: loader.Loaded) -> None:
    pieces = list(PlannedPiece.objects.for_the_plan())
    assert {str(piece.state) for piece in pieces} == {"reserve", "making", "ready", "live"}
    assert len(planning.warned(pieces)) >= 3
    assert any(
        effect.visitors for effect in effects.of_pages([piece.page_id for piece in pieces if piece.page_id]).values()
    )
    assert [gap.name for gap in planning.gaps().themes if not gap.count] == ["Waterstof"]
    assert FeedProposal.objects.open().count() == 2
    assert not FeedSource.objects.due(datetime.now(UTC)).exists()


def test_vacancies_of_the_demo_come_from_a_source_that_is_asked_nothing(loaded: loader.Loaded) -> None:
    source = VacancySource.objects.get()
    assert (source.health, source.last_report["made"], source.last_report["unchanged"]) == ("paused", 1, 3)
    assert (source.last_report["changed"], source.last_report["refused"], source.last_report["noticed"]) == (0, [], [])
    assert not VacancySource.objects.waiting(datetime.now(UTC) + timedelta(days=9)).exists()
    [left] = AdvertisedVacancy.objects.left_to_people()
    assert left.identifier == "NL-energiecoach"
    assert Vacancy.objects.get(live=False).title == "Werkvoorbereider leidingen"


def test_invitations_of_the_demo_are_in_every_state_that_a_wave_goes_through(loaded: loader.Loaded) -> None:
    states = Counter(str(one.state) for one in Invitation.objects.all())
    assert states == {"accepted": 36, "declined": 5, "sent": 5, "expired": 1, "planned": 2}
    assert not Invitation.objects.to_remind().exists()
    assert set(Invitation.objects.filter(reminders__gt=0).values_list("reminders", flat=True)) == {1, 2}
    assert not Invitation.objects.exclude(declined_at=None).filter(decline_reason="").exists()


def test_roles_of_the_demo_are_held_asked_planned_ended_and_declined(loaded: loader.Loaded) -> None:
    roles, today = RoleAssignment.objects.all(), timezone.localdate()
    assert roles.asked().count() == 3
    assert roles.filter(declined_at__isnull=False).count() == 1
    assert roles.filter(ends_on__lte=today).count() == 1
    assert roles.filter(accepted_at__isnull=False, starts_on__gt=today).count() == 1
    assert roles.current().filter(ends_on__gt=today).count() == 1
    assert [str(load.ambassador) for load in coverage.much_carried(Programme.objects.get())] == ["Shanti Ramcharan"]


def test_questions_from_outside_are_in_every_state(loaded: loader.Loaded) -> None:
    assert set(AnswerRequest.objects.values_list("state", flat=True)) == set(AnswerRequest.State.values)
    assert AnswerRequest.objects.going_on().count() >= 5
    assert not AnswerRequest.objects.filter(offered_at__gt=datetime.now(UTC)).exists()
    assert set(Conversation.objects.values_list("state", flat=True)) >= {"heard", "waiting", "taken", "answered"}


def test_the_sources_are_of_every_kind_and_one_backs_off(loaded: loader.Loaded) -> None:
    assert set(ListeningSource.objects.values_list("kind", flat=True)) == set(ListeningSource.Kind.values)
    assert {str(source.health) for source in ListeningSource.objects.all()} == {"good", "care", "bad", "paused"}
    assert not ListeningSource.objects.due(datetime.now(UTC)).exists()


def test_two_contacts_went_cold_and_the_others_were_spoken_with(loaded: loader.Loaded) -> None:
    cold = cold_contacts.of_programme(Programme.objects.get())
    assert [one.stakeholder.name for one in cold] == ["Dr. Willemijn Staal", "Bas Leemhuis"]


def test_lessons_are_finished_and_halfway(loaded: loader.Loaded) -> None:
    assert LessonProgress.objects.finished().exists()
    assert LessonProgress.objects.filter(finished_at=None).exists()


def test_each_demo_account_can_log_in_with_a_verified_address(loaded: loader.Loaded) -> None:
    for account in DEMO_ACCOUNTS:
        user = authenticate(None, username=account.email, password=account.password)
        assert isinstance(user, User)
        assert user.emailaddress_set.get().verified
    others = User.objects.exclude(email__in=[account.email for account in DEMO_ACCOUNTS])
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_the_log_in_page_offers_the_accounts_of_the_demo_while_developing(
    loaded: loader.Loaded, client, settings
) -> None:
    settings.DEBUG = True
    assert client.get("/accounts/login/").context["demo_accounts"] == DEMO_ACCOUNTS
    settings.DEBUG = False
    assert "demo_accounts" not in client.get("/accounts/login/").context


def test_only_joined_ambassadors_share_and_only_while_a_piece_may_be_shared(loaded: loader.Loaded) -> None:
    assert Share.objects.count() == loaded.shares > 500
    outside = Q(created_at__lt=F("ambassador__joined_at")) | Q(created_at__gte=F("ambassador__left_at"))
    assert not Share.objects.filter(outside).exists()
    too_early = Q(created_at__lt=F("piece__first_published_at")) | Q(created_at__lt=F("piece__share_from"))
    assert not Share.objects.filter(too_early | Q(created_at__gte=F("piece__share_until"))).exists()
    assert not Share.objects.filter(Q(piece__live=False)).exists()
    for share in Share.objects.select_related("piece", "ambassador").prefetch_related("ambassador__networks"):
        assert share.piece.allows(share.network)
        assert share.network in {known.network for known in share.ambassador.networks.all()}
        assert share.language in share.ambassador.languages
    assert TrackedLink.objects.count() == Share.objects.count()


def test_points_are_those_of_confirmed_shares_posts_and_thanks(loaded: loader.Loaded) -> None:
    counting = Share.objects.counting()
    rewarded = LedgerEntry.objects.filter(rule="share", reversed_by=None)
    assert set(rewarded.values_list("share", flat=True)) == set(counting.values_list("pk", flat=True))
    assert LedgerEntry.objects.filter(rule="blog").count() == BlogPost.objects.live().count()
    withdrawn = Share.objects.filter(state=Share.State.WITHDRAWN)
    assert withdrawn.exists()
    for share in withdrawn:
        assert share.ledger.balance() == 0
        assert share.ledger.filter(rule="withdrawal").exists()
    assert not LedgerEntry.objects.exclude(share=None).filter(created_at__lt=F("share__confirmed_at")).exists()


def test_the_ledger_would_have_given_the_same_points(loaded: loader.Loaded) -> None:
    sanne = Ambassador.objects.get(user__email="ambassador@demo.test")
    shares = sanne.shares.counting().order_by("confirmed_at")
    told = set(sanne.ledger.filter(share__in=shares).values_list("key", "points", "reason"))
    before = sanne.shares.count()
    with transaction.atomic():
        sanne.ledger.all()._raw_delete("default")
        wanted = list(shares)
        sanne.shares.update(state=Share.State.OPENED)
        for share in wanted:
            sanne.shares.filter(pk=share.pk).update(state=Share.State.CONFIRMED)
            ledger.reward_share(share)
            sanne.ledger.update(created_at=share.confirmed_at)  # so that today's cap does not hold for a whole year
        assert set(sanne.ledger.values_list("key", "points", "reason")) == told
        transaction.set_rollback(True)
    assert sanne.shares.count() == before


def test_no_badge_was_earned_before_its_reason(loaded: loader.Loaded) -> None:
    firsts = BadgeAward.objects.filter(badge__key="first-share")
    assert (
        firsts.count()
        == Ambassador.objects.active().filter(pk__in=Share.objects.counting().values("ambassador")).count()
    )
    for award in firsts:
        first = award.ambassador.shares.counting().order_by("confirmed_at").first()
        assert first is not None
        assert award.awarded_at == first.confirmed_at


def test_reach_is_the_count_of_the_raw_visits_that_are_kept(loaded: loader.Loaded) -> None:
    since = rollup.oldest_kept_day()
    raw = Visit.objects.aggregate(
        hits=Count("pk"), **{kind: Count("pk", filter=Q(kind=kind)) for kind in Visit.Kind.values}
    )
    kept = DailyReach.objects.filter(day__gte=since).totals()
    assert {name: kept[name] for name in raw} == raw
    assert all(raw[kind] > 0 for kind in Visit.Kind.values)
    assert DailyReach.objects.aggregate(hits=Sum("hits"))["hits"] == loaded.visits
    assert ReachByGroup.objects.totals() == DailyReach.objects.all().totals()
    figures = DailyReach.objects.annotate(rest=F("hits") - F("bot") - F("prefetch") - F("duplicate") - F("own"))
    assert not figures.exclude(rest=F("human")).exists()


def test_nothing_lies_in_the_future(loaded: loader.Loaded) -> None:
    now = datetime.now(UTC)
    assert not Visit.objects.filter(at__gt=now).exists()
    assert not Share.objects.filter(Q(created_at__gt=now) | Q(confirmed_at__gt=now) | Q(withdrawn_at__gt=now)).exists()
    assert not LedgerEntry.objects.filter(created_at__gt=now).exists()
    assert not Kudos.objects.filter(created_at__gt=now).exists()
    assert not StageChange.objects.filter(at__gt=now).exists()
    assert not BadgeAward.objects.filter(awarded_at__gt=now).exists()
    assert not PolicyAcknowledgement.objects.filter(acknowledged_at__gt=now).exists()


def test_every_day_has_the_headcount_that_the_night_would_have_counted(loaded: loader.Loaded) -> None:
    today = Headcount.objects.latest("day").day
    told = set(Headcount.objects.filter(day=today).values_list("team", "eligible", "joined"))
    headcounts.snapshot(day=today)
    assert set(Headcount.objects.filter(day=today).values_list("team", "eligible", "joined")) == told
    assert Headcount.objects.filter(team=None).count() == 366


def test_ambassadors_brought_candidates_and_colleagues(loaded: loader.Loaded) -> None:
    caused = Application.objects.exclude(share=None)
    assert caused.filter(stage="hired").count() >= 3
    assert not caused.filter(created_at__lt=F("share__created_at")).exists()
    assert not Application.objects.unacknowledged().exists()
    assert Application.objects.exclude(channel="").count() == 4
    assert set(ReferralBonus.objects.values_list("state", flat=True)) >= {"paid"}
    assert {step.key for step in ProcedureStep.objects.all() if not step.is_basic} == {
        "telefoongesprek",
        "proefdag",
        "aanbod",
    }
    forgotten = Application.objects.exclude(erased_at=None)
    assert forgotten.exists()
    assert not forgotten.exclude(name="", email="", motivation="").exists()


def test_every_kpi_has_been_read_since_the_programme_began_to_move(loaded: loader.Loaded) -> None:
    assert KPI.objects.count() == 7
    assert not KPI.objects.filter(readings=None).exists()
    assert all(kpi.metric is not None for kpi in KPI.objects.all())


def test_the_ambassador_of_the_demo_has_something_to_see(loaded: loader.Loaded) -> None:
    sanne = Ambassador.objects.get(user__email="ambassador@demo.test")
    assert sanne.shares.counting().count() >= 20
    assert sanne.ledger.balance() > 200
    assert sanne.kudos.count() == 5
    assert sanne.blog_posts.filter(live=False).count() == 1
    shared = sanne.shares.values("piece")
    waiting = Shareable.objects.open_to_sharing().for_ambassador(sanne).exclude(pk__in=shared)
    assert waiting.count() >= 3


def test_loading_again_is_refused_and_changes_nothing(loaded: loader.Loaded, settings) -> None:
    settings.DEBUG = True
    before = _counts()
    with pytest.raises(CommandError, match="There is a programme already"):
        call_command("load_demo")
    said = StringIO()
    call_command("load_demo", if_empty=True, stdout=said)
    assert "There is a programme already" in said.getvalue()
    assert _counts() == before


def test_production_refuses_the_demo(settings) -> None:
    settings.DEBUG = False
    before = _counts()
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("load_demo", if_empty=True)
    assert _counts() == before


def test_the_same_moment_gives_the_same_year() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    one, other = Calendar(now), Calendar(now)
    days = one.days()
    assert [one.moment_of_sharing(day) for day in days] == [other.moment_of_sharing(day) for day in days]
    assert days[0] == one.today - timedelta(days=365)


@pytest.mark.parametrize(("year", "month", "day"), [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28)])
def test_easter_falls_where_the_church_says(year: int, month: int, day: int) -> None:
    assert (easter_day(year).month, easter_day(year).day) == (month, day)


def test_holidays_are_quiet_and_the_start_is_slow() -> None:
    calendar = Calendar(datetime(2026, 11, 22, 12, tzinfo=UTC))
    mood = {day: calendar.mood(day) for day in calendar.days()}
    ordinary = next(day for day in mood if day.month == 9 and day.weekday() == 1)
    christmas = next(day for day in mood if (day.month, day.day) == (12, 25))
    assert mood[christmas] < mood[ordinary] / 20
    assert sum(list(mood.values())[:60]) < sum(list(mood.values())[-60:]) / 5
