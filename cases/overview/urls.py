"""Addresses of the list and of the case page."""

from django.urls import path

from cases.overview import acts, views

CASE = "casos/<int:pk>/"

urlpatterns = [
    path("casos/", views.case_list, name="case-list"),
    path(CASE, views.case_detail, name="case-detail"),
    path(CASE + "personas/", views.people, name="case-people"),
    path(CASE + "documentos/", views.documents, name="case-documents"),
    path(CASE + "plazos/", views.deadlines, name="case-deadlines"),
    path(CASE + "plazos/<int:row>/", views.deadline, name="case-deadline"),
    path(CASE + "medidas/", views.measures, name="case-measures"),
    path(CASE + "registrar/<slug:step_id>/", acts.step, name="case-step"),
    path(CASE + "historia/<int:row>/rectificar/", acts.rectification, name="case-rectify"),
    path(CASE + "historia/<int:row>/adjunto/", acts.attachment, name="case-attachment"),
]
