"""What the log-in page of the demo shows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ambassadors.models import User
from sharehub.demo.accounts import DEMO_ACCOUNTS


def demo(request: HttpRequest) -> dict[str, object]:
    """Return the demo's accounts on the log-in page, where the demo is loaded."""
    if not settings.DEBUG or request.path != reverse("account_login"):
        return {}
    is_loaded = User.objects.filter(email=DEMO_ACCOUNTS[0].email).exists()
    return {"demo_accounts": DEMO_ACCOUNTS if is_loaded else ()}
