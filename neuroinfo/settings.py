"""All settings, from the environment.

Nothing has to be set for a site on this machine: it then answers on loopback addresses only, over plain HTTP,
with a secret key that is generated once and kept outside git. Naming ``ALLOWED_HOSTS`` makes it a production
site: a secret key must then be given, and cookies and redirects insist on HTTPS.
"""

import os
import re
from datetime import timedelta
from email.utils import getaddresses
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email

from neuroinfo.inline_scripts import CSP_HASHES

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def env_switch(name):
    """True or False from ``name``: 1, true, yes, on / 0, false, no, off or unset."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'. Set it to 1 or 0.")


def env_list(name):
    """The comma-separated values of ``name``, without blanks."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def env_seconds(name, default):
    """A whole number of seconds from ``name``, 0 or more."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is '{value}'. Give a whole number of seconds.")
    return int(value)


def env_limit(name, default):
    """How often something may be done in a minute from ``name``: a whole number, 0 for as often as anybody likes."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise ImproperlyConfigured(f"{name} is '{value}'. Give a whole number up to 999999: how many a minute, or 0 for no limit.")
    return int(value)


def env_networks(name):
    """The networks of ``name``, such as 192.0.2.0/24 or 2001:db8::/32."""
    try:
        return [ip_network(item) for item in env_list(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Give networks such as 192.0.2.0/24, with commas between them.") from error


def env_ancestors(name):
    """Sources of the CSP directive frame-ancestors from ``name``: 'self' alone if it is unset."""
    sources = env_list(name) or [SELF]
    for source in sources:
        if source not in {SELF, NONE} and not re.fullmatch(r"https?://(\*\.)?[a-z0-9.-]+(:[0-9]{1,5})?", source, re.ASCII):
            raise ImproperlyConfigured(
                f"{name} holds '{source}'. Give addresses such as https://portal.example.org, with commas between them, or 'self'."
            )
    return sources


def env_port(name, default):
    """A port number from ``name``."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise ImproperlyConfigured(f"{name} is '{value}'. Give a number from 1 to 65535.")
    return int(value)


def env_sender(name):
    """The address that e-mails come from: ``someone@example.org`` or ``Name <someone@example.org>``."""
    value = os.environ.get(name, "").strip()
    addresses = getaddresses([value])
    try:
        validate_email(addresses[0][1] if len(addresses) == 1 else "")
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is '{value}'. EMAIL_HOST is set, so e-mails are sent, and they need a sender such as NeuroInfo <editors@example.org>"
        ) from None
    return value


def env_site_url(default):
    """The public address of the site, without a final slash."""
    value = (os.environ.get("SITE_URL", "").strip() or default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise ImproperlyConfigured(f"SITE_URL is '{value}'. Give an address such as https://nerves.example.org")
    return value


def local_secret_key(folder):
    """The key of this machine's own site, made on first use in a file that only its owner can read."""
    path = folder / "secret_key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(get_random_secret_key())
        except FileExistsError:
            pass
        key = path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"the folder {folder} cannot be written ({error.strerror}). Make it writable, or set DATA_DIR to one that is."
        ) from error
    if not key:
        raise ImproperlyConfigured(f"{path} is empty. Delete it; a new key is made at the next start.")
    return key


def database(url):
    """Django's settings for one database address."""
    try:
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address such as postgres://user:password@host:5432/name or sqlite:////var/lib/neuroinfo.sqlite3"
        ) from error
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            # One writer at a time from the first statement on: a transaction that reads and then writes cannot fail half way.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        # A machine that is gone does not answer at all, and each request would wait for as long as the system does: two minutes to connect,
        # a quarter of an hour for the answer on a connection that was there.
        config["OPTIONS"] = {"connect_timeout": 3, "tcp_user_timeout": 3000, **config.get("OPTIONS", {})}
    else:
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return config


# --- Where it runs -------------------------------------------------------------------------------------------

DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
PRODUCTION = bool(ALLOWED_HOSTS)
BEHIND_PROXY = PRODUCTION and env_switch("BEHIND_PROXY")
DEBUG = env_switch("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "").strip()

if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is set, so this is a production site, and it needs a SECRET_KEY. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if DEBUG:
        raise ImproperlyConfigured("DEBUG shows secrets to visitors. Unset DEBUG, or unset ALLOWED_HOSTS on your own machine.")
else:
    ALLOWED_HOSTS = LOOPBACK_HOSTS
    SECRET_KEY = SECRET_KEY or local_secret_key(DATA_DIR)

SITE_URL = env_site_url(f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://127.0.0.1:8000")
SITE_NAME = os.environ.get("SITE_NAME") or "NeuroInfo"
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "").strip()
EMERGENCY_NUMBERS = os.environ.get("EMERGENCY_NUMBERS") or "999, 112 or 911"
CONTENT_DIR = BASE_DIR / "content"

# --- Django --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "neuroinfo",
    "taggit",  # before our apps: the editors have their own admin page for tags
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "opendata",
    "search",
    "trials",
    "treatments",
    "articles",
    "editorial",
    "django_prose_editor",
    "csp",
    "editorial.admin_site.EditorialAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "neuroinfo.headers.HeadersMiddleware",
    "neuroinfo.headers.ReadersMiddleware",
    # Before those that answer by themselves: what they send has these headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "editorial.sessions.EditorSessionMiddleware",
    "editorial.addresses.AddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "neuroinfo.urls"
WSGI_APPLICATION = "neuroinfo.wsgi.application"
AUTH_USER_MODEL = "editorial.Editor"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "neuroinfo.context.site",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'neuroinfo.sqlite3'}")}

