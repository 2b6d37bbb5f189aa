"""Addresses of documents: for members, by case; for anybody, by code."""

from django.urls import path, re_path

from cases.documents import signing_views, views
from cases.documents.letterhead import letterhead

SIGNATURES = "casos/<int:pk>/documentos/<int:document_pk>/firmas/"

urlpatterns = [
    path("casos/<int:pk>/documentos/<int:document_pk>/", views.document, name="document"),
    path("establecimiento/membrete/", letterhead, name="letterhead"),
    path(SIGNATURES, signing_views.signatures, name="document-signatures"),
    path(SIGNATURES + "firmar/", signing_views.sign, name="document-sign"),
    path(SIGNATURES + "<int:row>/papel/", signing_views.signed_paper, name="document-paper"),
    path("documentos/<int:document_pk>/", views.document, name="document-download"),
    re_path(r"^v/(?P<rbd>[0-9kK-]{1,7})/$", views.verify_form, name="verify-form"),
    re_path(
        r"^v/(?P<rbd>[0-9kK-]{1,7})/(?P<code>[0-9A-Za-z-]{1,60})/$",
        views.verify,
        name="verify-document",
    ),
]
