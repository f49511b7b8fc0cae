"""The settings of development on servers of the tests' own, quicker where that changes nothing that is tested."""

from tests import services

services.start()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

DATABASES["default"]["CONN_MAX_AGE"] = 0  # a live server's threads must not hold on to a database that is renewed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is slow enough to be kept; steps are counted as often as in production, and each test begins with none.
KEPT_FROM_SECONDS, STEPS_FRESH_SECONDS = float("inf"), 60