# --- Signing in ----------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "editorial.sign_in.backend.EditorBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# An editor's session ends this long after the sign-in, and this long after its last use.
SESSION_MAX_SECONDS = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
# Longer: a form that was left open over the weekend still says whose it was, so that its text can be kept.
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60

ACCOUNT_ADAPTER = "editorial.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody can sign up: it only has to fit to the line above
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "editorial.sign_in.forms.SignInForm",
    "reauthenticate": "editorial.sign_in.forms.PasswordAgainForm",
    "change_password": "editorial.sign_in.forms.ChangePasswordForm",
}
# allauth counts in the cache, which each process has for itself, and by person wherever the tries come from. axes counts.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "editorial.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # codes of the half minute before and after count too: clocks of telephones differ
MFA_FORMS = {
    "authenticate": "editorial.sign_in.forms.CodeForm",
    "reauthenticate": "editorial.sign_in.forms.CodeAgainForm",
    "activate_totp": "editorial.sign_in.forms.FirstCodeForm",
    "add_webauthn": "editorial.sign_in.forms.AddPasskeyForm",
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "editorial.sign_in.lockout.client_address"
AXES_USERNAME_CALLABLE = "editorial.sign_in.lockout.counted_name"
AXES_LOCKOUT_CALLABLE = "editorial.sign_in.lockout.locked"
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "login", "code", "credential", "csrfmiddlewaretoken", "oldpassword", "password1", "password2"),
    "next",  # an address, which may hold the words of a search
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Language and files --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = os.environ.get("TIME_ZONE") or "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

TAGGIT_CASE_INSENSITIVE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Search --------------------------------------------------------------------------------------------------

# From one address; five times as many suggestions while typing. docs/search.md says why so many.
SEARCH_LIMIT_PER_MINUTE = env_limit("SEARCH_LIMIT_PER_MINUTE", 600)
# What was looked for is counted in memory and written to the database so much later; 0: never.
SEARCH_COUNTS_AFTER_SECONDS = 60

# --- NeuroInfo Connect ---------------------------------------------------------------------------------------

# From one address, but for hospitals whose networks are named: many people there share one. docs/connect.md tells more.
CONNECT_LIMIT_PER_MINUTE = env_limit("CONNECT_LIMIT_PER_MINUTE", 120)
CONNECT_TRUSTED_NETWORKS = env_networks("CONNECT_TRUSTED_NETWORKS")
# An hour in the portal's own memory and in no shared one: nobody on the way collects diagnoses.
CONNECT_CACHE_CONTROL = "no-cache" if env_switch("CONNECT_NO_CACHE") else "private, max-age=3600"
# Who may show condition pages and what Connect answers in a frame.
FRAME_ANCESTORS = env_ancestors("CONNECT_FRAME_ANCESTORS")

# --- Safety --------------------------------------------------------------------------------------------------

# The public pages load nothing but their own style sheet, pictures and scripts. The admin pages say in `editorial.admin`
# what their editor needs on top.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the signs beside words are drawn in the style sheet
        "script-src": [SELF, *CSP_HASHES],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a treatment with a hundred effects has 2,000

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env_seconds("HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if BEHIND_PROXY:
        # Only for a site whose proxy always sets this header itself: a visitor could forge it otherwise.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- E-mail to editors ---------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
EMAIL_HOST = os.environ.get("EMAIL_HOST", "").strip()
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_USE_TLS = env_switch("EMAIL_USE_TLS")
    EMAIL_PORT = env_port("EMAIL_PORT", 587 if EMAIL_USE_TLS else 25)
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "").strip()
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
        raise ImproperlyConfigured("Set both EMAIL_HOST_USER and EMAIL_HOST_PASSWORD, or neither if the mail server asks for none.")
    DEFAULT_FROM_EMAIL = env_sender("DEFAULT_FROM_EMAIL")
else:
    # Without a mail server they are printed where the site runs.
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_words": {"()": "neuroinfo.logs.WithoutWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_words"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL") or "WARNING"},
    # The words of a search stand in its address, and may stand in an error that they led to. Django's own handlers would print both.
    "loggers": {
        "django": {"level": "INFO", "handlers": []},
        "django.request": {"level": "ERROR", "filters": ["without_words"]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"level": "INFO", "handlers": [], "propagate": True, "filters": ["without_words"]},
    },
}
