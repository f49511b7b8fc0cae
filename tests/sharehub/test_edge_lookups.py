"""A code that the link table does not know is asked for in PostgreSQL, once."""

import asyncio

import pytest

from sharehub.edge.codes import new_code
from sharehub.edge.links import LinkState
from sharehub.edge.lookups import DatabaseAwayError, Lookups, Unknown
from sharehub.edge.targets import point_links
from sharehub.models import TrackedLink
from tests import factories, loops
from tests.sharehub.edge_host import database_address

pytestmark = pytest.mark.django_db(transaction=True)


class Counted(Lookups):
    """Lookups that say which codes went to the database."""

    def __init__(self, address):
        super().__init__(address)
        self.went = []

    def _look_up(self, code):
        self.went.append(code)
        return super()._look_up(code)


def _ask(lookups, *codes, at_once=True):
    async def story():
        if at_once:
            return await asyncio.gather(*(lookups.link(code) for code in codes), return_exceptions=True)
        return [await lookups.link(code) for code in codes]

    try:
        return loops.run(story())
    finally:
        lookups.close()


def test_who_asks_for_the_same_code_shares_the_answer(ann):
    link = factories.ShareFactory(ambassador=ann).link
    point_links()
    lookups = Counted(database_address())
    found = _ask(lookups, *[link.code] * 20)
    assert {one.link_id for one in found} == {link.pk}
    assert lookups.went == [link.code]


def test_a_code_that_nobody_gave_out_is_asked_for_once():
    lookups, code = Counted(database_address()), new_code()
    assert _ask(lookups, *[code] * 5, at_once=False) == [None] * 5
    assert lookups.went == [code]


def test_a_flood_of_guesses_does_not_pile_up():
    lookups = Counted(database_address())
    found = _ask(lookups, *[new_code() for _number in range(400)])
    assert sum(one is None for one in found) == 200
    assert sum(isinstance(one, DatabaseAwayError) for one in found) == 200


def test_a_stopped_link_is_known_to_be_stopped(ann):
    link = factories.ShareFactory(ambassador=ann).link
    TrackedLink.objects.stop(instead="https://example.nl/statement")
    [found] = _ask(Lookups(database_address()), link.code)
    assert (found.state, found.destination) == (LinkState.ENDED, "https://example.nl/statement")


def test_a_link_whose_destination_is_not_known_yet_is_asked_for_again(ann):
    link = factories.ShareFactory(ambassador=ann).link
    TrackedLink.objects.update(destination=None)
    [found] = _ask(Lookups(database_address()), link.code)
    assert isinstance(found, DatabaseAwayError)


def test_a_database_that_is_away_is_no_unknown_code():
    lookups, code = Lookups("postgres://nobody@127.0.0.1:1/none"), new_code()
    [found] = _ask(lookups, code)
    assert isinstance(found, DatabaseAwayError)
    assert code not in lookups.unknown


def test_unknown_codes_are_forgotten_in_time_and_when_there_are_too_many():
    unknown = Unknown(size=2, seconds=60)
    for code in ("a", "b", "c"):
        unknown.add(code)
    assert ["a" in unknown, "b" in unknown, "c" in unknown] == [False, True, True]
    past = Unknown(seconds=-1)
    past.add("a")
    assert "a" not in past
