"""Addresses of the procedures of expulsion of a case."""

from django.urls import path

from cases.expulsion import views

CASE = "casos/<int:pk>/expulsion/"

urlpatterns = [
    path(CASE, views.overview, name="case-expulsion"),
    path(CASE + "preparar/", views.start, name="case-expulsion-start"),
    path(CASE + "<int:row>/", views.detail, name="case-expulsion-detail"),
    path(CASE + "<int:row>/<slug:kind>/", views.act, name="case-expulsion-act"),
]
