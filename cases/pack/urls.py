"""Addresses of the file of an expulsion, and of the table of the year."""

from django.urls import path

from cases.pack import views

PACK = "casos/<int:pk>/expulsion/<int:row>/informe-completo/"

urlpatterns = [
    path(PACK, views.pack, name="case-pack"),
    path(PACK + "<int:pack>/", views.download, name="case-pack-download"),
    path("expulsiones/", views.period, name="expulsions"),
    path("expulsiones/<slug:shape>/", views.export, name="expulsions-export"),
]
