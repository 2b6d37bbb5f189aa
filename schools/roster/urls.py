"""Addresses of the roster import."""

urlpatterns = []
