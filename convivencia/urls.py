"""Every address of the site."""

from django.urls import include, path

from schools.accounts.views import own_email

urlpatterns = [
    path("cuenta/email/", own_email, name="account_email"),  # before the library's, which changes it
    path("cuenta/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include("cases.urls")),
]
