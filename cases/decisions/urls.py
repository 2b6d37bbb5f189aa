"""Addresses of reporting, deciding and what follows."""

from django.urls import path

from cases.decisions.views import (
    aftermath,
    firmness,
    informe,
    reconsideracion,
    resguardo,
    resolucion,
)

CASE = "casos/<int:pk>/"

urlpatterns = [
    path(CASE + "informe/", informe.informe, name="case-informe"),
    path(CASE + "informe/emitir/", informe.issue, name="case-informe-issue"),
    path(CASE + "resolucion/", resolucion.resolucion, name="case-resolucion"),
    path(CASE + "resolucion/enviar/", resolucion.send, name="case-resolucion-send"),
    path(CASE + "resolucion/devolver/", resolucion.send_back, name="case-resolucion-return"),
    path(CASE + "resolucion/aprobar/", resolucion.approve, name="case-resolucion-approve"),
    path(CASE + "resolucion/firmeza/", firmness.certify, name="case-resolucion-firm"),
    path(CASE + "notificar/", aftermath.notify, name="case-notify"),
    path(CASE + "medidas/aplicar/", aftermath.implement, name="case-implement"),
    path(CASE + "medidas/<int:row>/revisar/", resguardo.review, name="case-resguardo-review"),
    path(CASE + "termino-adicional/", aftermath.termino, name="case-termino"),
    path(CASE + "cerrar/", aftermath.close, name="case-close"),
    path(CASE + "vigilancia/", aftermath.vigilancia, name="case-vigilancia"),
    path(CASE + "archivar/", aftermath.archive, name="case-archive"),
    path(CASE + "reconsideracion/", reconsideracion.overview, name="case-reconsideraciones"),
    path(CASE + "reconsideracion/nueva/", reconsideracion.receive, name="case-reconsiderar"),
    path(
        CASE + "reconsideracion/<int:row>/consulta/",
        reconsideracion.consult,
        name="case-reconsideracion-consult",
    ),
    path(
        CASE + "reconsideracion/<int:row>/consejo/",
        reconsideracion.council,
        name="case-reconsideracion-council",
    ),
    path(
        CASE + "reconsideracion/<int:row>/minuta/",
        reconsideracion.minute,
        name="case-reconsideracion-minute",
    ),
    path(
        CASE + "reconsideracion/<int:row>/resolver/",
        reconsideracion.resolve,
        name="case-reconsideracion-resolve",
    ),
]
