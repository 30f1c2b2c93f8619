"""Settings for every installation; what differs comes from the environment.

Safe by default: with nothing set it refuses to start, and DEMO=1 is the only short cut.
README.md lists the variables.
"""

from pathlib import Path

from django.contrib.messages import constants as message_levels

from bucketing.database import connection_settings
from bucketing.environment import choice, flag, number, secret_key, text, words
from bucketing.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(text("DATA_DIR", default=str(BASE_DIR / "var")))

# DEMO=1 is for one machine: plain http on loopback, a key of its own, e-mail into files.
DEMO = flag("DEMO", default=False)
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key(keep_in=DATA_DIR / "secret_key" if DEMO else None)
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if DEMO else "")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "assessors",
    "projects",
    "bucketing",
    "reports",
]

MIDDLEWARE = [
    # Before anything that asks for a host name or writes a line: probes call by address, often.
    "bucketing.health.HealthMiddleware",
    "bucketing.middleware.RequestLogMiddleware",
    # Before WhiteNoise, so that static files carry the headers too.
    "bucketing.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bucketing.middleware.RequestSizeMiddleware",
    "bucketing.middleware.StorableValuesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "assessors.sources.SourceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "assessors.middleware.EntryMiddleware",
]

ROOT_URLCONF = "bucketing.urls"
WSGI_APPLICATION = "bucketing.wsgi.application"

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
            ],
        },
    },
]
# A session write for every message would be one more write for every answer.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
MESSAGE_LEVEL = message_levels.INFO

# --- Records, files, long work ---------------------------------------------------------

DATABASES = {
    "default": connection_settings(
        text("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'bucketing.sqlite3'}"),
        base_dir=BASE_DIR,
        pool_size=number("DATABASE_POOL_SIZE", default=10),
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits count attempts here, and must count them across all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

MEDIA_ROOT = Path(text("MEDIA_ROOT", default=str(DATA_DIR / "files")))
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
# A form may tell kindly of a file that is somewhat too large; beyond this nothing is read.
REQUEST_MAX_BYTES = UPLOAD_MAX_BYTES + 14 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# Long workbooks wait here for a day; they can be made again, so no backup holds them.
WORKBOOKS_DIR = DATA_DIR / "workbooks"
BACKUP_DIR = Path(text("BACKUP_DIR", default=str(DATA_DIR / "backups")))

TASKS_BACKEND = "django_tasks.backends.immediate.ImmediateBackend"
if not flag("TASKS_IMMEDIATE", default=DEMO):
    TASKS_BACKEND = "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": TASKS_BACKEND}}

STATIC_URL = "static/"
STATIC_ROOT = Path(text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "bucketing.static_files.StaticFiles"},
}

# --- Words, times, e-mail --------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = text("EMAIL_HOST", default="localhost")
EMAIL_PORT = number("EMAIL_PORT", default=587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", default="bucketing@localhost")

# --- Personal data ----------------------------------------------------------------------

# So long after a workshop its guests' names become codes. 0 keeps them.
NAMES_KEPT_DAYS = number("NAMES_KEPT_DAYS", default=365)

# --- Security --------------------------------------------------------------------------

HTTPS = flag("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# Only behind a proxy that sets this header itself; otherwise anyone could claim https.
if flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The host name belongs to the council, and so do its subdomains (W005) and its place on
# browsers' preload lists (W021): an application must not commit them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Figures for Prometheus are told to who knows this; to nobody where it is empty.
METRICS_TOKEN = text("METRICS_TOKEN")

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = choice("LOG_LEVEL", default="WARNING" if DEMO else "INFO", among=LOG_LEVELS)
LOGGING = logging_settings(level=LOG_LEVEL)

# --- Sign-in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "assessors.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# People come in by invitation or first-run set-up; nobody signs up by themselves.
ACCOUNT_ADAPTER = "assessors.sign_in.InvitedOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
# Codes are typed, never followed: mail scanners open every link they see.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Known and unknown addresses get the same page, and unknown ones get no mail at all.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A whole council may share one address, so an address alone gets room; one account gets little.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,8/5m/key",
    "request_login_code": "60/m/ip,3/m/key",
    "reset_password": "60/m/ip,3/m/key",
    "accept_invitation": "30/m/ip,8/5m/key",
    "set_up": "10/m/ip",
    "through_provider": "60/m/ip",
}
# Limits count by address: behind the proxy the last hop is the proxy itself.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY", default=False) else 0

# An organisation's own provider: a link leads there, as a form could not (the policy on forms).
SOCIALACCOUNT_ADAPTER = "assessors.openid.adapter.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
# The server asks addresses that admins type. Within its own network only where this is said.
SIGN_IN_PRIVATE_ADDRESSES = flag("SIGN_IN_PRIVATE_ADDRESSES", default=False)
SIGN_IN_LOOPBACK = DEBUG or DEMO

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Bucketing"
MFA_FORMS = {"authenticate": "assessors.forms.second_factor.SecondFactorForm"}
