"""Fills what colleagues share later: plans for the coming week, in their own words, spread over the day."""

import random
from collections.abc import Mapping
from datetime import timedelta

from ambassadors.models import Ambassador, ToldBy
from cms.models import Shareable
from sharehub import wording
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.edge.codes import new_code
from sharehub.models import PlannedShare, Share, TrackedLink

# Days ahead and hours of the day; the first two are those of whom everybody logs in as.
_MOMENTS = (
    (1, 12.25),
    (3, 16.5),
    (1, 8.5),
    (1, 12.75),
    (2, 9.25),
    (2, 12.0),
    (2, 16.75),
    (3, 8.75),
    (4, 12.5),
    (5, 9.0),
)
_FIRST = "sanne"


def fill_plans(calendar: Calendar, people: Mapping[str, Person]) -> int:
    """A few colleagues have planned a piece that they did not share yet; return how many plans there are."""
    chance = random.Random("ahead")  # noqa: S311 (a demo, no secrets)
    first = [people[_FIRST]] * 2
    others = [
        one for key, one in people.items() if key != _FIRST and one.ambassador and one.joined_at and not one.left_at
    ]
    made = 0
    for (days, hour), person in zip(_MOMENTS, [*first, *others], strict=False):
        if person.ambassador is None or (found := _choose(calendar, person.ambassador)) is None:
            continue
        piece, network = found
        due_at = calendar.at(calendar.ago(-days), hour)
        if piece.share_until and piece.share_until <= due_at:
            continue
        planned_at = calendar.now - timedelta(hours=2 + made)
        share = _share(person.ambassador, piece, network)
        share.created_at = max(planned_at, piece.first_published_at or planned_at)
        share.save()
        TrackedLink.objects.create(share=share, code=new_code(chance), created_at=planned_at)
        PlannedShare.objects.create(share=share, due_at=due_at, planned_at=planned_at)
        made += 1
    return made


def _choose(calendar: Calendar, ambassador: Ambassador) -> tuple[Shareable, str] | None:
    """Return the newest piece that this person may share and did not yet, and a network of theirs."""
    shared = ambassador.shares.values("piece")
    pieces = Shareable.objects.open_to_sharing(calendar.now).for_ambassador(ambassador).exclude(pk__in=shared)
    known = sorted(ambassador.networks.values_list("network", flat=True))
    for piece in pieces.order_by("-first_published_at", "pk")[:10]:
        for network in known:
            if piece.allows(network):
                return piece, network
    return None


def _share(ambassador: Ambassador, piece: Shareable, network: str) -> Share:
    variant = piece.variants.order_by("pk").first()
    words = variant.text if variant else piece.summary
    text = f"{wording.bare_opening(piece, piece.language)}{words}".strip()
    own_words, suggestion = wording.compare(text, piece, piece.language)
    return Share(
        ambassador=ambassador,
        piece_id=piece.pk,
        theme=piece.themes.order_by("pk").first(),
        network=network,
        text=text,
        suggestion=suggestion,
        language=piece.language,
        own_words=own_words,
        potential_audience=ambassador.networks.filter(network=network).values_list("followers", flat=True).first(),
        audience_told_by=ToldBy.PERSON,
        state=Share.State.PLANNED,
    )
