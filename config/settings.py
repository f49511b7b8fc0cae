"""Settings of an installation, read from the environment; every variable is listed in .env.example.

A secret may come from a file: SECRET_KEY_FILE, DATABASE_URL_FILE and so on. A bad value stops the start with its name.
"""

import logging
import sys
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import logs, secrets
from config.environment import env

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
SECRET_KEY = env.str("SECRET_KEY", default="") or secrets.development_key(DATA_DIR, debug=DEBUG)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# What seals the tokens of connected accounts; the first seals, all of them open (`manage.py rotate_token_keys`).
TOKEN_KEYS = secrets.token_keys(env.list("TOKEN_KEYS", default=[]), [SECRET_KEY, *SECRET_KEY_FALLBACKS])

# By what phones know our reminders (`manage.py make_push_key`); empty: none are sent to phones.
VAPID_PRIVATE_KEY = secrets.push_key(env.str("VAPID_PRIVATE_KEY", default=""))
# By what servers of Bluesky know this installation (`manage.py make_bluesky_key`), that of new connections first; empty: app passwords alone.
BLUESKY_KEYS = secrets.client_keys(env.list("BLUESKY_KEYS", default=[]))

# Addresses: where people come in (WEB) and where tracked links point (LINK); two hosts, so that no cookie meets a link.
WEB_BASE_URL = env.str("WEB_BASE_URL", default="http://localhost:8000").rstrip("/")
LINK_BASE_URL = env.str("LINK_BASE_URL", default="http://127.0.0.1:8001").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# An edge host's journals, link table and rendered pages; on a disk of its own that survives a restart.
EDGE_DIR = Path(env.str("EDGE_DIR", default=str(DATA_DIR / "edge")))
EDGE_METRICS_HOST = env.str("EDGE_METRICS_HOST", default="127.0.0.1")
EDGE_METRICS_PORT = env.int("EDGE_METRICS_PORT", default=0)
# Only these proxies are believed about a visitor's address (CIDR, comma separated).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

