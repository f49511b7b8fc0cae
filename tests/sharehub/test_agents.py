"""Which user agents are no people: each by name, and all of them as Python's own regular expressions would have it."""

import csv
import re
from functools import cache

import crawleruseragents
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sharehub.models import UserAgent
from sharehub.reach import agents, visits
from tests.real import real

EXAMPLES = [text for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA for text in entry["instances"]]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "reason"),
    [
        ("", "no user agent"),
        ("-", "no user agent"),
        (" - ", "no user agent"),
        # Previews of networks and messengers
        ("Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; mailto:support@bsky.app)", "Bluesky preview"),
        ("Bluesky Cardyb/1.1; +mailto:support@bsky.app", "Bluesky preview"),
        ("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)", "LinkedIn preview"),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Slack preview"),
        ("Slackbot 1.0 (+https://api.slack.com/robots)", "Slack preview"),
        ("Slack-ImgProxy (+https://api.slack.com/robots)", "Slack preview"),
        ("WhatsApp/2.23.20.0", "WhatsApp preview"),
        ("WhatsApp/2.2413.51 W", "WhatsApp preview"),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
            "Teams preview",
        ),
        (
            f"{WINDOWS} MicrosoftPreview/2.0 +https://aka.ms/MicrosoftPreview Chrome/120.0 Safari/537.36",
            "Teams preview",
        ),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "Facebook preview"),
        ("Twitterbot/1.0", "X preview"),
        ("TelegramBot (like TwitterBot)", "Telegram preview"),
        # Mail scanners of Barracuda, Microsoft and Google
        ("Barracuda Sentinel (EE)", "mail scanner"),
        ("BarracudaCentral/1.0", "mail scanner"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.1)", "mail scanner"),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "mail scanner"),
        ("Microsoft Exchange/15.20", "mail scanner"),
        ("Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)", "mail scanner"),
        (
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
            "Gmail picture proxy",
        ),
        # Servers of the fediverse
        ("http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.social/) Bot", "fediverse server"),
        ("Mastodon/4.3.1 (http.rb/5.2.0; +https://example.social/)", "fediverse server"),
        ("Pleroma 2.5.0; https://example.social", "fediverse server"),
        ("Akkoma 3.10.4; https://example.social <admin@example.social>", "fediverse server"),
        ("Misskey/2023.12.2 (https://example.social)", "fediverse server"),
        ("Sharkey/2024.8.1 (https://example.social)", "fediverse server"),
        ("gotosocial/0.13.0 (+https://example.social)", "fediverse server"),
        ("Friendica 'Giant Rhubarb' 2023.05-1518; https://example.social", "fediverse server"),
        ("Lemmy/0.19.3; +https://example.social", "fediverse server"),
        ("PeerTube/6.0.2 (+https://example.tube)", "fediverse server"),
        # Feeds, programs and whoever says who sent them
        ("UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/", "feed reader"),
        ("Digg Feed Fetcher 1.0 (Mozilla/5.0 (Macintosh) AppleWebKit/534.48.3)", "feed reader"),
        ("python-requests/2.32.3", "program"),
        ("curl/8.5.0", "program"),
        ("MobileSafari/9537.53 CFNetwork/672.0.8 Darwin/14.0.0", "program on a telephone"),
        ("Mozilla/4.0 (compatible;)", "program without a browser's name"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "crawler: Googlebot/"),
        ("Chef Client/10.18.2 (ruby-1.9.3-p327; +http://opscode.com)", "gives the address of its owner"),
        ("Mozilla/5.0 (compatible; Ezooms/1.0; help@moz.com)", "gives the mail address of its owner"),
        ("portscout/0.8.1", "gives no more than a program's name"),
    ],
)
def test_a_robot_is_known_with_its_reason(agent, reason):
    assert agents.bot_reason(agent) == reason


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        f"{WINDOWS} Chrome/120.0.0.0 Safari/537.36",
        f"{WINDOWS} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0 Teams/1.6.00.1381",
        f"{WINDOWS} Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/20G75 [LinkedInApp]/9.28",
        f"{IPHONE} Mobile/21B74 [FBAN/FBIOS;FBAV/440.0.0.32.109;FBBV/539048103;FBDV/iPhone14,2]",
        f"{IPHONE} Mobile/15E148 Instagram 309.1.1.28.108 (iPhone15,3; iOS 17_1; nl_NL)",
        f"{IPHONE} Version/17.1 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 300",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Thunderbird/128.1.0",
        "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0; chromeframe/19.0.1084.52)",
        "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16",
    ],
)
def test_a_browser_is_no_robot(agent):
    assert agents.bot_reason(agent) == ""


