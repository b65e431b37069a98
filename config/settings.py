"""All settings, each read once from the environment; `docs/settings.md` is generated from here."""

from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import BASE, broker, database, env, mail, text

# --- What kind of installation this is -------------------------------------------------------
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Encrypt departments' passwords; the first encrypts, all decrypt. Without any, SECRET_KEY stands for them.
CREDENTIALS_KEYS = env.list("CREDENTIALS_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
VAR = BASE / text("VAR", "var")

if DEMONSTRATION and HTTPS:
    raise ImproperlyConfigured("Demonstration accounts have public passwords: unset DEMONSTRATION or HTTPS.")

# --- Rooms, from the ground up ---------------------------------------------------------------
ROOMS = [
    "audit",
    "organizations",
    "workdays",
    "procedure",
    "rulemaking",  # city procedures (article 31), over the engine's rule sets
    "notifications",
    "catalog",
    "delivery",
    "sharing",
    "quality",
    "portal",
    "demonstration",
]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "knox",
    "rest_framework",
    "refusals",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "audit.context.RequestContextMiddleware",
    "refusals.characters.CleanTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "refusals.pages.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.portal",
            ],
        },
    }
]

# --- Stores ----------------------------------------------------------------------------------
# The portal works as a role that owns no table; migrations run as the owner.
DATABASES: dict[str, dict[str, Any]] = {"default": database("DATABASE_URL")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("DATABASE_CONNECTION_SECONDS", default=60),
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
DATABASE_OWNER = database("DATABASE_OWNER_URL", text("DATABASE_URL"))
DATABASE_PORTAL_ROLE = text("DATABASE_PORTAL_ROLE", "guishu_app")
DATABASE_TIMEOUTS_MS = {
    "lock_timeout": env.int("DATABASE_LOCK_TIMEOUT_MS", default=10_000),
    "statement_timeout": env.int("DATABASE_STATEMENT_TIMEOUT_MS", default=30_000),
    "idle_in_transaction_session_timeout": env.int("DATABASE_IDLE_TIMEOUT_MS", default=60_000),
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["options"] = " ".join(f"-c {k}={v}" for k, v in DATABASE_TIMEOUTS_MS.items())
REDIS_URL = text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {
        "BACKEND": text("STORAGE_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("STORAGE_OPTIONS", default={"location": str(VAR / "storage")}),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    BASE / "static",
    ("bootstrap", BASE / "node_modules" / "bootstrap" / "dist"),
    ("echarts", BASE / "node_modules" / "echarts" / "dist"),
]
STATICFILES_FINDERS = [
    "portal.assets.ChosenFiles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]

# --- Celery ----------------------------------------------------------------------------------
CELERY_BROKER_URL = broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = {
    "seal": {"task": "audit.seal", "schedule": 10.0, "options": {"expires": 9.0}},
    "beat": {"task": "portal.beat", "schedule": 60.0},
    "follow-calendar": {"task": "procedure.follow_calendar", "schedule": 300.0},
    "sweep": {"task": "procedure.sweep", "schedule": 300.0, "options": {"expires": 290.0}},
    "unattended": {"task": "procedure.unattended", "schedule": crontab(minute=17)},
    "forget-answers": {"task": "procedure.forget_answers", "schedule": crontab(hour=3, minute=30)},
    "stale-data": {"task": "quality.remind", "schedule": crontab(hour=6, minute=10)},
    "lapse-drafts": {"task": "sharing.lapse_drafts", "schedule": crontab(hour=0, minute=20)},
    "push": {"task": "delivery.push", "schedule": 30.0, "options": {"expires": 25.0}},
    "send-heads": {"task": "delivery.send_heads", "schedule": 600.0, "options": {"expires": 590.0}},
    "end-carried-stops": {"task": "delivery.end_carried_stops", "schedule": 300.0},
    "tell-of-ends": {"task": "delivery.tell_of_ends", "schedule": crontab(hour=0, minute=40)},
    "follow-entries": {"task": "sharing.follow_entries", "schedule": 300.0, "options": {"expires": 290.0}},
    "organization-changes": {"task": "organizations.carry_out_changes", "schedule": 300.0},
    "deliver-notices": {"task": "notifications.deliver", "schedule": 60.0, "options": {"expires": 55.0}},
    "mail-head": {"task": "notifications.mail_head", "schedule": crontab(hour=8, minute=5)},
    "sweep-loads": {"task": "delivery.sweep_loads", "schedule": 60.0, "options": {"expires": 55.0}},
    "look-for-clues": {"task": "delivery.look_for_clues", "schedule": crontab(minute=25)},
    "probe-services": {"task": "delivery.probe_services", "schedule": 300.0, "options": {"expires": 290.0}},
    "close-deliveries": {"task": "delivery.close_deliveries", "schedule": crontab(minute=50)},
    "forget-notices": {"task": "notifications.forget", "schedule": crontab(hour=3, minute=40)},
}

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "organizations:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ANONYMOUS_USER_NAME = None
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=8 * 3600)
SESSION_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=5)
AXES_COOLOFF_TIME = env.float("SIGN_IN_LOCKED_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "organizations.pages.locked_out"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- The browser's safety --------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "refusals.pages.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
FILE_UPLOAD_HANDLERS = [
    "delivery.supply.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- REST ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "delivery.subscription.authentication.KeyAuthentication",  # keys of subscribed systems, for data only
        "organizations.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["refusals.parsing.StrictJSONParser"],
    "NUM_PROXIES": 0,  # the request context has already found the believed address
    "DEFAULT_PAGINATION_CLASS": "refusals.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "refusals.rest.answer",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Guishu",
    "DESCRIPTION": "Government data of a region: find it, ask for it, decide, deliver, answer for it.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {  # fields of one name with different choices
        "ProviderGround": "sharing.law.ProviderGround.values",
        "PostKind": "organizations.kinds.PostKind.choices",
        "AppointablePost": "organizations.staffing.APPOINTABLE",
        "OrganizationKind": "organizations.kinds.OrganizationKind.choices",
        "PersonKind": "organizations.kinds.PersonKind.choices",
        "ChangeKind": "organizations.models.ChangeKind.choices",
        "ResourceKind": "delivery.models.ResourceKind.choices",
        "ClueKind": "delivery.models.ClueKind.choices",
        "ShareMode": "catalog.vocabulary.ShareMode.choices",
        "ShareModeAsked": "catalog.vocabulary.ShareMode.values",
        "LoadMode": "delivery.models.LoadMode.choices",
        "LoadStatus": "delivery.models.LoadStatus.choices",
        "GrantStatus": "delivery.models.GrantStatus.choices",
        "ResourceStatus": "delivery.models.ResourceStatus.choices",
    },
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": None, "AUTO_REFRESH": False}

# --- Mail ------------------------------------------------------------------------------------
EMAIL_URL = text("EMAIL_URL", "")
SENDS_MAIL = bool(EMAIL_URL) or DEMONSTRATION  # a demonstration without a mail server writes files
globals().update(mail(EMAIL_URL, VAR / "mail"))  # EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT and so on
EMAIL_TIMEOUT = env.int("EMAIL_SECONDS", default=10)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "guishu@localhost")
PORTAL_ADDRESS = text("PORTAL_ADDRESS", "")

# --- The trail: the key that signs its heads, the name they carry, and how long entries are kept ------
AUDIT_SIGNING_KEY = text("AUDIT_SIGNING_KEY", "")  # a file's path, or base64; production needs one
AUDIT_LOG_NAME = text("AUDIT_LOG_NAME", "guishu.trail")
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=1096)

# --- What the Measures leave to the installation ---------------------------------------------
MEASURES_IN_FORCE = env.str("MEASURES_IN_FORCE", default="2026-01-01")

# --- The gateway to shared data (each process keeps its own DuckDB sessions) -------------------
GATEWAY_MEMORY = text("GATEWAY_MEMORY", "256MB")
GATEWAY_EXPORT_MEMORY = text("GATEWAY_EXPORT_MEMORY", "128MB")  # of exports in the order of the file
GATEWAY_SPILL = text("GATEWAY_SPILL", "512MB")
GATEWAY_THREADS = env.int("GATEWAY_THREADS", default=2)
GATEWAY_SESSIONS = env.int("GATEWAY_SESSIONS", default=4)
GATEWAY_SECONDS = env.float("GATEWAY_SECONDS", default=10.0)
MARK_FONT = text("MARK_FONT", "")  # a font file that knows Chinese, for visible marks on pictures
GATEWAY_EXPORT_SECONDS = env.float("GATEWAY_EXPORT_SECONDS", default=1800.0)

# --- Loads: what a provider may bring at once, and what a load may use -------------------------
LOAD_MEMORY = text("LOAD_MEMORY", "512MB")
LOAD_SPILL = text("LOAD_SPILL", "4GB")
LOAD_THREADS = env.int("LOAD_THREADS", default=2)
LOAD_SECONDS = env.int("LOAD_SECONDS", default=3600)
LOAD_ERRORS = env.int("LOAD_ERRORS", default=1000)
LOAD_SILENT_SECONDS = env.int("LOAD_SILENT_SECONDS", default=60)
LOAD_ATTEMPTS = env.int("LOAD_ATTEMPTS", default=3)
UPLOAD_BYTES = env.int("UPLOAD_BYTES", default=2 * 1024**3)
UPLOAD_SECONDS = env.int("UPLOAD_SECONDS", default=1800)
VERSIONS_KEPT = env.int("VERSIONS_KEPT", default=5)
FILES_IN_A_RESOURCE = env.int("FILES_IN_A_RESOURCE", default=500)
ARCHIVE_FILES = env.int("ARCHIVE_FILES", default=10_000)
ARCHIVE_BYTES = env.int("ARCHIVE_BYTES", default=20 * 1024**3)
ARCHIVE_RATIO = env.int("ARCHIVE_RATIO", default=200)

# --- Departments' own systems: which addresses the portal may call ------------------------------
PULL_NETWORKS = env.list("PULL_NETWORKS", default=["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
PULL_HOSTS = env.list("PULL_HOSTS", default=[])
DEPARTMENT_DATABASE = f"{DATABASES['default']['NAME']}_department"
if DEMONSTRATION:  # one department's database stands beside the portal's own
    _near = DATABASES["default"]["HOST"] or DATABASES["default"]["OPTIONS"].get("host", "")
    PULL_HOSTS = [*PULL_HOSTS, f"{_near}#{DEPARTMENT_DATABASE}"]

# --- Messages to subscribed systems -------------------------------------------------------------
PUSH_NETWORKS = env.list("PUSH_NETWORKS", default=[])  # networks that are not public and may be called
PUSH_SECONDS = env.float("PUSH_SECONDS", default=10.0)
PUSH_LEASE_SECONDS = env.int("PUSH_LEASE_SECONDS", default=60)  # longer than one attempt
PUSH_FAILURES = env.int("PUSH_FAILURES", default=10)  # in a row, until nothing is sent there any more

# --- Logs ------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "audit.context.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {"urllib3": {"level": "WARNING"}},  # below that it writes whole addresses, and what was sought
}
