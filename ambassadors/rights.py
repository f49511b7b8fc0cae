"""Rights that a role can carry: what they are called, and the permissions they open, for as long as the role is held.

Apps register theirs in `ready()`. A right is a bundle of Django permissions, so that every view, template and action that asks
for a permission heeds it without knowing of roles. It begins when the person accepts the role and the period begins, and ends
with either, or when a manager takes it out of the role.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, Func, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors import managing
from ambassadors.models import ProgrammeManager, RoleAssignment, User


@dataclass(frozen=True)
class Right:
    """Something a role lets people do."""

    key: str
    name: str | Promise
    description: str | Promise
    permissions: Sequence[str]
    url_name: str = ""  # where one does it; takes the programme's slug


_rights: dict[str, Right] = {}
# Asked where pairs are made; it opens no page, so it has no permission.
COACH = "coach"


def register(right: Right) -> None:
    """The right can be given to roles; a key registered again takes the place of the former."""
    _rights[right.key] = right


def rights() -> list[Right]:
    """Return every right in order of registration."""
    return list(_rights.values())


def rights_of(keys: Sequence[str]) -> list[Right]:
    """Return the rights with these keys; one that no app registers any more is left out."""
    return [right for right in _rights.values() if right.key in keys]


def register_own() -> None:
    """People in a role can look at the outside world, answer there, and coach."""
    register(
        Right(
            "outside",
            _("see the outside world"),
            _("The map of stakeholders and the conversations about your themes."),
            ("themes.view_stakeholder", "themes.view_conversation"),
            "themes:stakeholder_list",
        )
    )
    register(
        Right(
            "answer",
            _("answer conversations"),
            _("Take a conversation, and say that it was answered."),
            ("themes.view_conversation", "themes.change_conversation"),
            "themes:conversation_list",
        )
    )
    register(
        Right(
            COACH,
            _("coach a colleague"),
            _("Be paired with somebody who begins: you meet, and keep notes for the two of you."),
            (),
        )
    )


class RoleRights(BaseBackend):
    """The permissions of the roles that somebody holds today, and of a place in a team of managers; asked once for a person in memory."""

    def get_user_permissions(
        self, user_obj: AbstractBaseUser | AnonymousUser, obj: models.Model | None = None
    ) -> set[str]:
        """Return the permissions that the person's roles give, and those of the programmes they manage."""
        if not user_obj.is_authenticated or not user_obj.is_active or obj is not None:
            return set()
        kept: set[str] | None = vars(user_obj).get("_role_permissions")
        if kept is None:
            held = RoleAssignment.objects.current().filter(ambassador__user=OuterRef("pk"), ambassador__left_at=None)
            keys = ArraySubquery(held.annotate(key=Func("role__rights", function="unnest")).values("key"))
            places = Exists(ProgrammeManager.objects.filter(user=OuterRef("pk")))
            found, is_named = User.objects.filter(pk=user_obj.pk).values_list(keys, places).first() or ([], False)
            kept = {permission for right in rights_of(sorted(set(found))) for permission in right.permissions}
            if is_named:
                kept |= managing.permissions_of_the_named()
            vars(user_obj)["_role_permissions"] = kept
        return kept

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: models.Model | None = None) -> bool:
        """Whether one of the roles, or a place in a team, gives the permission."""
        return perm in self.get_user_permissions(user_obj, obj)
