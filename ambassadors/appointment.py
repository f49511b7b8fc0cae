"""The first manager of an installation: an account without password, and the link with which a password is set."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from ambassadors.models import User
from themes.permissions import MANAGER


@transaction.atomic
def appoint_manager(*, email: str, name: str, language: str) -> User:
    """The account is in the group of programme managers and its address counts as verified; one that exists is kept."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        first_name, _space, last_name = name.strip().partition(" ")
        user = User.objects.create_user(email, None, first_name=first_name, last_name=last_name, language=language)
    user.groups.add(Group.objects.get(name=MANAGER))
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
    return user


def password_link(user: User) -> str:
    """Return the address on which this person sets a password, once; it expires as every reset link does."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.WEB_BASE_URL}{path}"
