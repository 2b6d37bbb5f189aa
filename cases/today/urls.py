"""Addresses of «Hoy»."""

from django.urls import path

from cases.today import views

urlpatterns = [path("", views.today, name="today")]
