"""Addresses of this capability."""

from django.urls import path

from cases.hearings.views import calling, hearing, interviews, opening, reporting

CASE = "casos/<int:pk>/"
FAMILY = CASE + "entrevistas/<int:participant>/"

urlpatterns = [
    path(CASE + "activar/", opening.activate, name="case-activate"),
    path(CASE + "resguardo/", opening.resguardo, name="case-resguardo"),
    path(CASE + "prorroga/", opening.prorroga, name="case-prorroga"),
    path(CASE + "citar/", calling.cite, name="case-citar"),
    path(CASE + "citaciones/", calling.outcome_list, name="case-citacion-outcome"),
    path(CASE + "citaciones/<int:citacion>/", calling.outcome, name="case-citacion-outcome"),
    path(CASE + "renuncia/", calling.waiver, name="case-renuncia"),
    path(CASE + "entrevistas/", interviews.families, name="case-entrevista"),
    path(FAMILY, interviews.write, name="case-entrevista-write"),
    path(FAMILY + "guardar/", interviews.autosave, name="case-entrevista-autosave"),
    path(FAMILY + "revisar/", interviews.review, name="case-entrevista-review"),
    path(FAMILY + "borrador/", interviews.draft_pdf, name="case-entrevista-draft"),
    path(CASE + "antecedentes/", hearing.antecedente, name="case-antecedente"),
    path(CASE + "seguimiento/", hearing.follow_up, name="case-seguimiento"),
    path(CASE + "traslado/", hearing.transfer, name="case-traslado"),
    path(CASE + "oficio/", reporting.oficio, name="case-oficio"),
    path(CASE + "oficio/no-denuncia/", reporting.no_report, name="case-no-denuncia"),
    path(CASE + "oficio/envio/", reporting.send_list, name="case-oficio-send"),
    path(CASE + "oficio/<int:document>/envio/", reporting.send, name="case-oficio-send"),
]
