"""Addresses of the accounts of other issuers."""

from django.urls import path

from schools.accounts import external_views as views

urlpatterns = [
    path("cuenta/externas/", views.connected, name="account_external"),
    path("cuenta/externas/<int:pk>/", views.disconnect, name="account_external_remove"),
    path("cuenta/externas/<slug:provider>/", views.start, name="account_external_start"),
    path(
        "cuenta/externas/<slug:provider>/conectar/",
        views.connect,
        name="account_external_connect",
    ),
    path("cuenta/externas/<slug:provider>/vuelta/", views.back, name="account_external_back"),
]
