"""The addresses of a case, capability by capability."""

from django.urls import include, path

CAPABILITIES = (
    "cases.today.urls",
    "cases.urgent.urls",
    "cases.overview.urls",
    "cases.looks.urls",
    "cases.tramites.urls",
    "cases.reserve.urls",
    "cases.team.urls",
    "cases.intake.urls",
    "cases.hearings.urls",
    "cases.decisions.urls",
    "cases.discipline.urls",
    "cases.notifications.urls",
    "cases.reminders.urls",
    "cases.documents.urls",
    "cases.pack.urls",
    "cases.expulsion.urls",
    "cases.fichas.urls",
    "cases.carpeta.urls",
    "cases.families.urls",
    "cases.calendar.urls",
    "cases.privacy.urls",
    "cases.planner.urls",
)

urlpatterns = [path("", include(module)) for module in CAPABILITIES]
