"""Addresses of people and accounts."""

urlpatterns = []
