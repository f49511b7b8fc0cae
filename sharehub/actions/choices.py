"""Later, or not for me: what a person does with a piece instead of sharing it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub.models import PieceChoice


def put_aside(*, ambassador: Ambassador, piece: Shareable, kind: PieceChoice.Kind) -> PieceChoice:
    """The piece is out of this person's feed: until tomorrow morning in their zone, or for good. The last choice holds."""
    until = None
    if kind == PieceChoice.Kind.LATER:
        zone = ambassador.user.zone
        tomorrow = timezone.localdate(timezone=zone) + timedelta(days=1)
        until = datetime.combine(tomorrow, time(6), tzinfo=zone)
    choice, _made = PieceChoice.objects.update_or_create(
        ambassador=ambassador,
        piece_id=piece.pk,
        defaults={"kind": kind, "until": until, "created_at": timezone.now()},
    )
    return choice


def take_up_again(*, ambassador: Ambassador, piece: Shareable) -> None:
    """The piece is back in the feed."""
    ambassador.piece_choices.filter(piece_id=piece.pk).delete()
