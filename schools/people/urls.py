"""Addresses of students, courses and apoderados."""

from django.urls import path

from schools.people import guardian_views, views

urlpatterns = [
    path("estudiantes/", views.student_list, name="student-list"),
    path("estudiantes/nuevo/", views.student_create, name="student-create"),
    path("estudiantes/<int:pk>/", views.student_detail, name="student-detail"),
    path("estudiantes/<int:pk>/datos/", views.student_edit, name="student-edit"),
    path("estudiantes/<int:pk>/curso/", views.student_enrol, name="student-enrol"),
    path("estudiantes/<int:pk>/retiro/", views.student_withdraw, name="student-withdraw"),
    path(
        "estudiantes/<int:pk>/apoderados/nuevo/",
        guardian_views.guardianship_create,
        name="guardianship-create",
    ),
    path("apoderados/<int:pk>/datos/", guardian_views.guardianship_edit, name="guardianship-edit"),
    path("apoderados/<int:pk>/termino/", guardian_views.guardianship_end, name="guardianship-end"),
    path(
        "apoderados/<int:pk>/restriccion/",
        guardian_views.guardianship_restrict,
        name="guardianship-restrict",
    ),
    path(
        "apoderados/<int:pk>/restriccion/termino/",
        guardian_views.guardianship_lift,
        name="guardianship-lift",
    ),
    path("apoderados/<int:pk>/resolucion/", guardian_views.court_order, name="court-order"),
    path("cursos/", views.curso_list, name="curso-list"),
    path("cursos/nuevo/", views.curso_create, name="curso-create"),
]
