"""Addresses of the school's calendar."""

from django.urls import path

from cases.calendar import views

urlpatterns = [
    path("calendario/", views.calendar, name="calendar"),
    path("calendario/feriado/", views.feriado_add, name="calendar-feriado"),
    path(
        "calendario/feriado/<str:on>/retirar/", views.feriado_remove, name="calendar-feriado-remove"
    ),
    path("calendario/sin-clases/", views.recess_add, name="calendar-recess"),
    path(
        "calendario/sin-clases/<str:first>/<str:last>/retirar/",
        views.recess_remove,
        name="calendar-recess-remove",
    ),
    path("calendario/cambios/<int:pk>/", views.change_detail, name="calendar-change"),
]
