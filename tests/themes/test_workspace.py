"""The workspace says how far each step is and what helps most now."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import factories
from themes import health, news, workspace
from themes.models import KPIReading, Programme, ReadinessItem
from themes.steps import goals_progress, kpis_signal, outside_progress, themes_progress


def test_a_new_programme_begins_with_its_first_goal(programme):
    best = workspace.best_action(workspace.step_states(programme))
    assert best.step.number == 1
    assert best.action.label == "Write the first goal"
    assert best.action.url == f"/programme/{programme.slug}/goals/new/"


def test_a_goal_without_a_kpi_makes_step_one_half(programme, goal):
    progress = goals_progress(programme)
    assert progress.percent == 50
    assert progress.next_action.url == reverse("themes:kpi_new", args=[programme.slug, goal.pk])


def test_a_kpi_behind_its_line_is_named_though_the_step_is_complete(programme, kpi):
    KPIReading.objects.create(kpi=kpi, day=timezone.localdate(), value=110)
    progress = goals_progress(programme)
    assert progress.is_complete
    assert progress.summary == "1 goal · 0 of 1 KPIs on course"
    assert progress.next_action.reason == "It is 40 points behind the line to its target."


def test_a_kpi_on_course_asks_for_nothing(programme, kpi):
    KPIReading.objects.create(kpi=kpi, day=timezone.localdate(), value=146)
    assert goals_progress(programme).next_action is None


def test_a_theme_counts_by_what_is_written_down(programme, theme):
    theme.audience, theme.tone = "Residents", "Calm"
    theme.save()
    progress = themes_progress(programme)
    assert progress.percent == 40
    assert progress.next_action.reason == "It still lacks key messages."


def test_a_theme_without_anyone_outside_is_the_next_action_of_step_five(programme, theme):
    factories.ThemeFactory(programme=programme, retired_at=timezone.now())
    programme.stakeholders.create(name="Jo", kind="media")
    progress = outside_progress(programme)
    assert progress.fraction == 0
    assert progress.next_action.url == f"/programme/{programme.slug}/outside/new/?theme={theme.pk}"


def test_the_lowest_step_that_is_not_complete_comes_before_a_complete_one(programme, theme, kpi):
    KPIReading.objects.create(kpi=kpi, day=timezone.localdate(), value=110)
    best = workspace.best_action(workspace.step_states(programme))
    assert best.step.number == 2


def test_the_page_shows_week_best_action_steps_and_readiness(as_mia, programme, theme, kpi):
    ReadinessItem.objects.create(programme=programme, key="values", evidence="Book", met_on=timezone.localdate())
    theme.conversations.create(
        programme=programme, author="Jo", text="Is it warm?", url="https://e.example/1", said_at=timezone.now()
    )
    page = as_mia.get(programme.get_absolute_url()).content.decode()
    assert "1 new conversation about your themes waits for an answer." in page
    assert "Complete Heat networks" in page
    assert "1 of 6 conditions met" in page


def test_signals_of_other_apps_stand_in_order_of_worry(as_mia, programme, monkeypatch):
    monkeypatch.setattr(health, "_signals", {})
    health.register("fine", lambda one: health.Signal("Own words", "64 %", "Keep going.", health.Level.GOOD))
    health.register("bad", lambda one: health.Signal("Same five", "half", "Invite others.", health.Level.BAD))
    health.register("silent", lambda one: None)
    page = as_mia.get(programme.get_absolute_url()).content.decode()
    assert page.index("Same five") < page.index("Own words")


def test_each_step_says_what_worries_most_about_it(as_mia, programme, monkeypatch):
    monkeypatch.setattr(health, "_signals", {})
    health.register("fine", lambda one: health.Signal("Own words", "64 %", "Keep going.", health.Level.GOOD, step=2))
    health.register("care", lambda one: health.Signal("Two fell out", "2", "Ask.", health.Level.CARE, step=2))
    health.register("well", lambda one: health.Signal("In sight", "3 of 3", "Go on.", health.Level.GOOD, step=1))
    steps = as_mia.get(programme.get_absolute_url()).context["overview"].steps
    assert {state.number: sign.name for state, sign in steps if sign} == {1: "In sight", 2: "Two fell out"}


def test_the_first_step_is_as_healthy_as_its_kpis(programme, kpi):
    assert kpis_signal(programme) is None
    reading = KPIReading.objects.create(kpi=kpi, day=timezone.localdate(), value=110)
    behind = kpis_signal(programme)
    assert (behind.level, behind.figure, behind.step) == ("bad", "0 of 1 KPIs on course", 1)
    KPIReading.objects.filter(pk=reading.pk).update(value=146)
    assert kpis_signal(programme).level == "good"


def test_news_of_other_apps_is_told_up_to_three_sentences(programme, monkeypatch):
    monkeypatch.setattr(news, "_tellers", {})
    news.register("people", lambda one, since: ["A.", "B."])
    news.register("reach", lambda one, since: ["C.", "D."])
    assert news.sentences(programme, timezone.localdate()) == ["A.", "B.", "C."]


def test_events_of_another_programme_stay_there(as_mia, programme, goal, mia):
    from themes import audit

    other = factories.ProgrammeFactory()
    audit.record(other.goals.create(title="Elsewhere", kind="trust"), audit.ADD, by=mia, programme=other)
    audit.record(goal, audit.ADD, by=mia, programme=programme)
    page = as_mia.get(programme.get_absolute_url()).content.decode()
    assert goal.title in page
    assert "Elsewhere" not in page


def test_events_about_what_the_manager_may_not_see_are_left_out(as_mia, programme, mia):
    from django.contrib.contenttypes.models import ContentType

    from sharehub.models import Application

    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(Application),
                object_id="1",
                label="Jan Kandidaat",
                action="sharehub.stage",
                timestamp=timezone.now(),
            )
        ]
    )
    assert "Jan Kandidaat" not in as_mia.get(programme.get_absolute_url()).content.decode()


def test_the_only_programme_opens_at_once(as_mia, programme):
    assert as_mia.get("/programme/").headers["Location"] == programme.get_absolute_url()


def test_several_programmes_stand_in_a_list(as_mia, programme):
    other = factories.ProgrammeFactory()
    page = as_mia.get("/programme/").content.decode()
    assert programme.name in page
    assert other.name in page


def test_an_empty_installation_invites_to_begin(as_mia, db):
    page = as_mia.get("/programme/").content.decode()
    assert "/programme/new/" in page


def _new(**fields):
    today = timezone.localdate()
    return {"name": "In own words", "purpose": "", "starts_on": today, "ends_on": today + timedelta(days=300), **fields}


def test_a_programme_begins_with_its_readiness_check(as_mia, mia):
    response = as_mia.post("/programme/new/", _new())
    programme = Programme.objects.get()
    assert response.headers["Location"] == "/programme/in-own-words/readiness/"
    assert programme.readiness_items.count() == 6
    entry = ModelLogEntry.objects.get(action="themes.add")
    assert (entry.user_id, entry.data["programme"]) == (mia.pk, programme.pk)


def test_a_programme_named_new_gets_another_address(as_mia):
    as_mia.post("/programme/new/", _new(name="New"))
    assert Programme.objects.get().slug == "new-2"


def test_a_programme_that_ends_before_it_starts_is_refused(as_mia):
    response = as_mia.post("/programme/new/", _new(ends_on=timezone.localdate() - timedelta(days=1)))
    assert response.status_code == 422
    assert "The last day comes after the first day." in response.content.decode()
    assert not Programme.objects.exists()


def test_a_second_programme_of_the_same_name_is_refused(as_mia, programme):
    response = as_mia.post("/programme/new/", _new(name=programme.name.upper()))
    assert response.status_code == 422
    assert Programme.objects.count() == 1


def test_an_ambassador_cannot_begin_a_programme(as_ann):
    assert as_ann.post("/programme/new/", _new()).status_code == 403
    assert not Programme.objects.exists()


def test_a_programme_can_be_renamed_and_keeps_its_address(as_mia, programme):
    response = as_mia.post(reverse("themes:programme_edit", args=[programme.slug]), _new(name="Renamed"))
    assert response.headers["Location"] == programme.get_absolute_url()
    assert Programme.objects.get().name == "Renamed"
