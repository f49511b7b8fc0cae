"""What advice somebody wants to see."""

from collections.abc import Collection

from ambassadors.models import User
from cms.advice import STOPPING, Kind, switched_off
from cms.models import AdvicePreferences


def choose_advice(*, user: User, off: Collection[str]) -> None:
    """The person sees all advice but these kinds; what stops a post cannot be switched off."""
    kinds = [kind.value for kind in Kind if kind in off and kind not in STOPPING]
    AdvicePreferences.objects.update_or_create(user=user, defaults={"off": kinds})


def silence(*, user: User, kind: str) -> None:
    """The person does not see this kind any more."""
    choose_advice(user=user, off={*switched_off(user), kind})


def hear_again(*, user: User, kind: str) -> None:
    """The person sees this kind again."""
    choose_advice(user=user, off=set(switched_off(user)) - {kind})
