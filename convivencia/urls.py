"""Every address of the site."""

from django.urls import include, path

from schools.accounts.views import own_email

urlpatterns = [
    # Before the page of the library, which changes the address.
    path("cuenta/email/", own_email, name="account_email"),
    path("cuenta/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include("protocols.reglamento.urls")),
    path("", include("cases.urls")),
]
