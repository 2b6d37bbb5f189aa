"""Addresses of the denuncia while it is typed, and of its receipt."""

from django.urls import path

from cases.intake import views, views_done, views_people

DRAFT = "denuncias/borrador/<int:pk>"

urlpatterns = [
    path("denuncias/nueva/", views.start, name="intake-start"),
    path("denuncias/aviso/", views_done.word, name="intake-word"),
    path("denuncias/plazo/", views.limit, name="intake-limit"),
    path(f"{DRAFT}/revision/", views.review, name="intake-review"),
    path(f"{DRAFT}/descartar/", views.discard, name="intake-discard"),
    path(f"{DRAFT}/buscar/", views_people.search, name="intake-search"),
    path(f"{DRAFT}/personas/agregar/", views_people.add, name="intake-person-add"),
    path(f"{DRAFT}/personas/<slug:key>/quitar/", views_people.remove, name="intake-person-remove"),
    path(f"{DRAFT}/<slug:page>/guardar/", views.save, name="intake-save"),
    path(f"{DRAFT}/<slug:page>/", views.page, name="intake-page"),
    path("denuncias/<int:pk>/recibida/", views_done.done, name="intake-done"),
]
