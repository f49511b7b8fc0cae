"""The media value, as a manager prices it and switches it on: each change a version of its own."""

from collections.abc import Iterable

from django.db import transaction

from ambassadors.models import User
from sharehub.models import MediaPrice, MediaValue
from themes import audit
from themes.models import Programme


class MediaValueRefused(Exception):
    """Nothing changed: without any price there is nothing to show."""


@transaction.atomic
def set_media_price(*, programme: Programme, price: MediaPrice, by: User) -> MediaValue:
    """A visitor through this network counts for this price from now on; the same again makes no new version."""
    current, prices = _now(programme)
    if current and price.same_as(prices.get(price.network)):
        return current
    kept = [one for network, one in prices.items() if network != price.network]
    return _follow(programme, current, [*kept, price], is_on=bool(current and current.is_on), by=by)


@transaction.atomic
def remove_media_price(*, programme: Programme, network: str, by: User) -> MediaValue | None:
    """People reached through this network count for nothing from now on; with the last price media value goes off."""
    current, prices = _now(programme)
    if current is None or network not in prices:
        return current
    kept = [one for key, one in prices.items() if key != network]
    return _follow(programme, current, kept, is_on=current.is_on and bool(kept), by=by)


@transaction.atomic
def show_media_value(*, programme: Programme, is_on: bool, by: User) -> MediaValue | None:
    """It is shown from now on, or no more; raises MediaValueRefused where there is no price to show it with."""
    current, prices = _now(programme)
    if (current.is_on if current else False) == is_on:
        return current
    if not prices:
        raise MediaValueRefused
    return _follow(programme, current, prices.values(), is_on=is_on, by=by)


def _now(programme: Programme) -> tuple[MediaValue | None, dict[str, MediaPrice]]:
    """Return the version that holds and its prices; nobody else can follow it meanwhile."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    current = MediaValue.objects.current(programme.pk)
    return current, {price.network: price for price in current.prices.all()} if current else {}


def _follow(
    programme: Programme, current: MediaValue | None, prices: Iterable[MediaPrice], *, is_on: bool, by: User
) -> MediaValue:
    number = current.number + 1 if current else 1
    made = MediaValue.objects.create(programme=programme, number=number, is_on=is_on, made_by=by)
    MediaPrice.objects.bulk_create(price.in_version(made) for price in prices)
    audit.record(made, "sharehub.change_media_value", by=by, programme=programme)
    return made
