"""The link host: the same installation without sessions, log-in or pages; it only answers /s/<code>."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "config.urls_edge"
WSGI_APPLICATION = "config.wsgi_edge.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth refuses to start without it
]