def test_every_example_of_the_public_list_is_a_robot():
    assert len(EXAMPLES) > 2000
    assert [text for text in EXAMPLES if not agents.bot_reason(text)] == []


def one_by_one(text):
    """Return the reason as Python's regular expressions find it: of fifty rules at once, then rule after rule."""
    if not text.strip(" -"):
        return "no user agent"
    for several, rules in in_fifties():
        if several.search(text):
            return next(rule.reason for rule in rules if re.search(rule.pattern, text, re.ASCII))
    return ""


@cache
def in_fifties():
    rules = agents.rules()
    parts = [rules[start : start + 50] for start in range(0, len(rules), 50)]
    return [(re.compile("|".join(f"(?:{rule.pattern})" for rule in part), re.ASCII), part) for part in parts]


def test_all_examples_have_the_reason_that_plain_regular_expressions_give():
    assert {text: agents.bot_reason(text) for text in EXAMPLES} == {text: one_by_one(text) for text in EXAMPLES}


def test_all_agents_of_a_real_site_have_the_reason_that_plain_regular_expressions_give():
    file = real("visits.tsv")
    with file.open(encoding="utf-8", newline="") as rows:
        texts = {row["user_agent"] for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(texts) == 455
    assert {text: agents.bot_reason(text) for text in texts} == {text: one_by_one(text) for text in texts}


PIECES = st.sampled_from([part for text in EXAMPLES[::7] for part in re.split(r"(?<=\W)", text) if part])
INVENTED = st.lists(
    st.one_of(PIECES, st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)), max_size=12
)


@hypothesis_settings(max_examples=40, deadline=None)
@given(pieces=INVENTED)
def test_invented_agents_have_the_reason_that_plain_regular_expressions_give(pieces):
    text = "".join(pieces)
    assert agents.bot_reason(text) == one_by_one(text)


@pytest.mark.parametrize("agent", ["été " * 100, "\udcff", "\x00", "😀" * 500, "(" * 500])
def test_an_agent_of_any_characters_is_judged(agent):
    assert agents.bot_reason(agent) == ""


def test_agents_are_judged_once_by_the_same_rules(db, django_assert_num_queries):
    robot, person = visits.user_agent_row("curl/8.5.0"), visits.user_agent_row(f"{WINDOWS} Chrome/120.0.0.0")
    agents.judge_agents()
    assert list(UserAgent.objects.order_by("pk").values_list("pk", "bot_reason", "rules_version")) == [
        (robot.pk, "program", agents.rules_version()),
        (person.pk, "", agents.rules_version()),
    ]
    with django_assert_num_queries(1):
        agents.judge_agents()


def test_only_what_the_rules_change_is_told(db):
    for text in ("curl/8.5.0", "portscout/0.8.1", f"{WINDOWS} Chrome/120.0.0.0"):
        visits.user_agent_row(text)
    agents.judge_agents()
    assert list(agents.changes()) == []
    UserAgent.objects.update(rules_version="old")
    UserAgent.objects.filter(text="portscout/0.8.1").update(bot_reason="")
    changed = UserAgent.objects.get(text="portscout/0.8.1")
    assert list(agents.changes()) == [(changed.pk, "gives no more than a program's name")]
    changed.refresh_from_db()
    assert changed.bot_reason == ""
