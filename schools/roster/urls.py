"""Addresses of the roster import."""

from django.urls import path

from schools.roster import views

urlpatterns = [
    path("nomina/", views.roster_list, name="roster-list"),
    path("nomina/<int:pk>/", views.roster_detail, name="roster-detail"),
    path("nomina/<int:pk>/avance/", views.roster_progress, name="roster-progress"),
    path("nomina/<int:pk>/reintento/", views.roster_retry, name="roster-retry"),
    path("nomina/<int:pk>/aplicar/", views.roster_apply, name="roster-apply"),
    path("nomina/<int:pk>/deshacer/", views.roster_undo, name="roster-undo"),
]
