"""What the hub knows about one person, for their export, and what becomes of it when they leave."""

from ambassadors import privacy
from ambassadors.models import Ambassador
from ambassadors.privacy import Row
from sharehub.models import Kudos


def register() -> None:
    """The hub's part is in every export and in every departure."""
    from sharehub.actions import leave

    privacy.register_export("shares", shares)
    privacy.register_export("points", points)
    privacy.register_export("badges", badges)
    privacy.register_export("kudos_received", kudos_received)
    privacy.register_export("kudos_given", kudos_given)
    privacy.register_export("put_aside", put_aside)
    privacy.on_leaving(leave)


def shares(ambassador: Ambassador) -> list[Row]:
    """Return each share with its words, states and link."""
    return [
        {
            "piece": share.piece.title,
            "network": share.network,
            "text": share.text,
            "language": share.language,
            "state": share.state,
            "own_words": share.own_words,
            "followers": share.potential_audience,
            "post": share.post_url,
            "link": share.link.get_absolute_url() if hasattr(share, "link") else "",
            "opened_at": share.created_at,
            "confirmed_at": share.confirmed_at,
            "verified_at": share.verified_at,
            "withdrawn_at": share.withdrawn_at,
        }
        for share in ambassador.shares.select_related("piece", "link").order_by("created_at", "pk")
    ]


def points(ambassador: Ambassador) -> list[Row]:
    """Return the ledger."""
    return [
        {"at": entry.created_at, "points": entry.points, "rule": entry.rule, "for": entry.reason}
        for entry in ambassador.ledger.order_by("created_at", "pk")
    ]


def badges(ambassador: Ambassador) -> list[Row]:
    """Return the badges earned."""
    awards = ambassador.badge_awards.select_related("badge").order_by("awarded_at", "pk")
    return [{"badge": award.badge.name, "for": award.reason, "at": award.awarded_at} for award in awards]


def kudos_received(ambassador: Ambassador) -> list[Row]:
    """Return the thanks that stand."""
    received = ambassador.kudos.standing().select_related("giver").order_by("created_at", "pk")
    return [{"from": str(kudos.giver), "text": kudos.text, "at": kudos.created_at} for kudos in received]


def kudos_given(ambassador: Ambassador) -> list[Row]:
    """Return all thanks given, those taken back too."""
    given = Kudos.objects.filter(giver=ambassador.user).select_related("receiver__user").order_by("created_at", "pk")
    return [
        {"to": str(kudos.receiver), "text": kudos.text, "at": kudos.created_at, "taken_back_at": kudos.withdrawn_at}
        for kudos in given
    ]


def put_aside(ambassador: Ambassador) -> list[Row]:
    """Return the pieces put aside."""
    choices = ambassador.piece_choices.select_related("piece").order_by("created_at", "pk")
    return [
        {"piece": choice.piece.title, "choice": choice.kind, "until": choice.until, "at": choice.created_at}
        for choice in choices
    ]
