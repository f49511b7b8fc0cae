"""Fixtures of all tests."""

from tests.services import _empty_valkey, django_db_setup  # noqa: F401
