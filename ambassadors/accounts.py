"""Accounts begin with an invitation or an administrator; nobody signs up by themself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the open sign-up page shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
