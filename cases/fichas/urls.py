from django.urls import path

from cases.fichas import views, views_issue, views_library, views_libro

CASE = "casos/<int:pk>/fichas/"
ONE = CASE + "<int:ficha>/"

urlpatterns = [
    path(CASE, views.fichas, name="case-fichas"),
    path(CASE + "nueva/", views.start, name="case-ficha-start"),
    path(ONE, views.fill, name="case-ficha"),
    path(ONE + "guardar/", views.autosave, name="case-ficha-save"),
    path(ONE + "descartar/", views.discard, name="case-ficha-discard"),
    path(ONE + "revisar/", views_issue.review, name="case-ficha-review"),
    path(ONE + "borrador.pdf", views_issue.draft_pdf, name="case-ficha-draft"),
    path(ONE + "documento.pdf", views_issue.paper, name="case-ficha-paper"),
    path(ONE + "anular/", views_issue.annul, name="case-ficha-annul"),
    path("casos/<int:pk>/libro/", views_libro.libro, name="case-libro"),
    path("casos/<int:pk>/libro/<int:row>/copiado/", views_libro.copied, name="case-libro-copied"),
    path("fichas/", views_library.forms_page, name="ficha-library"),
    path("fichas/<slug:key>/", views_library.form_page, name="ficha-definition"),
    path("fichas/<slug:key>/adaptar/", views_library.adapt, name="ficha-adapt"),
    path("fichas/<slug:key>/publicar/", views_library.publish, name="ficha-publish"),
    path("fichas/<slug:key>/descartar/", views_library.discard, name="ficha-own-discard"),
]
