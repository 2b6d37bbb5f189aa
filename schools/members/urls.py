"""Addresses of the members of the school."""

from django.urls import path

from schools.accounts import reset_views
from schools.members import views

urlpatterns = [
    path("equipo/", views.member_list, name="member-list"),
    path("equipo/agregar/", views.member_create, name="member-create"),
    path("equipo/<int:pk>/termino/", views.member_end, name="member-end"),
    path("equipo/<int:pk>/subrogancia/", views.member_substitute, name="member-substitute"),
    path("equipo/<int:pk>/enlace/", views.member_link, name="member-link"),
    path("equipo/<int:pk>/verificacion/", reset_views.factor_reset, name="factor-reset"),
    path("equipo/verificacion/", reset_views.factor_resets, name="factor-resets"),
    path(
        "equipo/verificacion/<int:pk>/",
        reset_views.factor_reset_decide,
        name="factor-reset-decide",
    ),
]
