"""Settings, from the environment only. ``docs/operations.md`` lists them all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text. bin/run makes one for you and keeps it in var/.")
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
IS_SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "csp",
    "history",
    "doors",
    "jobs",
    "people",
    "webhooks",
    "conversation",
    "customers",
    "feedback",
    "objectives",
    "usage",
    "roadmap",
    "matching",
    "portal",
    "answers",
    "priorities",
    "surveys",
    "experiments",
    "growth",
    "pqls",
    "publishing",
    "gates",
    "integrations",
    "line",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "doors.middleware.CleanInput",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doors.middleware.Toasts",
    "people.middleware.ActorMiddleware",
    "config.errors.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "doors.context.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "doors.templatetags.throughline",
                "history.templatetags.activity",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'throughline.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
    # Tests use a file too: threads, other processes and the browser must see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": env.bool("DATABASE_POOL", default=False),
        # What is read through a cursor is read to its end: it must not be planned for its first rows. To compile a query takes a
        # quarter of a second each time it is asked, more than any page gains by it.
        "options": "-c lock_timeout=5000 -c statement_timeout=30000 -c cursor_tuple_fraction=1 -c jit=off",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DATABASES["default"]["OPTIONS"]["pool"] else 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Room for the counters of many addresses: one that is dropped for want of room forgets what it has counted.
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 30}
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="throughline")
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 20}}}
CELERY_TIMEZONE = "UTC"
USAGE_STORE = env.str("USAGE_STORE", default="database")  # or clickhouse://user:password@host:8123/name
USAGE_KEEP_DAYS = env.int("USAGE_KEEP_DAYS", default=0)  # nought keeps raw events for ever
USAGE_REQUESTS_A_MINUTE = env.int("USAGE_REQUESTS_A_MINUTE", default=1200)
USAGE_BAD_KEYS_A_MINUTE = env.int("USAGE_BAD_KEYS_A_MINUTE", default=120)
JOBS_SCHEDULE = SCHEDULE
JOBS_LEASE_SECONDS = env.float("JOBS_LEASE_SECONDS", default=30.0)
JOBS_SEND_AGAIN_SECONDS = env.float("JOBS_SEND_AGAIN_SECONDS", default=30.0)
JOBS_THREADS = env.int("JOBS_THREADS", default=2)
JOBS_GRACE_SECONDS = 10

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["people.backend.Members"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

REST_KNOX = {
    "TOKEN_MODEL": "people.ApiToken",
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_TTL": timedelta(days=365),
    "TOKEN_PREFIX": "tl_",
}
KNOX_TOKEN_MODEL = "people.ApiToken"  # noqa: S105 (the name of a model)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.authentication.TokenAuthentication",
        "people.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["doors.protocol.DeclaredPolicy"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["doors.protocol.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "doors.protocol.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle", "rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("API_RATE", default="1200/min"),
        "anon": env.str("API_ANON_RATE", default="60/min"),
    },
    "EXCEPTION_HANDLER": "config.errors.api_exception_handler",
    "PAGE_SIZE": 20,
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Throughline",
    "DESCRIPTION": "Everything that the web pages do, for programs.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "GateOutcomeEnum": "gates.models.scores.Outcome",
        "GateReviewStateEnum": "gates.models.reviews.ReviewState",
        "FeedbackStateEnum": "feedback.models.FeedbackState",
        "IdeaStateEnum": "roadmap.models.IdeaState",
        "InitiativeEndingEnum": "roadmap.models.Ending",
        "InitiativeStateEnum": "roadmap.models.InitiativeState",
        "IdeaStageEnum": "roadmap.models.Stage",
        "IdeaLinkKindEnum": "roadmap.models.links.LinkKind",
        "OwnStageKindEnum": "roadmap.models.stages.KINDS",
        "DealStageEnum": "feedback.models.DealStage",
        "PilotStateEnum": "gates.models.pilots.PilotState",
        "OutcomeDirectionEnum": "gates.models.outcomes.Direction",
        "KeyResultDirectionEnum": "objectives.models.Direction",
        "KeyResultUnitEnum": "objectives.models.Unit",
        "ExperimentStateEnum": "experiments.kinds.ExperimentState",
        "ExperimentKindEnum": "experiments.kinds.Kind",
        "ExperimentMeasureEnum": "experiments.kinds.Measure",
        "ExperimentVerdictEnum": "experiments.kinds.Verdict",
        "ExperimentDirectionEnum": "experiments.kinds.Direction",
        "PqlStateEnum": "pqls.kinds.PqlState",
        "PqlRuleStateEnum": "pqls.kinds.RuleState",
        "PqlLevelEnum": "pqls.kinds.Level",
        "PqlRejectionEnum": "pqls.kinds.Rejection",
        "PqlLossEnum": "pqls.kinds.Loss",
        "PqlTryOutStateEnum": "pqls.kinds.Run",
        "SurveyStateEnum": "surveys.models.SurveyState",
        "SurveyKindEnum": "surveys.kinds.SurveyKind",
        "CountedUnitEnum": "usage.models.CountedUnit",
        "MotionEnum": "customers.models.Motion",
        "HealthWordEnum": "growth.models.outcomes.Word",
        "RoadmapAudienceEnum": "publishing.models.Audience",
        "RoadmapFieldEnum": "publishing.models.Field",
        "PortalAudienceEnum": "portal.models.portals.Audience",
        "PublicStatusEnum": "portal.models.portals.PublicStatus",
        "SubmissionStateEnum": "portal.models.submissions.SubmissionState",
        "LifecycleEnum": "customers.models.Lifecycle",
        "SegmentEnum": "people.models.Segment",
        "DecisionBasisEnum": "gates.models.decisions.Basis",
        "LaunchBasisEnum": "gates.models.launches.LaunchReview.Basis",
        "DealStatusEnum": "customers.models.deals.DealStatus",
        "LikelihoodStatusEnum": "gates.models.likelihoods.LikelihoodStatus",
        "ProjectionStatusEnum": "gates.models.projections.ProjectionStatus",
        "CustomerImportKindEnum": "customers.models.imports.ImportKind",
        "FieldKindEnum": "doors.fields.model.FieldKind",
        "SegmentMatchEnum": "customers.models.segments.SegmentMatch",
        "MergeKindEnum": "customers.models.merges.MergeKind",
        "CustomerRowOutcomeEnum": "customers.models.imports.RowOutcome",
        "FeedbackRowOutcomeEnum": "feedback.models.imports.RowOutcome",
        "BulkOutcomeEnum": "feedback.models.bulk.BulkOutcome",
        "MailOutcomeEnum": "integrations.models.MailOutcome",
        "NoticeKindEnum": "conversation.models.NoticeKind",
        "NoticeMeansEnum": "conversation.models.Means",
        "MailingMeansEnum": "conversation.mailings.MEANS",
        "CriterionKindEnum": "gates.models.reviews.Kind",
    },
}

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Mail that comes in: "user:password", as the mail service sends it along. Without it the door is shut.
# Hosts inside our own network that may be called all the same, by http as well: OUTBOUND_HOSTS=chat.internal,localhost
OUTBOUND_HOSTS = [host.lower() for host in env.list("OUTBOUND_HOSTS", default=[])]
ANYMAIL = {"WEBHOOK_SECRET": env.str("MAIL_IN_SECRET", default="")}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Throughline <throughline@localhost>")

LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "doors.storage.ModuleAwareStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = VAR_DIR / "files"
HISTORY_HEAD_FILE = VAR_DIR / "history-head.jsonl"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # Whoever knocks under a foreign name is told 400; a log that anyone can fill tells nothing.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
