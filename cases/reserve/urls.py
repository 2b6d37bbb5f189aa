"""Addresses of what is kept apart in a case."""

from django.urls import path

from cases.reserve import views

IDENTITY = "casos/<int:pk>/identidad/"

urlpatterns = [
    path(IDENTITY, views.identity, name="case-identity"),
    path(IDENTITY + "<int:row>/decidir/", views.decide, name="case-identity-decide"),
    path(IDENTITY + "<int:row>/ver/", views.reveal, name="case-identity-reveal"),
    path("casos/<int:pk>/notas/", views.note_list, name="case-notes"),
]
