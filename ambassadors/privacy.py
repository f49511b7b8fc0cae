"""The only door to figures about people, and to what one person may take along or have erased.

Upper apps fill two registries in their `ready()`: what they know about a person, and what they do when a person leaves.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from ambassadors.models import Ambassador, Invitation, User
from themes import permissions
from themes.models import Organisation

CONSENTS = ("is_on_board", "is_on_wall", "has_public_page", "shares_own_figures")

Row = Mapping[str, object]
Rows = Sequence[Row]
Export = Callable[[Ambassador], Rows]
Words = str | Promise
Leaving = Callable[[Ambassador], object]
Losses = Callable[[Ambassador], Sequence[str]]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """One kind of thing that is known about a person, with its words for people; files keep the keys."""

    rows: Export
    title: Words
    words: Mapping[str, Words]
    choices: Mapping[str, Mapping[str, Words]]


_exports: dict[str, Part] = {}
_leaving: list[Leaving] = []
_losses: list[Losses] = []


def threshold() -> int:
    """Return how many people a group has at least before a figure about it is shown."""
    return Organisation.load().minimum_group_size


def is_large_enough(people: int) -> bool:
    """Whether a figure about so many people may be shown to somebody else."""
    return people >= threshold()


def few(minimum: int | None = None) -> int:
    """Return how many people "a few" are who are told of as a group, such as the busiest: 5, 10, 20, 40, the first not under the threshold.

    Steps, because the busiest five and the busiest six together would tell of the sixth once the threshold was raised by one.
    """
    minimum = threshold() if minimum is None else minimum
    number = 5
    while number < minimum:
        number *= 2
    return number


def groups_to_show(
    sizes: Mapping[Key, int],
    minimum: int | None = None,
    *,
    is_disjoint: bool = True,
    order: Mapping[Key, int] | None = None,
) -> set[Key]:
    """Return the groups whose figures may stand beside their total.

    Groups under the threshold are hidden, and as many of the smallest others that nobody can find a hidden figure by
    subtracting the shown ones from the total: the hidden groups together hold at least the threshold. Where one person can be in
    several groups, as with themes, the sum of their sizes says nothing (three people in two themes are still three): then one of
    the hidden groups holds that many alone. Who shows many tables reads the threshold once and hands it over.

    Which of the large groups hides the small ones is told by `order` where tables of several periods shall hide the same: the first by
    this number that is large enough; without an order, or with an empty one, the smallest.
    """
    minimum = threshold() if minimum is None else minimum
    # Of groups of one size always the same are hidden, in whatever order they were counted: two pages that hid different ones would tell.
    ranks = order or sizes
    by_rank = sorted((group for group in sizes if sizes[group]), key=lambda group: (ranks.get(group, 0), str(group)))
    hidden = [group for group in by_rank if sizes[group] < minimum]
    shown = [group for group in by_rank if sizes[group] >= minimum]
    together = sum if is_disjoint else max
    while hidden and shown and (len(hidden) < 2 or together(sizes[group] for group in hidden) < minimum):
        hidden.append(shown.pop(0))
    return set(shown)


def register_export(
    name: str,
    rows: Export,
    *,
    title: Words = "",
    words: Mapping[str, Words] | None = None,
    choices: Mapping[str, Mapping[str, Words]] | None = None,
) -> None:
    """The personal export contains these rows under this name.

    The person's own page calls them `title`, its fields by `words`, and the values of a field by `choices` where it has
    some; what has no words there is shown by its key.
    """
    _exports[name] = Part(rows, title or name.replace("_", " "), words or {}, choices or {})


def exports() -> Mapping[str, Part]:
    """Return every part of the personal export by its name."""
    return _exports


def on_leaving(hook: Leaving, *, losses: Losses | None = None) -> None:
    """The hook runs, in the same transaction, when an ambassador leaves the programme.

    Where something of theirs lapses by it, `losses` tells them so beforehand, in sentences.
    """
    if hook not in _leaving:
        _leaving.append(hook)
    if losses is not None and losses not in _losses:
        _losses.append(losses)


def run_leaving_hooks(ambassador: Ambassador) -> None:
    """Every app has done what it does when this person leaves."""
    for hook in _leaving:
        hook(ambassador)


def losses_of_leaving(ambassador: Ambassador) -> list[str]:
    """Return what this person would lose by leaving now, in sentences."""
    return [sentence for losses in _losses for sentence in losses(ambassador)]


def has_other_work(user: User) -> bool:
    """Whether the account is also that of a manager, an editor, HR or an administrator."""
    has_group = user.groups.exclude(name=permissions.AMBASSADOR)
    return user.is_staff or user.is_superuser or has_group.exists() or user.managed_programmes.exists()


def erase(ambassador: Ambassador) -> None:
    """Nothing of ours tells any more who this was; the row stays so that what happened can still be counted.

    The account closes and loses name, address, passkeys and sessions, unless it has other work than the ambassador's.
    Acknowledged policies stay: they show under which rules the person shared.
    """
    user = ambassador.user
    group = Group.objects.get(name=permissions.AMBASSADOR)
    stays = has_other_work(user)
    if ambassador.portrait:
        transaction.on_commit(partial(ambassador.portrait.storage.delete, str(ambassador.portrait.name)))
    held = (ambassador.theme_links, ambassador.role_assignments, ambassador.contacts, ambassador.networks)
    for related in (*held, ambassador.passed_over, ambassador.role_offers):
        related.all().delete()
    for name in ("job_title", "location", "expertise", "interests", "bio", "portrait", "pseudonym"):
        setattr(ambassador, name, "")
    for name in CONSENTS:
        setattr(ambassador, name, False)
    ambassador.languages, ambassador.paused_until, ambassador.slug = [], None, f"former-{ambassador.pk}"
    ambassador.left_at = timezone.now()
    ambassador.save()
    user.groups.remove(group)
    Invitation.objects.filter(email__iexact=user.email).delete()
    if not stays:
        _close(user)


def _close(user: User) -> None:
    """The account cannot be entered any more and says nothing about its person."""
    user.led_teams.update(lead=None)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.first_name, user.last_name, user.email = "", "", f"former-{user.pk}@{User.ERASED_HOST}"
    user.is_active = False
    user.set_unusable_password()
    user.save()


def personal_data(ambassador: Ambassador) -> dict[str, Sequence[Row]]:
    """Return everything any app knows about the person, by the name of what it is."""
    return {name: part.rows(ambassador) for name, part in sorted(_exports.items())}


def archive(ambassador: Ambassador) -> bytes:
    """Return a zip of the person's data: one JSON file of everything, one CSV file for each kind, and the portrait."""
    data = personal_data(ambassador)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, default=str))
        for name, rows in data.items():
            if rows:
                files.writestr(f"{name}.csv", _csv(rows))
        if ambassador.portrait:
            with ambassador.portrait.open("rb") as portrait:
                files.writestr("portrait.jpg", portrait.read())
    return target.getvalue()


def _csv(rows: Sequence[Row]) -> str:
    """Return the rows with a line of headings; a byte order mark tells spreadsheets that it is UTF-8."""
    target = io.StringIO()
    target.write("\ufeff")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(target, names)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return target.getvalue()


def _harmless(value: object) -> object:
    """A cell that begins like a formula would be run by a spreadsheet; an apostrophe keeps it text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
