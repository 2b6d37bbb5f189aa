"""How people sign in: password and second factor, limits, sessions."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "schools.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "schools.accounts.forms.LoginForm",
    "reset_password": "schools.accounts.forms.ResetPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the school, never by sign-up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of each change of password or second factor
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, by the hash of the password
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 10 * 60  # between the password and the second factor
# `schools.accounts.throttle` counts failures. A limit by address alone would let a pupil at the
# school's own address close the door to everybody there.
ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": ""}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # nothing to guess

# Nobody sees a page of a school without it. Only the demo may turn it off: see checks.
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "schools.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "schools.accounts.totp.AuthenticateForm",
    "reauthenticate": "schools.accounts.totp.ReauthenticateForm",
    "activate_totp": "schools.accounts.totp.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Convivencia"
MFA_TOTP_TOLERANCE = 1  # a phone up to 30 s off; a code serves once even so

SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "equipo"  # marks a device where one signed in before; opens nothing

# Limits that the sign-in library counts are shared by every process, and need no Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
