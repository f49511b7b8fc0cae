"""The whole way on real input: a feed, vacancies, thirty ambassadors and seven thousand requests to a real site."""

import csv
import re
import uuid
import zlib
from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

import crawleruseragents
import pytest
from django.core.management import call_command
from django.urls import reverse

from cms import reading, search
from cms.models import Article, Vacancy
from cms.tasks import take_awaited_words
from sharehub import tasks
from sharehub.actions import confirm_share, open_share
from sharehub.models import Application, DailyReach, ProcedureStep, ReachByGroup, Visit
from sharehub.reach import agents, visitors, visits
from sharehub.recruitment import arrivals, procedure
from sharehub.recruitment.arrivals import Arrival
from tests import factories
from tests.real import real
from themes.models import Organisation

NETWORKS = ("linkedin", "mastodon", "whatsapp", "x")


@pytest.fixture
def shares(programme, theme, capsys):
    """Thirty ambassadors share four pieces each, out of everything that was imported."""
    feed, postings = real("18f-blog.rss.xml"), real("vacancies.jsonl")
    organisation = Organisation.load()
    organisation.employer_disclosure = {"en": "I work here"}
    organisation.save()
    jobs = factories.ThemeFactory(programme=programme, name="Working here", slug="working-here")
    comes_in_whole(feed, theme, capsys)
    call_command("import_vacancies", postings, theme=jobs.slug, verbosity=0)
    assert Vacancy.objects.count() == 42
    Vacancy.objects.update(valid_through=None)  # what closed in 2024 is open once more
    pieces = [*Article.objects.live().order_by("pk")[:45], *Vacancy.objects.live().order_by("pk")[:15]]
    people = [factories.AmbassadorFactory(languages=["en"]) for _number in range(30)]
    made = []
    for number in range(120):
        share = open_share(
            ambassador=people[number % 30],
            piece=pieces[number * 7 % len(pieces)],
            network=NETWORKS[number % 4],
            text=f"I work here. This is what I think, number {number}.",
            language="en",
        )
        made.append(confirm_share(share=share))
    return made


def comes_in_whole(feed, theme, capsys):
    """A blog of 421 posts is imported, within the time that is promised; a second time nothing changes."""
    started = monotonic()
    call_command("import_feed", str(feed), theme=theme.slug)
    assert monotonic() - started < 60
    out = capsys.readouterr().out
    assert "421 articles made, 0 changed, 0 left as they were, 0 items not imported, 82 pictures to be fetched." in out
    assert Article.objects.live().count() == 421
    call_command("import_feed", str(feed), theme=theme.slug)
    assert "0 articles made, 0 changed, 421 left as they were" in capsys.readouterr().out
    assert Article.objects.count() == 421


def is_searched_whole(client, max_queries):
    """What the search finds of it is what a count by hand finds."""
    for _time in range(3):
        take_awaited_words()
    assert search.due() == []
    # Snowball's English knows these as one word; counted here by hand.
    forms = re.compile(r"\bprocur(e|es|ed|ing|ement|ements)\b", re.IGNORECASE)
    by_hand = {
        piece.pk
        for piece in Article.objects.live()
        if forms.search(f"{piece.title} {piece.summary} {piece.byline} {reading.text_of(piece)}")
    }
    assert len(by_hand) > 50
    found = search.find("procurement").filter(pk__in=Article.objects.values("pk"))
    assert set(found.values_list("pk", flat=True)) == by_hand
    with max_queries(30):
        assert client.get("/search/", {"q": "procurement"}).status_code == 200


