"""The address of urgent access."""

from django.urls import path

from cases.urgent import views

urlpatterns = [path("casos/urgencia/", views.case_urgent, name="case-urgent")]
