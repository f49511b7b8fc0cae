"""Where someone can be found, as it is typed or pasted."""

import pytest

from themes import handles


@pytest.mark.parametrize(
    ("line", "network", "handle"),
    [
        ("LinkedIn: company/warmte", "linkedin", "company/warmte"),
        ("linkedin company/warmte", "linkedin", "company/warmte"),
        ("https://www.linkedin.com/in/jo", "linkedin", "https://www.linkedin.com/in/jo"),
        ("X: @jo", "x", "@jo"),
        ("twitter.com/jo", "x", "twitter.com/jo"),
        ("@jo@mastodon.example", "mastodon", "@jo@mastodon.example"),
        ("https://mastodon.example/@jo", "mastodon", "https://mastodon.example/@jo"),
        ("jo.bsky.social", "bluesky", "jo.bsky.social"),
        ("jo@example.nl", "email", "jo@example.nl"),
        ("E-mail: jo@example.nl", "email", "jo@example.nl"),
    ],
)
def test_a_line_says_on_which_network(line, network, handle):
    assert handles.read(f"  {line}\n\n{line}") == ([(network, handle)], [])


@pytest.mark.parametrize("line", ["@jo", "jo", "https://example.nl/jo", "LinkedIn:", "notlinkedin.com/jo"])
def test_a_line_that_could_be_any_network_is_unclear(line):
    assert handles.read(line) == ([], [line])


def test_what_is_written_reads_back():
    held = [("linkedin", "company/warmte"), ("email", "jo@example.nl"), ("mastodon", "@jo@m.example")]
    assert handles.read(handles.written(held)) == (held, [])
