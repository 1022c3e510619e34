"""Settings, safe by default. Each comes from the environment or from the home folder; docs/reference/settings.md lists them."""

import os
from pathlib import Path

from django.utils.csp import CSP

from folkmoot import face
from folkmoot.site.data_licence import data_licence
from folkmoot.site.databases import databases
from folkmoot.site.home import Home
from folkmoot.site.hosts import allowed_hosts, proxies
from folkmoot.site.list_key import list_key
from folkmoot.site.mail import mailer
from folkmoot.site.vault_key import vault_key

HOME = Home.at(Path(os.environ.get("FOLKMOOT_HOME", ".folkmoot/site")).absolute())
_installation = HOME.installation()

PLACE = os.environ.get("FOLKMOOT_PLACE", _installation.get("place", ""))
DATA_LICENCE = data_licence(os.environ.get("FOLKMOOT_DATA_LICENCE", ""))
SYNTHETIC = _installation.get("synthetic", "")

VAULT_KEY = vault_key(os.environ.get("FOLKMOOT_VAULT_KEY", ""), os.environ.get("FOLKMOOT_VAULT_KEY_FILE", ""), home=HOME)
SECRET_KEY = HOME.secrets()["signing_key"]
LIST_KEY = list_key(os.environ.get("FOLKMOOT_LIST_KEY", ""), os.environ.get("FOLKMOOT_LIST_KEY_FILE", ""), home=HOME.path)

# On a loopback address there is no TLS; everywhere else cookies are secure, HTTP is turned into HTTPS and HSTS is sent.
LOOPBACK = os.environ.get("FOLKMOOT_LOOPBACK") == "1"
DEBUG = LOOPBACK and os.environ.get("FOLKMOOT_DEBUG") == "1"
ALLOWED_HOSTS = allowed_hosts(os.environ.get("FOLKMOOT_HOSTS", ""), loopback=LOOPBACK)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if not LOOPBACK else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not LOOPBACK
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 0 if LOOPBACK else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOOPBACK
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's MFA app asks for it
    "rules",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "folkmoot.site.audit",
    "folkmoot.site.people",
    "folkmoot.site.initiatives",
    "folkmoot.site.engagement",
    "folkmoot.site.sampling",
    "folkmoot.site.areas",
    "folkmoot.site.editor",
    "folkmoot.site.engagement.imports",
    "folkmoot.site.paper",
    "folkmoot.site.panel",
    "folkmoot.site.evidence",
    "folkmoot.site.governance",
    "folkmoot.site.commitments",
    "folkmoot.site.progress",
    "folkmoot.site.concerns",
    "folkmoot.site.exports",
    "folkmoot.site.preferences",
    "folkmoot.site.outbox",
    "folkmoot.site.following",
    "folkmoot.site.involvement",
    "folkmoot.site.planning",
    "folkmoot.site.guides",
    "folkmoot.site.commerce",
    "folkmoot.site.wordings",
    "folkmoot.site.documents",
    "folkmoot.site.register",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # everything not marked public is refused
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "folkmoot.site.errors.Refusals",  # what a domain function refuses becomes a page in its words
]

ROOT_URLCONF = "folkmoot.site.urls"
WSGI_APPLICATION = "folkmoot.site.wsgi.application"
CSRF_FAILURE_VIEW = "folkmoot.site.errors.form_refused"

TEMPLATES = [
    {
        "BACKEND": "folkmoot.site.jinja.Pages",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "folkmoot.site.jinja.environment"},
    },
    {  # allauth's one-line messages; its pages are Jinja2 too, in people/templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = databases(
    os.environ.get("FOLKMOOT_DATABASE_URL", ""), os.environ.get("FOLKMOOT_VAULT_URL", ""), files=(HOME.database, HOME.vault)
)
DATABASE_ROUTERS = ["folkmoot.site.databases.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:desk"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "folkmoot.site.people.signing_in_forms.StaffLoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff are added by an administrator of their organisation, never by signing up
ACCOUNT_ADAPTER = "folkmoot.site.people.signing_in.StaffAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {  # besides those for signing in
    "follow_asked": "60/h/ip",
    "document_commented": "60/h/ip",
    "panel_joined": "60/h/ip",
    "preference_given": "60/h/ip",  # a library has one address
    "preference_guessed": "10/5m/ip",  # references that nobody holds
}
ACCOUNT_SESSION_REMEMBER = False  # shared office machines: closing the browser signs out
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOOPBACK else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = proxies(os.environ.get("FOLKMOOT_PROXIES", "0"))  # whose word on the visitor's address counts
SECOND_FACTOR_REQUIRED = not (LOOPBACK and SYNTHETIC)  # only an example of made-up people, on one's own machine, does without
MFA_ADAPTER = "folkmoot.site.people.signing_in.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "folkmoot.site.people.signing_in_forms.CodeForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever holds the invitation is who the administrator gave it to
MFA_TOTP_TOLERANCE = 1  # thirty seconds of clock drift
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two factors only when it asks for a finger, a face or a PIN
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK
MFA_TOTP_ISSUER = "Folkmoot"

MAILERS = {"default": mailer(os.environ.get("FOLKMOOT_MAIL_URL", ""))}
DEFAULT_FROM_EMAIL = os.environ.get("FOLKMOOT_MAIL_FROM", "folkmoot@localhost")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [("face", face.STATIC)]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True  # the few static files are served from where they are installed: nothing to collect
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # one survey's answers are a few kilobytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"redacted": {"()": "folkmoot.site.logs.Redacted"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "redacted"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # our faults; not every mistyped address
    },
}
