"""Addresses of personal data."""

from django.urls import path

from cases.privacy.views import breaches, people, requests, retention

DESK = "privacidad/"
ASKED = DESK + "solicitudes/<int:pk>/"
STUDENT, APODERADO = DESK + "estudiantes/<int:pk>/", DESK + "apoderados/<int:pk>/"
KEPT, BREACHES = DESK + "conservacion/", DESK + "vulneraciones/"

urlpatterns = [
    path(DESK, requests.desk, name="privacy"),
    path(DESK + "solicitudes/nueva/", requests.create, name="privacy-request-create"),
    path(
        STUDENT + "solicitud/",
        requests.create,
        {"kind": "student"},
        name="privacy-request-student",
    ),
    path(
        APODERADO + "solicitud/",
        requests.create,
        {"kind": "apoderado"},
        name="privacy-request-apoderado",
    ),
    path(ASKED, requests.detail, name="privacy-request"),
    path(ASKED + "prorrogar/", requests.extend, name="privacy-request-extend"),
    path(ASKED + "responder/", requests.answer, name="privacy-request-answer"),
    path(DESK + "personas/", people.search, name="privacy-people"),
    path(STUDENT, people.data_map, {"kind": "student"}, name="privacy-map-student"),
    path(APODERADO, people.data_map, {"kind": "apoderado"}, name="privacy-map-apoderado"),
    path(
        STUDENT + "imprimir/", people.print_map, {"kind": "student"}, name="privacy-print-student"
    ),
    path(
        APODERADO + "imprimir/",
        people.print_map,
        {"kind": "apoderado"},
        name="privacy-print-apoderado",
    ),
    path(STUDENT + "bloquear/", people.block, {"kind": "student"}, name="privacy-block-student"),
    path(
        APODERADO + "bloquear/",
        people.block,
        {"kind": "apoderado"},
        name="privacy-block-apoderado",
    ),
    path(DESK + "bloqueos/<int:pk>/levantar/", people.lift, name="privacy-block-lift"),
    path(KEPT, retention.table, name="privacy-retention"),
    path(KEPT + "retener/", retention.find, name="privacy-hold-find"),
    path(KEPT + "<int:pk>/retener/", retention.hold, name="privacy-hold"),
    path(KEPT + "<int:pk>/soltar/", retention.release, name="privacy-hold-lift"),
    path(KEPT + "<int:pk>/eliminar/", retention.dispose, name="privacy-dispose"),
    path(BREACHES, breaches.register, name="privacy-breaches"),
    path(BREACHES + "nueva/", breaches.create, name="privacy-breach-create"),
    path(BREACHES + "<int:pk>/", breaches.detail, name="privacy-breach"),
    path(BREACHES + "<int:pk>/medida/", breaches.act, name="privacy-breach-act"),
]
