"""Addresses of the members of the school."""

from django.urls import path

from schools.members import views

urlpatterns = [
    path("equipo/", views.member_list, name="member-list"),
    path("equipo/agregar/", views.member_create, name="member-create"),
    path("equipo/<int:pk>/termino/", views.member_end, name="member-end"),
    path("equipo/<int:pk>/subrogancia/", views.member_substitute, name="member-substitute"),
    path("equipo/<int:pk>/enlace/", views.member_link, name="member-link"),
]
