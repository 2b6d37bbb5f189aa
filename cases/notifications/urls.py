"""Addresses of the notices of a case."""

from django.urls import path

from cases.notifications import views

BASE = "casos/<int:pk>/notificaciones/"

urlpatterns = [
    path(BASE, views.notifications, name="case-notifications"),
    path(f"{BASE}<int:row>/entrega/", views.delivery, name="notification-delivery"),
    path(f"{BASE}<int:row>/reenviar/", views.resend, name="notification-resend"),
    path(f"{BASE}<int:row>/otro-medio/", views.other_medium, name="notification-other"),
    path(f"{BASE}constancia/<int:event>/", views.evidence, name="notification-evidence"),
]
