"""Django, set up for one place book. Nothing here is secret: what is, comes from the environment.

The public pages read and never write, but for the forms that take reports and questions. People with accounts write
at the desk, below /desk/; only there is there a session, and its cookies go nowhere else.

PLACEBOOK_BOOK       the folder of the place book
PLACEBOOK_SECRET     what sessions are signed with; without it a new one is made at each start, and all are signed out
PLACEBOOK_ADDRESS    the address people use, as https://place.council.gov.uk; it turns on what a network needs
PLACEBOOK_DATABASE   postgresql://name:password@host:port/database; without it records are SQLite in the book
PLACEBOOK_SIGN_IN    the address of a council's own OpenID Connect sign-in, with PLACEBOOK_SIGN_IN_ID and _SECRET
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from placebook.store.annex_style import ALLOWED
from placebook.web.deployed import database, hosts, sign_in
from placebook.web.limits import LARGEST, TABLE

HERE = Path(__file__).resolve().parent
BOOK = Path(os.environ.get("PLACEBOOK_BOOK", ".")).resolve()

DEBUG = False
SECRET_KEY = os.environ.get("PLACEBOOK_SECRET") or secrets.token_urlsafe(48)
ADDRESS = os.environ.get("PLACEBOOK_ADDRESS", "").rstrip("/")
ALLOWED_HOSTS = hosts(ADDRESS)
SIGN_IN = sign_in(os.environ)
ROOT_URLCONF = "placebook.web.urls"
WSGI_APPLICATION = "placebook.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect") if SIGN_IN else ()),
    "placebook.web",
    "placebook.web.corrections",
    "placebook.web.library",
    "placebook.web.desk",
    "placebook.web.coding",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "placebook.web.safety.answer_head_as_get",
    "placebook.web.safety.with_headers",
    "csp.middleware.CSPMiddleware",
    "placebook.web.safety.refuse_oversized",
    "placebook.web.safety.read_only",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "placebook.web.desk.session.safe_at_the_desk",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "environment": "placebook.web.render.environment",
            "autoescape": True,
            "context_processors": ["placebook.web.desk.session.surroundings"],
        },
    }
]
DATABASES: dict[str, dict[str, object]] = {
    "default": database(os.environ.get("PLACEBOOK_DATABASE", ""), BOOK / "records" / "records.sqlite3")
}
CACHES = {  # it holds what limits tries and nothing else
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": TABLE,
        "KEY_FUNCTION": "placebook.web.limits.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": LARGEST},
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
        "style-src": ["'self'", ALLOWED],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["*"],  # scorecards and charts may be embedded anywhere: they hold nothing to steal
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # framing is ruled by frame-ancestors: embeds may, the desk may not
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

# Accounts: see placebook.web.desk.
AUTH_USER_MODEL = "desk.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds that an invitation holds
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "placebook_session", "placebook_form"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "placebook.web.desk.session.form_too_old"
LOGIN_URL, LOGIN_REDIRECT_URL = "/desk/account/login/", "/desk/"
ACCOUNT_ADAPTER = "placebook.web.desk.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/account/login/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Placebook"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds either way, for slow typing and clocks a little off (RFC 6238, 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "placebook.web.desk.accounts.CouncilSignIn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [SIGN_IN] if SIGN_IN else [], "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
if ADDRESS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [ADDRESS]
APPEND_SLASH = False
LOGGING = {  # faults to standard error, for whoever runs the server; what a reader mistyped is no fault
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
