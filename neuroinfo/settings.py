"""All settings, from the environment.

Nothing has to be set for a site on this machine: it then answers on loopback addresses only, over plain HTTP,
with a secret key that is generated once and kept outside git. Naming ``ALLOWED_HOSTS`` makes it a production
site: a secret key must then be given, and cookies and redirects insist on HTTPS.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

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
    elif not config["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return config


# --- Where it runs -------------------------------------------------------------------------------------------

DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
PRODUCTION = bool(ALLOWED_HOSTS)
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
    "search",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "editorial.addresses.AddressMiddleware",
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

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

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

# --- Safety --------------------------------------------------------------------------------------------------

# The public pages load nothing but their own style sheet and pictures. The admin pages say in `editorial.admin`
# what their editor needs on top.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env_seconds("HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env_switch("BEHIND_PROXY"):
        # Only for a site whose proxy always sets this header itself: a visitor could forge it otherwise.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL") or "WARNING"},
    # Django logs the full address of each 4xx request: with it the words of a search.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
