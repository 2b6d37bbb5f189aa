"""The address of who saw a case."""

from django.urls import path

from cases.looks import views

urlpatterns = [path("casos/<int:pk>/accesos/", views.looks, name="case-looks")]
