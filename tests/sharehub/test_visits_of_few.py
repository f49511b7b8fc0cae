"""HR may know who shared a vacancy, so the visits that a few colleagues brought stay with them: on every page, in every file and period."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub.measurement import periods, piece_report, truth
from sharehub.models import DailyReach, ReachByGroup
from sharehub.recruitment import funnel, impact, visits
from tests import factories
from themes import metrics
from themes.metrics import Period, Scope

TODAY = timezone.localdate
FEW = "too few to show"


@pytest.fixture
def people(db):
    return factories.AmbassadorFactory.create_batch(6)


def _shared(title, people, *, theme=None, network="linkedin", days_ago=3, vacancy=None):
    """Everybody shares the vacancy, and ten people follow the link of each."""
    vacancy, day = vacancy or factories.vacancy(title=title), TODAY() - timedelta(days=days_ago)
    for person in people:
        share = factories.ShareFactory(ambassador=person, piece=vacancy, theme=theme, network=network)
        DailyReach.objects.create(link=share.link, day=day, hits=12, human=10, visitors=10)
    ReachByGroup.objects.create(
        day=day, piece=vacancy, theme=theme, network=network, hits=12 * len(people), human=10 * len(people)
    )
    return vacancy


def _of(table, days=30):
    found = impact.impact(Period(TODAY() - timedelta(days=days - 1), TODAY()))
    return {line.name: FEW if line.few_visits else line.visits for line in found.tables[table]}, found


def test_the_visits_of_a_vacancy_that_two_shared_stay_theirs_also_by_subtraction(as_hanna, people):
    lone = _shared("Pipe layer", people[:2])
    _shared("Planner", people[:5])
    _shared("Welder", people)
    factories.application(vacancy=lone, network="linkedin", share=lone.shares.first())
    lines, found = _of("vacancies")
    assert lines == {"Pipe layer": FEW, "Planner": FEW, "Welder": 60}
    assert (found.total.visits, found.through.visits, found.through.applied) == (130, 130, 1)
    address = reverse("sharehub:recruitment_export", args=["vacancies", "csv"])
    assert f"Pipe layer,{FEW},1,0,0" in as_hanna.get(address).content.decode()
    for page in (reverse("sharehub:vacancy_detail", args=[lone.pk]), reverse("sharehub:vacancy_list")):
        html = as_hanna.get(page, {"state": "all"}).content.decode()
        assert FEW in html
        assert ">20<" not in html


def test_which_are_withheld_is_the_same_in_every_period(people):
    _shared("Pipe layer", people[:2], days_ago=20)
    _shared("Planner", people[:5])
    _shared("Welder", people)
    assert _of("vacancies", days=7)[0] == _of("vacancies", days=30)[0]
    assert _of("sources", days=7)[0] == {"Ambassadors on LinkedIn": 110}


def test_a_vacancy_is_not_found_by_the_sum_of_its_theme(theme, people):
    other, third = (factories.ThemeFactory(programme=theme.programme, name=name) for name in ("Hydrogen", "Craft"))
    _shared("Pipe layer", people[:1], theme=theme)
    _shared("Planner", people, theme=theme)  # the sum of the theme less this one would tell of the pipe layer
    _shared("Welder", people[:5], theme=other)
    _shared("Operator", people, theme=third)
    assert _of("vacancies")[0] == {"Pipe layer": FEW, "Planner": 60, "Welder": FEW, "Operator": 60}
    assert _of("themes")[0] == {"Heat networks": FEW, "Hydrogen": FEW, "Craft": 60}


def test_a_part_of_a_vacancy_by_a_few_is_not_found_either(theme, people):
    other = factories.ThemeFactory(programme=theme.programme, name="Hydrogen")
    vacancy = _shared("Pipe layer", people[:5], theme=theme)
    _shared("", people[5:], theme=other, vacancy=vacancy)
    _shared("Operator", people, theme=other)
    assert _of("vacancies")[0] == {"Pipe layer": 60, "Operator": 60}
    assert _of("themes")[0] == {"Heat networks": FEW, "Hydrogen": FEW}


def test_networks_of_few_stay_away_and_those_of_one_vacancy_until_every_place_is_large(as_hanna, people):
    vacancy = _shared("Pipe layer", people)
    assert [row.visits for row in funnel.of_vacancies([vacancy])[vacancy.pk].rows] == [60]
    for network, number in (("x", 1), ("mastodon", 5)):
        _shared("", people[:number], network=network, vacancy=vacancy)
    found, _report = _of("sources")
    assert found == {"Ambassadors on LinkedIn": 60, "Ambassadors on Mastodon": FEW, "Ambassadors on X": FEW}
    row = funnel.of_vacancies([vacancy])[vacancy.pk]
    assert {one.visits for one in row.rows} == {None}
    assert (row.total.visits, row.total.few_visits, row.unseen) == (120, False, 0)
    html = as_hanna.get(reverse("sharehub:vacancy_detail", args=[vacancy.pk])).content.decode()
    assert "Visits stay with the colleagues who brought them" in html


def test_a_team_of_which_too_few_shared_vacancies_keeps_its_visits(as_hanna, people):
    north, south = (factories.TeamFactory(name=name, slug=name.lower()) for name in ("North", "South"))
    for number, person in enumerate(people):
        person.team = north if number < 5 else south
        person.save()
    # Five of the south are behind applications, one of them behind visits of a vacancy.
    through = [factories.ShareFactory(ambassador=factories.AmbassadorFactory(team=south)) for _number in range(4)]
    vacancy = factories.vacancy(title="Welder")
    for person in people:
        share = factories.ShareFactory(ambassador=person, piece=vacancy)
        DailyReach.objects.create(link=share.link, day=TODAY(), hits=10, human=10, visitors=10)
        through.append(share)
    for team, number in ((north, 50), (south, 10)):
        ReachByGroup.objects.create(
            day=TODAY(), piece=vacancy, network="linkedin", team=team, hits=number, human=number
        )
    for share in through:
        factories.application(vacancy=vacancy, network="linkedin", share=share)
    lines, found = _of("teams")
    assert lines == {"North": FEW, "South": FEW}
    assert {line.name: line.applied for line in found.tables["teams"]} == {"North": 5, "South": 5}
    csv = as_hanna.get(reverse("sharehub:recruitment_export", args=["teams", "csv"])).content.decode()
    assert sorted(csv.splitlines()[1:]) == [f"North,{FEW},5,0,0", f"South,{FEW},5,0,0"]


def test_the_theme_of_a_few_does_not_stand_on_the_page_of_an_application_either(as_hanna, theme, people):
    other = factories.ThemeFactory(programme=theme.programme, name="Hydrogen")
    third = factories.ThemeFactory(programme=theme.programme, name="Craft")
    vacancy = _shared("Pipe layer", people, theme=theme)
    _shared("", people[:5], theme=other, vacancy=vacancy)
    _shared("", people[:2], theme=third, vacancy=vacancy)
    told = []
    for one in (theme, other, third):
        share = vacancy.shares.filter(theme=one).first()
        application = factories.application(vacancy=vacancy, network="linkedin", share=share)
        html = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk])).content.decode()
        told += [one.name for one in (theme, other, third) if one.name in html]
    assert told == ["Heat networks"]


def test_a_kpi_tells_no_more_of_applications_about_a_theme_than_hr_reads(theme, people):
    other, third = (factories.ThemeFactory(programme=theme.programme, name=name) for name in ("Hydrogen", "Craft"))
    vacancy = _shared("Pipe layer", people, theme=theme)
    _shared("", people[:5], theme=other, vacancy=vacancy)
    _shared("", people[:1], theme=third, vacancy=vacancy)
    for one in (theme, other, third):
        factories.application(vacancy=vacancy, network="linkedin", share=vacancy.shares.filter(theme=one).first())
    period = periods.chosen({"period": "month"}).period

    def told(**scope):
        return metrics.metric("applications").value(Scope(theme.programme_id, **scope), period)

    assert [told(theme_id=one.pk).value for one in (theme, other, third)] == [1, None, None]
    assert told(theme_id=theme.pk, network="linkedin").too_few
    assert (told().value, told(network="linkedin").value) == (3, 3)


def test_wagtail_tells_no_more_of_a_vacancy_than_hr_reads_on_its_own_pages(people):
    lone, planner = _shared("Pipe layer", people[:2]), _shared("Planner", people[:5])
    shown = _shared("Welder", people)
    period = periods.chosen({"period": "month"})
    told = {piece.title: truth.of_piece(piece, period.period).is_few for piece in (lone, planner, shown)}
    assert told == {"Pipe layer": True, "Planner": True, "Welder": False}
    assert [piece_report.did(period)[piece.pk].visitors for piece in (lone, planner)] == [None, None]


def test_the_sum_of_all_stays_away_while_fewer_share_at_all(as_hanna, people):
    vacancy = _shared("Pipe layer", people[:4])
    factories.application(vacancy=vacancy, network="linkedin", share=vacancy.shares.first())
    _lines, found = _of("sources")
    assert (found.total.visits, found.through.few_visits, found.through.applied) == (None, True, 1)
    assert visits.withheld(4).total is False
    for name in ("recruitment_report", "vacancy_list"):
        html = as_hanna.get(reverse(f"sharehub:{name}")).content.decode()
        assert FEW in html
        assert ">40<" not in html