def replay(shares):
    """Follow the links as the site's visitors asked for its pages; return the same visits for counting by hand."""
    first_day = datetime.now(UTC).date() - timedelta(days=5)
    starts_at = datetime.combine(first_day, time(), tzinfo=UTC)
    links = [share.link for share in shares]
    seen = []
    with real("visits.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    robots = {agent: is_robot(agent) for agent in {row["user_agent"] for row in rows}}
    mine = [
        row["visitor"] for row in rows if place_of(row, links) % 30 == 0 and not robots[row["user_agent"]]
    ]  # every thirtieth share is the first ambassador's
    own_visitor = Counter(mine).most_common(1)[0][0]
    own_agents = {row["user_agent"] for row in rows if row["visitor"] == own_visitor}
    for day in (first_day + timedelta(days=number) for number in range(3)):
        for agent in own_agents:
            key = visitors.visitor_key(address(own_visitor), agent, day)
            visitors.remember_own(shares[0].ambassador_id, key, day)
    for number, row in enumerate(rows):
        place = place_of(row, links)
        at = starts_at + timedelta(seconds=int(row["second"]))
        is_prefetch = number % 37 == 0
        visits.record(
            link=links[place],
            ip=address(row["visitor"]),
            user_agent=row["user_agent"],
            referrer=f"https://{row['referrer']}/page" if row["referrer"] != "-" else "",
            is_prefetch=is_prefetch,
            at=at,
        )
        seen.append((links[place], at, row["visitor"], row["user_agent"], is_prefetch))
    return seen, own_visitor


def place_of(row, links):
    return zlib.crc32(row["path"].encode()) % len(links)


def address(visitor):
    return f"10.0.{int(visitor) // 250}.{int(visitor) % 250}"


def is_robot(agent):
    """Judge by the lists themselves, apart from the product's own way of reading them."""
    if agent.strip(" -") == "":
        return True
    own_list = Path(agents.__file__).with_name("agents.txt").read_text().splitlines()
    patterns = [line.split("  ")[0] for line in own_list if line and not line.startswith("#")]
    return crawleruseragents.is_crawler(agent) or any(re.search(p, agent, re.IGNORECASE) for p in patterns)


def count_by_hand(seen, own_visitor, own_ambassador):
    """Return the figures of every link, by walking through all visits once."""
    robots = {agent: is_robot(agent) for agent in {row[3] for row in seen}}
    links = defaultdict(Counter)
    last, people = {}, set()
    for link, at, visitor, agent, is_prefetch in seen:
        of_link = links[link.pk]
        of_link["hits"] += 1
        key = (link.pk, visitor, agent, at.date())
        if robots[agent]:
            of_link["bot"] += 1
        elif is_prefetch:
            of_link["prefetch"] += 1
        elif visitor == own_visitor and link.share.ambassador_id == own_ambassador:
            of_link["own"] += 1
        elif key in last and at - last[key] < timedelta(minutes=30):
            of_link["duplicate"] += 1
        else:
            last[key] = at
            of_link["human"] += 1
            if key not in people:
                people.add(key)
                of_link["visitors"] += 1
    return links


def hire(shares):
    """Candidates apply through links of vacancies, from the ATS and directly; return the same count by hand, by source."""
    vacancies = {vacancy.pk: vacancy for vacancy in Vacancy.objects.all()}
    through = [share for share in shares if share.piece_id in vacancies]
    by_hand = defaultdict(Counter)
    known = arrivals.Known()
    steps = {step.key: step for step in ProcedureStep.objects.all()}
    for number in range(90):
        share = through[number % len(through)]
        vacancy = vacancies[share.piece_id]
        name, source = f"Candidate {number}", f"Ambassadors on {share.get_network_display()}"
        if number % 7 == 0:
            source = "Directly"
        if number % 5 == 0:
            source = "Job board"
            told = Arrival(f"N-{number}", str(vacancy.pk), name=name, channel=source)
            application = arrivals.receive(told, origin=Application.Origin.API, known=known).application
            arrivals.receive(told, origin=Application.Origin.FILE, known=known)
        else:
            application = procedure.apply(
                vacancy=vacancy,
                token=uuid.UUID(int=number),
                name=name,
                email="candidate@example.nl",
                motivation="Because of the people.",
                reference="" if source == "Directly" else share.link.code,
            )
        path = ["interview", "hired"] if number % 9 == 0 else ["interview"] if number % 3 == 0 else []
        for stage in path:
            move = {"from_step": application.step_key, "to_step": steps[stage], "by": None}
            application, _token = procedure.move(application=application, **move)
        by_hand[source].update(applied=1, talked=bool(path), hired="hired" in path)
        by_hand[vacancy.title].update(applied=1, talked=bool(path), hired="hired" in path)
    return by_hand, through


def hr_sees(as_hanna, shares, by_link):
    """HR's totals equal the count by hand, by source and by vacancy, to the unit."""
    by_hand, through = hire(shares)
    visits = Counter()
    for share in through:
        visits[f"Ambassadors on {share.get_network_display()}"] += by_link[share.link.pk]["human"]
        visits[share.piece.title] += by_link[share.link.pk]["human"]
    assert sum(visits.values()) > 0
    # Of thirty people few share one vacancy: what a few brought would be withheld, and nothing left to compare.
    Organisation.objects.update(minimum_group_size=1)
    found = as_hanna.get(reverse("sharehub:recruitment_report")).context["found"]
    for table in ("sources", "vacancies"):
        for line in found.tables[table]:
            counted = by_hand[line.name]
            assert (line.applied, line.talked, line.hired) == (counted["applied"], counted["talked"], counted["hired"])
            assert (line.visits or 0) == visits[line.name], line
    assert found.total.applied == 90 == sum(line.applied for line in found.tables["vacancies"])
    networks = {f"Ambassadors on {share.get_network_display()}" for share in through}
    assert {line.name for line in found.tables["sources"]} == {"Directly", "Job board", *networks}


def test_the_pages_show_what_a_count_by_hand_finds(
    shares, as_mia, as_hanna, programme, theme, client, django_assert_max_num_queries
):
    is_searched_whole(client, django_assert_max_num_queries)
    seen, own_visitor = replay(shares)
    assert len(seen) == 7000
    by_link = count_by_hand(seen, own_visitor, shares[0].ambassador_id)
    expected = sum(by_link.values(), Counter())
    assert min(expected[name] for name in ("bot", "prefetch", "duplicate", "own", "human")) > 0

    for _twice in range(2):
        tasks.classify_visits()
        tasks.roll_up_reach()
    assert Visit.objects.count() == 7000
    assert not Visit.objects.unclassified().exists()
    assert DailyReach.objects.totals() == ReachByGroup.objects.totals() == dict(expected)

    # The manager's page
    page = as_mia.get(reverse("sharehub:measurement", args=[programme.slug]))
    dashboard = page.context["dashboard"]
    shown = {str(figure.label): figure.value for figure in dashboard.main_figures}
    assert shown["People reached"] == expected["visitors"]
    assert shown["Clicks by people"] == expected["human"]
    assert shown["Confirmed shares"] == 120
    assert dashboard.hits == 7000
    assert [part.count for part in dashboard.truth] == [
        expected[name] for name in ("bot", "prefetch", "own", "duplicate", "human")
    ]
    by_theme, by_network = Counter(), Counter()
    for share in shares:
        by_theme[share.theme.name] += by_link[share.link.pk]["visitors"]
        by_network[share.get_network_display()] += by_link[share.link.pk]["visitors"]
    assert {group.name: group.visitors for group in dashboard.themes} == by_theme
    assert {group.name: group.visitors for group in dashboard.networks} == by_network
    assert f"{expected['visitors']:,}" in page.content.decode()

    # Each ambassador's own page
    for ambassador in {share.ambassador for share in shares[:5]}:
        client.force_login(ambassador.user, backend="django.contrib.auth.backends.ModelBackend")
        mine = sum((by_link[share.link.pk] for share in shares if share.ambassador_id == ambassador.pk), Counter())
        own_page = client.get(reverse("sharehub:my_reach"))
        assert (own_page.context["people"], own_page.context["hits"]) == (mine["visitors"], mine["hits"])
        assert sum(did.people for _share, did in own_page.context["shares"]) == mine["visitors"]

    hr_sees(as_hanna, shares, by_link)
