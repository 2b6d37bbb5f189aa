"""Addresses of the choice of school."""

from django.urls import path

from schools.session import account_views, views

urlpatterns = [
    path("establecimiento/", views.membership_choose, name="membership-choose"),
    path("establecimiento/elegir/", views.membership_switch, name="membership-switch"),
    path("cuenta/sesiones/", account_views.session_list, name="account_sessions"),
    path("cuenta/sesiones/<int:pk>/", account_views.session_end, name="account_session_end"),
    path(
        "cuenta/sesiones/otras/",
        account_views.session_end_others,
        name="account_session_end_others",
    ),
]