INSTALLED_APPS = [
    "sharehub",
    "cms",
    "ambassadors",
    "themes",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "config.wagtail_users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "heroicons",
    "django_prose_editor",
    "django_celery_beat",
    "django_structlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "themes.middleware.OrganisationOnce",
    "ambassadors.middleware.SeenLatelyMiddleware",
    "ambassadors.middleware.PersonPreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.content_security.ContentSecurityMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ambassadors.middleware.LoggedOutMiddleware",
    "config.methods.MethodMiddleware",
    "themes.middleware.StepsFollowChanges",
    "sharehub.middleware.OwnVisitorMiddleware",
    "sharehub.middleware.FollowedLinkMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Kept in development as well: runserver forgets them when a file changes, as Django does for its own loaders.
_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _loaders)],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "themes.context_processors.organisation",
                "cms.context_processors.site_menu",
                "sharehub.context_processors.demo",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_ADDRESS = env.str("DATABASE_URL", default="postgres:///ambassadors")
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///ambassadors")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
_VALKEY_WAITS = {
    "socket_timeout": 3.0,
    "socket_connect_timeout": 3.0,
}  # seconds: nobody waits longer for what is only quicker
CACHES = {
    name: {
        "BACKEND": backend,
        "LOCATION": REDIS_URL,
        "OPTIONS": {"pool_class": "config.caching.SharedPool", **_VALKEY_WAITS},
    }
    for name, backend in {
        "default": "config.caching.ForgivingCache",
        "state": "django.core.cache.backends.redis.RedisCache",
    }.items()
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

AUTH_USER_MODEL = "ambassadors.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "ambassadors.rights.RoleRights",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "ambassadors.passwords.NotYourself"},
    {"NAME": "ambassadors.passwords.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "ambassadors.passwords.NotCommon"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ambassadors.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = env.json("ACCOUNT_RATE_LIMITS", default={})
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "Ambassadors"
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
# The container's own health check speaks plain HTTP to the process itself.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # Wagtail's preview panel frames the site's own pages.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
FORMAT_MODULE_PATH = ["config.formats"]
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Amsterdam")
USE_I18N = USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# For files without a version in their name; while developing a browser asks for each again, so that changes show.
WHITENOISE_MAX_AGE = env.int("STATIC_MAX_AGE", default=0 if DEBUG else 60)
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
# CVs and exports: outside MEDIA_ROOT, so that no web server ever serves them by path.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(DATA_DIR / "private")))
_static_storage = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG or "test" in sys.argv
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": _static_storage},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

MAIL_DIR = DATA_DIR / "mail"
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if DEBUG
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = MAIL_DIR
EMAIL_TIMEOUT = 20
_email = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Ambassadors <ambassadors@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 30
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "sharehub.tasks.publish_share": {"queue": "networks"},
    "sharehub.tasks.end_connection": {"queue": "networks"},
    "sharehub.tasks.tend_connection": {"queue": "networks"},
    "sharehub.tasks.read_engagement_of": {"queue": "networks"},
    "sharehub.tasks.remove_post": {"queue": "networks"},
    "sharehub.tasks.*": {"queue": "reach"},
    "*.send_*": {"queue": "mail"},
    "*.fetch_*": {"queue": "networks"},
}
# Longer than the longest task; the restore interval brings a killed worker's task back in seconds, not minutes.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 1,
    "socket_connect_timeout": 3.0,
    "socket_timeout": 10.0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # No address of a visitor is kept anywhere, logs included.
# Beat starts several tasks a second; what fails is logged as an error all the same.
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
CELERY_BEAT_SCHEDULE = {
    "classify visits": {"task": "sharehub.tasks.classify_visits", "schedule": 4.0, "options": {"expires": 4}},
    "roll up reach": {"task": "sharehub.tasks.roll_up_reach", "schedule": 5.0, "options": {"expires": 5}},
    "poll feeds": {"task": "cms.tasks.poll_feeds", "schedule": 60.0, "options": {"expires": 60}},
    "poll vacancies": {"task": "cms.tasks.poll_vacancies", "schedule": 60.0, "options": {"expires": 60}},
    "fetch imported pictures": {"task": "cms.tasks.fetch_pictures", "schedule": 60.0, "options": {"expires": 60}},
    "send waiting invitations": {
        "task": "ambassadors.tasks.send_invitations",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "import feeds": {"task": "cms.tasks.import_feeds", "schedule": 60.0, "options": {"expires": 60}},
    "publish due pages": {"task": "cms.tasks.publish_due_pages", "schedule": 60.0, "options": {"expires": 60}},
    "take awaited words": {"task": "cms.tasks.take_awaited_words", "schedule": 60.0, "options": {"expires": 60}},
    "draw awaited AVIF": {"task": "cms.tasks.draw_awaited_avif", "schedule": 3600.0, "options": {"expires": 3600}},
    "delete discarded posts": {
        "task": "cms.tasks.delete_discarded_posts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "delete forgotten shares": {
        "task": "sharehub.tasks.delete_forgotten_shares",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "send reminders": {"task": "ambassadors.tasks.send_reminders", "schedule": 900.0, "options": {"expires": 900}},
    "import waiting people": {
        "task": "ambassadors.tasks.import_waiting_people",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send notices": {"task": "ambassadors.tasks.send_notices", "schedule": 60.0, "options": {"expires": 60}},
    "escalate questions": {
        "task": "ambassadors.tasks.escalate_questions",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "plan policy reminders": {
        "task": "ambassadors.tasks.plan_policy_reminders",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "plan digests": {"task": "ambassadors.tasks.plan_digests", "schedule": 600.0, "options": {"expires": 600}},
    "plan newsletters": {"task": "ambassadors.tasks.plan_newsletters", "schedule": 60.0, "options": {"expires": 60}},
    "ask servers": {"task": "sharehub.tasks.ask_servers", "schedule": 600.0, "options": {"expires": 600}},
    "look up posts": {"task": "sharehub.tasks.look_up_posts", "schedule": 300.0, "options": {"expires": 300}},
    "send personal links": {
        "task": "sharehub.tasks.send_personal_links",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "publish waiting shares": {
        "task": "sharehub.tasks.publish_waiting_shares",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "read engagement": {"task": "sharehub.tasks.read_engagement", "schedule": 300.0, "options": {"expires": 300}},
    "tend connections": {
        "task": "sharehub.tasks.tend_connections",
        "schedule": 21_600.0,
        "options": {"expires": 21_600},
    },
    "end connections": {"task": "sharehub.tasks.end_connections", "schedule": 30.0, "options": {"expires": 30}},
    "carry out stops": {"task": "sharehub.tasks.carry_out_stops", "schedule": 30.0, "options": {"expires": 30}},
    "tell urgents": {"task": "sharehub.tasks.tell_urgents", "schedule": 60.0, "options": {"expires": 60}},
    "carry out plans": {"task": "sharehub.tasks.carry_out_plans", "schedule": 20.0, "options": {"expires": 20}},
    "count good hours": {"task": "sharehub.tasks.count_good_hours", "schedule": 1800.0, "options": {"expires": 1800}},
    "delete old openings": {
        "task": "sharehub.tasks.delete_old_openings",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "make waiting reports": {
        "task": "sharehub.tasks.make_waiting_reports",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "run pulses": {"task": "sharehub.tasks.run_pulses", "schedule": 900.0, "options": {"expires": 900}},
    "plan report mails": {
        "task": "sharehub.tasks.plan_report_mails",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "award badges": {"task": "sharehub.tasks.award_badges", "schedule": 60.0, "options": {"expires": 60}},
    "snapshot headcounts": {
        "task": "ambassadors.tasks.snapshot_headcounts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "fetch listening sources": {"task": "themes.tasks.fetch_sources", "schedule": 60.0, "options": {"expires": 60}},
    "forget old conversations": {
        "task": "themes.tasks.forget_conversations",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "route conversations": {
        "task": "ambassadors.tasks.route_conversations",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "count steps": {"task": "themes.tasks.count_steps", "schedule": 60.0, "options": {"expires": 60}},
    "count figures": {"task": "sharehub.tasks.count_figures", "schedule": 300.0, "options": {"expires": 300}},
    "note challenges": {"task": "sharehub.tasks.note_challenges", "schedule": 300.0, "options": {"expires": 300}},
    "count boards": {"task": "sharehub.tasks.count_boards", "schedule": 300.0, "options": {"expires": 300}},
    "read KPIs": {"task": "themes.tasks.read_kpis", "schedule": 3600.0, "options": {"expires": 3600}},
    "point links": {"task": "sharehub.tasks.point_links", "schedule": 5.0, "options": {"expires": 5}},
    "watch day key": {"task": "sharehub.tasks.watch_day_key", "schedule": 60.0, "options": {"expires": 60}},
    "make visit partitions": {
        "task": "sharehub.tasks.make_visit_partitions",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "delete old visits": {"task": "sharehub.tasks.delete_old_visits", "schedule": 3600.0, "options": {"expires": 3600}},
    "acknowledge applications": {
        "task": "sharehub.tasks.acknowledge_applications",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    "deliver webhooks": {"task": "sharehub.tasks.deliver_webhooks", "schedule": 60.0, "options": {"expires": 60}},
    "count votes": {"task": "sharehub.tasks.count_votes", "schedule": 300.0, "options": {"expires": 300}},
    "ripen bonuses": {"task": "sharehub.tasks.ripen_bonuses", "schedule": 3600.0, "options": {"expires": 3600}},
    "delete candidates": {"task": "sharehub.tasks.delete_candidates", "schedule": 3600.0, "options": {"expires": 3600}},
}

# As these networks know us, who registered with them: without both parts of it accounts there cannot be connected.
LINKEDIN_CLIENT_ID = env.str("LINKEDIN_CLIENT_ID", default="")
LINKEDIN_CLIENT_SECRET = env.str("LINKEDIN_CLIENT_SECRET", default="")
LINKEDIN_VERSION = env.str("LINKEDIN_VERSION", default="202610")
X_CLIENT_ID = env.str("X_CLIENT_ID", default="")
X_CLIENT_SECRET = env.str("X_CLIENT_SECRET", default="")
X_COUNTS = env.bool("X_COUNTS", default=False)

# Where the sources of this installation can be read; pages that explain a rule lead there.
REPOSITORY_URL = env.str("REPOSITORY_URL", default="").rstrip("/")

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Ambassadors")
WAGTAILADMIN_BASE_URL = WEB_BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "/cms/login/"  # which asks to log in, and refuses who is in and may not edit
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # it would save a page again while an editor is approving it
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
DJANGO_TABLES2_TEMPLATE = "tables/table.html"

# Figures that take this many seconds to count are kept for so long at most (themes.kept); a worker renews them before that.
KEPT_FROM_SECONDS = 0.1
KEPT_SECONDS = 3600
# The progress of the seven steps stands beside every page of the programme; what a manager changes shows at once.
STEPS_FRESH_SECONDS = 60

# How long raw visits are kept; derived reach stays.
VISIT_RETENTION_DAYS = env.int("VISIT_RETENTION_DAYS", default=90)
# How long drafts are kept that were thrown away, and shares that never came to anything.
DRAFT_RETENTION_DAYS = env.int("DRAFT_RETENTION_DAYS", default=90)

LOGGING = logs.configuration(debug=DEBUG, level=env.str("LOG_LEVEL", default="INFO"))
logs.configure_structlog(debug=DEBUG)
SENTRY_DSN = env.str("SENTRY_DSN", default="")
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
