"""Addresses of the team of a case."""

from django.urls import path

from cases.team import views

TEAM = "casos/<int:pk>/equipo/"

urlpatterns = [
    path(TEAM, views.team, name="case-team"),
    path(TEAM + "agregar/", views.join, name="case-team-join"),
    path(TEAM + "entregar/", views.hand_over, name="case-team-hand-over"),
    path(TEAM + "<int:row>/termino/", views.leave, name="case-team-leave"),
]
