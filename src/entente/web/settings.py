"""Settings of the Django project; whatever an operator may change is read from `ENTENTE_…`."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from entente.web import databases
from entente.web.numbers import whole_number
from entente.web.secret_key import secret_key

PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ENTENTE_DATA", "data")).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = os.environ.get("ENTENTE_DEBUG") == "1"
SECRET_KEY = os.environ.get("ENTENTE_SECRET_KEY") or secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("ENTENTE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# How many reverse proxies of our own stand before the server: what they add is believed.
ENTENTE_PROXIES = whole_number("ENTENTE_PROXIES", os.environ.get("ENTENTE_PROXIES", "0"))
# How many bytes one file of evidence may have that is uploaded on a page: 200 MiB.
ENTENTE_LARGEST_EVIDENCE = whole_number(
    "ENTENTE_LARGEST_EVIDENCE", os.environ.get("ENTENTE_LARGEST_EVIDENCE", "209715200")
)

# Encrypted connections only, unless somebody says that this is a demonstration on one machine.
ENCRYPTED = os.environ.get("ENTENTE_INSECURE", "0") != "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-entente" if ENCRYPTED else "entente"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENCRYPTED else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"", "*"}]
if ENTENTE_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PARTS = ["entente.parties", "entente.scope", "entente.performance"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "lucide",
    *PARTS,
    "entente.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "entente.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "entente.web.middleware.HeadLikeGet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "entente.web.middleware.ReaderZone",
    "entente.web.errors.Situations",
]
ROOT_URLCONF = "entente.web.urls"
WSGI_APPLICATION = "entente.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "builtins": ["lucide.templatetags.lucide", "entente.web.templatetags.entente"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "entente.web.shell.shell",
            ],
        },
    }
]
# A component sees what it is given, so that what a page calls `title` cannot leak into it.
COTTON_ISOLATE_BY_DEFAULT = True

_database_address = os.environ.get("ENTENTE_DATABASE_URL")
DATABASES = {
    "default": databases.from_address(_database_address)
    if _database_address
    else databases.embedded(DATA)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Person"
LOGIN_URL = "parties:sign-in"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "entente.web.errors.csrf_failed"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
# Only languages that the pages are written in; the choice decides how dates and numbers look.
LANGUAGES = [("en-gb", "English"), ("en", "English (United States)")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Inter comes as a package; without it the pages use the system's own font.
_inter = importlib.util.find_spec("fontpkg_inter")
INTER = Path(_inter.origin).parent / "files" if _inter and _inter.origin else None
STATICFILES_DIRS = [("fonts", INTER)] if INTER else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "entente.web.static_files.VersionedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 30 * 24 * 60 * 60  # addresses carry the file's digest
MEDIA_ROOT = DATA / "files"
