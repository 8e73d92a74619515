"""Settings of the web application; every one comes from the environment (docs/reference/settings.md)."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

import torikumi.publish
from torikumi.web import environment as env
from torikumi.web.mail.delivery import read_delivery

HOME = env.read_home("TORIKUMI_HOME")

# --- Who asks, and how ---------------------------------------------------------------------------------------------
DEBUG = env.read_bool("TORIKUMI_DEBUG", False)
HTTPS = env.read_bool("TORIKUMI_HTTPS", False)
# Lazy: whoever only looks at the settings (a type checker, a test) leaves no secret behind in the home folder.
SECRET_KEY = SimpleLazyObject(lambda: env.read_secret("TORIKUMI_SECRET_KEY", home=HOME))
ALLOWED_HOSTS = [*env.read_list("TORIKUMI_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))]
CSRF_TRUSTED_ORIGINS = [*env.read_origins("TORIKUMI_ORIGINS")]
TRUSTED_PROXIES = env.read_networks("TORIKUMI_TRUSTED_PROXIES")

# --- What people see -----------------------------------------------------------------------------------------------
SITE_NAME = env.read_text("TORIKUMI_SITE_NAME", "計画の管理と公表")
SITE_NOTICE = env.read_text("TORIKUMI_NOTICE", "")
PUBLISHED_LICENCE = env.read_text("TORIKUMI_LICENCE", "")
CORPUS_FOLDER = env.read_text("TORIKUMI_CORPUS_DIR", "")
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

# --- Where things are kept -----------------------------------------------------------------------------------------
DATABASES = {"default": env.read_database("DATABASE_URL", home=HOME)}
# Whose rights `secure_database` decides; manage.py takes it from DATABASE_URL where the owner has an address apart.
DATABASE_APPLICATION_ROLE = env.read_text("TORIKUMI_DATABASE_ROLE", "")
# Counts of tries and codes that were used: all workers must see the same ones.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "torikumi_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PUBLISHED_ROOT = HOME / "var" / "published"
_UPLOAD_LIMIT_MB = env.read_int("TORIKUMI_UPLOAD_LIMIT_MB", 50, least=1, most=100)
UPLOAD_LIMIT = _UPLOAD_LIMIT_MB * 1024 * 1024
READ_BESIDE_REQUESTS = True  # only tests read within the request
JOBS_BESIDE_REQUESTS = True  # only tests do jobs where they are asked for
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# The workbooks of all sections at once; together they keep to the limit of an upload.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- Parts ---------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "torikumi.web.ui",
    "torikumi.web.isolation",
    "torikumi.web.audit",
    "torikumi.web.accounts",
    "torikumi.web.jobs",
    "torikumi.web.mail",
    "torikumi.web.plans",
    "torikumi.web.reviews",
    "torikumi.web.publications",
    "torikumi.web.papers",
    "torikumi.web.explore",
    "torikumi.web.api",
    # After ours, so that our templates go before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "torikumi.web.ui.middleware.TrustedProxyMiddleware",
    "torikumi.web.ui.middleware.RequestIdMiddleware",
    "torikumi.web.ui.access_log.AccessLogMiddleware",
    "torikumi.web.isolation.middleware.CityMiddleware",
    "torikumi.web.ui.middleware.BodyPatienceMiddleware",
    "torikumi.web.ui.middleware.PrivateByDefaultMiddleware",
    "torikumi.web.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "torikumi.web.ui.middleware.RequestSizeMiddleware",
    "torikumi.web.ui.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "torikumi.web.accounts.middleware.AccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "torikumi.web.urls"
WSGI_APPLICATION = "torikumi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["torikumi.web.ui.templatetags.ui", "torikumi.web.reviews.templatetags.reviews"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "torikumi.web.ui.context.site",
                "torikumi.web.accounts.context.person",
            ],
        },
    }
]
FORM_RENDERER = "torikumi.web.ui.forms.FormRenderer"
STATIC_URL = "/static/"
# Tokens, htmx, and the styles of the published pages: inside and outside look the same.
STATICFILES_DIRS = [
    *[("vendor", path + "/vendor") for path in torikumi.publish.__path__],
    *[("publish", path + "/assets") for path in torikumi.publish.__path__],
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Log-in and sessions -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# allauth: the second factor and passkeys; which of its pages exist stands in accounts/login_urls.py.
SECOND_FACTOR = env.read_choice(
    "TORIKUMI_SECOND_FACTOR", "optional", choices=("off", "optional", "required-for-office", "required")
)
ACCOUNT_ADAPTER = "torikumi.web.accounts.login_adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key", "reauthenticate": "20/15m/user"}
ACCOUNT_FORMS = {"reauthenticate": "torikumi.web.accounts.second_factor_forms.PasswordAgainForm"}
MFA_FORMS = {
    "authenticate": "torikumi.web.accounts.second_factor_forms.CodeForm",
    "reauthenticate": "torikumi.web.accounts.second_factor_forms.CodeAgainForm",
    "activate_totp": "torikumi.web.accounts.second_factor_forms.ActivateAppForm",
    "add_webauthn": "torikumi.web.accounts.second_factor_forms.AddPasskeyForm",
}
MFA_ADAPTER = "torikumi.web.accounts.login_adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute wrong
# A whole city hall may stand behind one address, and a passkey cannot be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# The city's single sign-on; nothing else outside is ever asked.
OIDC_ISSUER = env.read_issuer("TORIKUMI_OIDC_ISSUER")
OIDC_CLIENT_ID = env.read_text("TORIKUMI_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.read_secret_file("TORIKUMI_OIDC_CLIENT_SECRET_FILE")
env.need_together(
    "TORIKUMI_OIDC_ISSUER",
    OIDC_ISSUER,
    {"TORIKUMI_OIDC_CLIENT_ID": OIDC_CLIENT_ID, "TORIKUMI_OIDC_CLIENT_SECRET_FILE": OIDC_CLIENT_SECRET},
)
OIDC_NAME = env.read_text("TORIKUMI_OIDC_NAME", "庁内の共通ログイン")
OIDC_CREATE_FOR = env.read_text("TORIKUMI_OIDC_CREATE_FOR", "")
SOCIALACCOUNT_ADAPTER = "torikumi.web.accounts.identities.IdentityAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SESSION_IDLE_LIMIT = timedelta(minutes=60)
SESSION_TOTAL_LIMIT = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_IDLE_LIMIT.total_seconds())
SESSION_COOKIE_NAME = "torikumi_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "torikumi_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Chromium asks this also of the redirect that answers a form: the way to the issuer begins with one.
        "form-action": [SELF, *([env.origin_of(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.read_bool("TORIKUMI_HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = False
# Other names under a city's domain are not ours to decide for, and a closed network has no preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Safe only because TrustedProxyMiddleware takes the header away from everyone who is not a trusted proxy.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "torikumi.web.ui.views.csrf_refused"

# --- Mail and log --------------------------------------------------------------------------------------------------
# Off unless somebody turns it on. Django's own mail is never used.
MAIL = read_delivery()
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
_LEVEL = env.read_choice(
    "TORIKUMI_LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {number} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "filters": {"number": {"()": "torikumi.web.ui.access_log.RequestNumberFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["number"]}},
    "root": {"handlers": ["stderr"], "level": _LEVEL},
    # Django's own handler would print the same line again, or mail it.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
