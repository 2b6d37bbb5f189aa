"""Addresses of the trámites of a case."""

from django.urls import path

from cases.tramites import views

CASE = "casos/<int:pk>/tramites/"

urlpatterns = [
    path("casos/<int:pk>/datos/", views.facts, name="case-facts"),
    path(CASE, views.tramites, name="case-tramites"),
    path(CASE + "iniciar/", views.start, name="case-tramite-start"),
    path(CASE + "<int:tramite>/terminar/", views.close, name="case-tramite-close"),
]
