"""Django, set up for one place book. Nothing here is secret and nothing is read from the environment but the book.

The public pages read and never write, but for the one form that takes reports; accounts come with the desk.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOOK = Path(os.environ.get("PLACEBOOK_BOOK", ".")).resolve()

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(48)  # made anew at each start: nothing that lasts is signed by the public pages
ALLOWED_HOSTS = ["*"]  # the site says the same whatever it is called; it makes no address from the host's name
ROOT_URLCONF = "placebook.web.urls"
WSGI_APPLICATION = "placebook.web.wsgi.application"
INSTALLED_APPS = ["placebook.web", "placebook.web.corrections", "placebook.web.library", "csp"]
MIDDLEWARE = [
    "placebook.web.safety.answer_head_as_get",
    "placebook.web.safety.with_headers",
    "csp.middleware.CSPMiddleware",
    "placebook.web.safety.refuse_oversized",
    "placebook.web.safety.read_only",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"environment": "placebook.web.render.environment", "autoescape": True},
    }
]
DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(BOOK / "records" / "records.sqlite3"),  # made at the first record
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"
STATIC = HERE / "static"
STATIC_ROOT = str(STATIC)
WHITENOISE_AUTOREFRESH = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["*"],  # scorecards and charts may be embedded anywhere: they hold nothing to steal
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
APPEND_SLASH = False
LOGGING = {  # faults to standard error, for whoever runs the server; what a reader mistyped is no fault
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
