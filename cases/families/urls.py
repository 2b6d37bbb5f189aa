"""Addresses of the family's window: no account, and nothing personal in them."""

from django.urls import path

from cases.families import views

BASE = "familia/<str:rbd>/<str:token>/"

urlpatterns = [
    path(BASE, views.window, name="family-window"),
    path(f"{BASE}codigo/", views.code, name="family-code"),
    path(f"{BASE}salir/", views.leave_quickly, name="family-exit"),
    path(f"{BASE}documento/<int:pk>/", views.document, name="family-document"),
    path(f"{BASE}documento/<int:pk>/archivo/", views.document_file, name="family-file"),
    path(f"{BASE}documento/<int:pk>/explicacion/", views.explained, name="family-explained"),
    path(f"{BASE}acuse/<int:pk>/", views.acknowledge, name="family-acknowledge"),
    path(f"{BASE}cuenta/<slug:which>/", views.count, name="family-count"),
    path(f"{BASE}antecedentes/", views.antecedentes, name="family-antecedentes"),
    path(f"{BASE}reconsideracion/", views.reconsideracion, name="family-reconsideracion"),
    path(f"{BASE}recibos/", views.receipts, name="family-receipts"),
    path(f"{BASE}derechos/", views.rights, name="family-rights"),
]
