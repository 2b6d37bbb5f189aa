"""Addresses of people, roster, members and the choice of school."""

from django.urls import include, path

urlpatterns = [
    path("", include("schools.people.urls")),
    path("", include("schools.roster.urls")),
    path("", include("schools.members.urls")),
    path("", include("schools.session.urls")),
    path("", include("schools.accounts.urls")),
]
