"""Accounts begin with an invitation or an administrator; nobody signs up by themself."""

from ipaddress import IPv6Address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from ambassadors.models import User
from themes import addresses
from themes.models import Organisation


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the open sign-up page shut, writes mails in the person's language, and believes known proxies only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        with translation.override(getattr(person, "language", None) or translation.get_language()):
            super().send_mail(template_prefix, email, {**context, "organisation": Organisation.load()})

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what stands for the visitor's address today: rate limits count by it, and no real address is kept."""
        peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("x-forwarded-for", "")
        address = addresses.client_address(peer, forwarded, addresses.networks(settings.TRUSTED_PROXIES))
        digest = salted_hmac("ambassadors.accounts.client", f"{timezone.now():%Y-%m-%d} {address}").digest()
        return str(IPv6Address(b"\xfd" + digest[:15]))  # of the block that never leaves a house (RFC 4193)
