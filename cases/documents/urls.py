"""Addresses of this capability."""

urlpatterns = []
