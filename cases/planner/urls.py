"""Addresses of the planner."""

from django.urls import path

from cases.planner import views

urlpatterns = [
    path("planificador/", views.choose, name="planner"),
    path("planificador/<slug:key>/", views.plan, name="planner-plan"),
    path("casos/<int:pk>/si-hoy/<int:tramite>/", views.what_if_today, name="case-what-if"),
]
