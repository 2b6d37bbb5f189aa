"""Addresses of the school's reglamento."""

from django.urls import path

from protocols.reglamento import drafting, views

VERSION = "reglamento/<int:pk>/"

urlpatterns = [
    path("reglamento/", views.version_list, name="reglamento"),
    path("reglamento/adoptar/", drafting.adopt, name="reglamento-adopt"),
    path("reglamento/importar/", drafting.import_file, name="reglamento-import"),
    path(VERSION, views.version_detail, name="reglamento-version"),
    path(VERSION + "borrador/", drafting.draft_from, name="reglamento-draft"),
    path(VERSION + "comparar/", views.compare, name="reglamento-compare"),
    path(VERSION + "publicar/", drafting.publish, name="reglamento-publish"),
    path(VERSION + "descartar/", drafting.discard, name="reglamento-discard"),
    path(VERSION + "exportar/", views.export, name="reglamento-export"),
    path(VERSION + "hoja/", views.sheet, name="reglamento-sheet"),
    path(VERSION + "<slug:key>/", views.protocol_detail, name="reglamento-protocol"),
    path(VERSION + "<slug:key>/<slug:step_id>/", drafting.step_edit, name="reglamento-step"),
]
