"""Joining and leaving the board of people."""

from django.db import transaction

from ambassadors.models import Ambassador
from sharehub.recognition import boards


@transaction.atomic
def join_board(*, ambassador: Ambassador, pseudonym: str = "") -> None:
    """The person stands on the board under that name, or their own where it is empty; done twice it is a change of name."""
    _put(ambassador, is_on_board=True, pseudonym=pseudonym)


@transaction.atomic
def leave_board(*, ambassador: Ambassador) -> None:
    """The person is not on the board; done twice it changes nothing."""
    _put(ambassador, is_on_board=False, pseudonym=ambassador.pseudonym)


def _put(ambassador: Ambassador, *, is_on_board: bool, pseudonym: str) -> None:
    ambassador.is_on_board, ambassador.pseudonym = is_on_board, pseudonym
    ambassador.save(update_fields=["is_on_board", "pseudonym"])
    transaction.on_commit(boards.forget_standings)
