"""Every address of the site."""

from django.urls import include, path

from schools.accounts.views import activate_totp, log_out, own_email

urlpatterns = [
    # Before the page of the library, which changes the address.
    path("cuenta/email/", own_email, name="account_email"),
    # The same as the library's, and the browser forgets what it kept.
    path("cuenta/logout/", log_out, name="account_logout"),
    # The same as the library's, and the session has shown its factor.
    path("cuenta/2fa/totp/activate/", activate_totp, name="mfa_activate_totp"),
    path("cuenta/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include("protocols.reglamento.urls")),
    path("", include("cases.urls")),
]

handler500 = "schools.tenancy.room.server_error"
