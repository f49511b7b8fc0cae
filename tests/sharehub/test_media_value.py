"""Media value: off by default, no price of ours, every change a version, always an estimate and never about too few people."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from sharehub.actions import media_value as actions
from sharehub.measurement import about, periods, tables
from sharehub.measurement.explained import explained
from sharehub.measurement.overview import Overview
from sharehub.models import LedgerEntry, MediaPrice, MediaValue, Report
from sharehub.recruitment import printed
from tests import factories
from tests.sharehub.test_measurement import NOON, TODAY, shared
from themes import metrics

OURS = "our own campaign of June"
CLICK = {"network": "linkedin", "euros": "1.25", "source": OURS, "dated_on": "2026-06-30"}


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def address(programme):
    return reverse("sharehub:media_value", args=[programme.slug])


@pytest.fixture
def priced(programme, mia):
    """Return what sets prices and switches media value on."""

    def price(**euros):
        for network, amount in euros.items():
            one = MediaPrice(network=network, euros=Decimal(amount), source=OURS, dated_on=date(2026, 6, 30))
            actions.set_media_price(programme=programme, price=one, by=mia)
        return actions.show_media_value(programme=programme, is_on=True, by=mia)

    return price


def of(programme, **query):
    cache.clear()
    return Overview(programme, periods.chosen({"period": "month", **query}), about.chosen(programme, query))


def test_it_is_off_until_a_manager_sets_a_price_and_switches_it_on(as_mia, mia, programme, theme, address):
    shared(theme, 6)
    assert of(programme).entry("media_value") is None
    assert as_mia.get(of(programme).address("figures/media_value/")).status_code == 404
    assert as_mia.get(of(programme).address("media-value.csv")).status_code == 404
    assert [field.value() for field in as_mia.get(address).context["form"]] == [None] * 4
    assert as_mia.post(address, CLICK).status_code == 302
    assert of(programme).entry("media_value") is None
    showing = reverse("sharehub:media_value_showing", args=[programme.slug])
    for _time in range(2):
        as_mia.post(showing, {"on": "1"})
        as_mia.post(address, CLICK)
    versions = MediaValue.objects.of(programme.pk).values_list("number", "is_on", "made_by")
    assert list(versions) == [(2, True, mia.pk), (1, False, mia.pk)]
    entry = of(programme).entry("media_value")
    assert (entry.value, entry.provenance, entry.unit) == (75, "estimated", "€")
    assert ModelLogEntry.objects.filter(action="sharehub.change_media_value").count() == 2
    page = as_mia.get(reverse("sharehub:overview", args=[programme.slug]), {"period": "month"}).content.decode()
    assert 'data-figure="media_value"' in page[page.index('id="told"') :]
    as_mia.post(showing, {"on": "0"})
    assert of(programme).entry("media_value") is None


def test_its_sum_its_version_and_what_it_covers_stand_beside_it(as_mia, programme, theme, priced):
    shared(theme, 6)
    shared(theme, 5, network="mastodon", visitors=3, potential_audience=9_000)
    shared(theme, 5, network="facebook", visitors=5)
    priced(linkedin="1.25", mastodon="0.4", bluesky="3")
    found = of(programme)
    entry = found.entry("media_value")
    assert (entry.value, entry.before) == (81, 0)
    assert entry.note == (
        "people reached × your price per network; version 4 of 30 September 2026, known for 75\N{NO-BREAK SPACE}% of them"
    )
    traced = explained(found, "media_value")
    assert traced.formula == "0 × € 3.00 + 60 × € 1.25 + 15 × € 0.40 = € 81.00"
    assert "nobody paid it" in str(traced.pitfall)
    day, version = date(2026, 6, 30), "version 4 of 30 September 2026, known for 75\N{NO-BREAK SPACE}%"
    assert traced.tables[0].rows == [
        ["LinkedIn", 60, Decimal("1.25"), Decimal("75.00"), OURS, day],
        ["Facebook", 25, "–", "–", "no price, so it does not count", "–"],
        ["Mastodon", 15, Decimal("0.40"), Decimal("6.00"), OURS, day],
        ["Together, estimated", 75, "–", Decimal("81.00"), version, "–"],
    ]
    assert "0 × € 3.00 + 60 × € 1.25" in as_mia.get(entry.url).content.decode()
    rows = list(csv.reader(io.StringIO(as_mia.get(found.address("media-value.csv")).content.decode("utf-8-sig"))))
    assert rows[1] == ["LinkedIn", "60", "1.25", "75.0", OURS, "2026-06-30"]
    figures = list(csv.reader(io.StringIO(as_mia.get(found.address("figures.csv")).content.decode("utf-8-sig"))))
    assert ["Media value", "81", "€", "0", "", "estimated"] in figures
    report = Report(programme=programme, starts_on=TODAY - timedelta(days=29), ends_on=TODAY, language="en")
    told = printed.told_by(report)
    assert "Media value, estimated" in [table["name"] for table in told["tables"]]
    assert told["notes"][-1] == (
        f"Media value is estimated ({entry.note}) and says what might have been paid, not what was earned."
    )
    assert printed.compiled(told).startswith(b"%PDF-")
    assert not [sentence for sentence in told["sentences"] if "€" in sentence]


def test_a_period_keeps_the_prices_of_its_last_day(programme, mia, theme, priced, time_machine):
    shared(theme, 6)
    priced(linkedin="1.25")
    past = {"period": "custom", "from": str(TODAY - timedelta(days=29)), "to": str(TODAY)}
    time_machine.move_to(NOON + timedelta(days=10))
    priced(linkedin="2")
    assert of(programme).entry("media_value").value == 120
    assert of(programme, **past).entry("media_value").value == 75
    assert "version 2" in of(programme, **past).entry("media_value").note
    earlier = {"period": "custom", "from": "2026-08-01", "to": "2026-08-31"}
    assert of(programme, **earlier).entry("media_value") is None
    actions.show_media_value(programme=programme, is_on=False, by=mia)
    assert of(programme, **past).entry("media_value") is None


def test_what_it_was_before_is_told_at_the_same_prices_for_the_same_networks(programme, theme, priced):
    shared(theme, 6)
    shared(theme, 5, visitors=4, days_ago=33)
    priced(linkedin="1.25")
    assert of(programme).entry("media_value").before == 25
    shared(theme, 5, network="mastodon")
    shared(theme, 2, network="mastodon", days_ago=33)
    priced(mastodon="1")
    assert (of(programme).entry("media_value").value, of(programme).entry("media_value").before) == (125, None)


def test_networks_of_too_few_people_count_for_nothing_also_by_subtraction(as_mia, programme, theme, priced):
    shared(theme, 8)
    shared(theme, 6, network="mastodon", visitors=777)
    shared(theme, 2, network="facebook", visitors=333)
    priced(linkedin="1", mastodon="10", facebook="100")
    found = of(programme)
    hidden = {row.name for row in found.networks if row.visitors is None}
    assert hidden == {"Mastodon", "Facebook"}
    assert found.entry("media_value").value == 80
    assert {row[0]: row[3] for row in tables.media_value(found).rows} == {
        "LinkedIn": Decimal("80.00"),
        "Mastodon": None,
        "Facebook": None,
        "Together, estimated": Decimal("80.00"),
    }
    page = as_mia.get(found.entry("media_value").url).content.decode()
    for number in ("666", "4,662", "46,620", "66,600"):
        assert number not in page


def test_with_too_few_people_in_all_there_is_no_amount(as_mia, programme, theme, priced):
    shared(theme, 4, visitors=777)
    priced(linkedin="1")
    found = of(programme)
    assert (found.entry("media_value").few, found.entry("media_value").value) == (True, None)
    assert explained(found, "media_value").formula == ""
    assert tables.media_value(found).rows[-1][1:4] == [None, "–", None]
    assert "3,108" not in as_mia.get(found.entry("media_value").url).content.decode()


def test_a_part_of_the_programme_has_none(programme, theme, priced):
    shared(theme, 6)
    priced(linkedin="1")
    for query in ({"theme": theme.slug}, {"network": "linkedin"}):
        assert of(programme, **query).entry("media_value") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"euros": "0"},
        {"euros": "-1"},
        {"euros": ""},
        {"euros": "1000.01"},
        {"euros": "1.255"},
        {"euros": "NaN"},
        {"source": "  "},
        {"dated_on": ""},
        {"dated_on": "2026-10-01"},
        {"network": "myspace"},
    ],
)
def test_a_price_that_says_too_little_is_refused_and_nothing_changed(as_mia, address, wrong):
    response = as_mia.post(address, CLICK | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not MediaValue.objects.exists()


def test_without_a_price_it_cannot_be_switched_on_and_goes_off_with_the_last(as_mia, mia, programme, priced):
    with pytest.raises(actions.MediaValueRefused):
        actions.show_media_value(programme=programme, is_on=True, by=mia)
    as_mia.post(reverse("sharehub:media_value_showing", args=[programme.slug]), {"on": "1"})
    assert not MediaValue.objects.exists()
    priced(linkedin="1", mastodon="2")
    for network in ("facebook", "linkedin", "linkedin", "mastodon"):
        as_mia.post(reverse("sharehub:media_price_removal", args=[programme.slug, network]))
    versions = MediaValue.objects.of(programme.pk).values_list("number", "is_on")
    assert list(versions[:3]) == [(5, False), (4, True), (3, True)]
    assert [price.network for price in MediaValue.objects.get(number=3).prices.all()] == ["linkedin", "mastodon"]


def test_a_version_is_never_changed(programme, priced):
    version = priced(linkedin="1")
    version.is_on = False
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaValue.objects.create(programme=programme, number=version.number)
    assert MediaValue.objects.current(programme.pk).is_on


def test_another_programme_has_prices_of_its_own(programme, theme, priced):
    shared(theme, 6)
    priced(linkedin="1")
    other = factories.ProgrammeFactory()
    assert MediaValue.objects.current(other.pk) is None


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_only_who_steers_prices_it(programme, address, request, who):
    client = request.getfixturevalue(who)
    assert client.get(address).status_code == 403
    assert client.post(address, CLICK).status_code == 403
    assert client.post(reverse("sharehub:media_value_showing", args=[programme.slug]), {"on": "1"}).status_code == 403
    removal = reverse("sharehub:media_price_removal", args=[programme.slug, "linkedin"])
    assert client.post(removal).status_code == 403
    assert not MediaValue.objects.exists()


def test_it_gives_no_points_and_no_kpi_can_be_set_on_it(theme, priced):
    shared(theme, 6)
    priced(linkedin="1")
    assert not LedgerEntry.objects.exists()
    assert "media_value" not in {metric.key for metric in metrics.metrics()}
