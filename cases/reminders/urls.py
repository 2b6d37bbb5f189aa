"""Addresses of reminders, and the mailbox of the demo."""

from django.urls import path

from cases.reminders import views

urlpatterns = [
    path(
        "casos/<int:pk>/plazos/<int:row>/tomo-conocimiento/",
        views.acknowledge,
        name="vencimiento-acknowledge",
    ),
    path("correos/", views.sent_mail, name="sent-mail"),
]
