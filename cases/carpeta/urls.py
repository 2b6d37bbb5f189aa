"""Addresses of the folders for an inspector."""

from django.urls import path

from cases.carpeta import views

urlpatterns = [
    path("casos/<int:pk>/carpeta/", views.folder, name="case-folder"),
    path("casos/<int:pk>/carpeta/emitir/", views.issue, name="case-folder-issue"),
    path("carpetas/", views.period, name="folders"),
]
