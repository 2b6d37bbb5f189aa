"""Addresses of the choice of school."""

from django.urls import path

from schools.session import views

urlpatterns = [
    path("establecimiento/", views.membership_choose, name="membership-choose"),
    path("establecimiento/elegir/", views.membership_switch, name="membership-switch"),
]
