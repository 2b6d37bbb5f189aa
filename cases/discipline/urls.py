"""Addresses of faltas."""

from django.urls import path

from cases.discipline import views

CASE = "casos/<int:pk>/faltas/"

urlpatterns = [
    path(CASE, views.faltas, name="case-faltas"),
    path(CASE + "buscar/", views.search, name="case-falta-search"),
    path(CASE + "imputar/<int:person>/<str:code>/", views.impute, name="case-falta-impute"),
    path(CASE + "<int:row>/", views.falta, name="case-falta"),
    path(
        CASE + "<int:row>/recalificar/<str:code>/",
        views.reclassify,
        name="case-falta-reclassify",
    ),
    path(CASE + "<int:row>/sin-efecto/", views.withdraw, name="case-falta-withdraw"),
    path(CASE + "<int:row>/medida/<str:code>/", views.measure, name="case-falta-measure"),
    path(CASE + "<int:row>/quitar/<int:medida>/", views.drop, name="case-falta-drop"),
]
