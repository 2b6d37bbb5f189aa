"""What every template of a signed-in member knows."""

from django.http import HttpRequest

from schools.accounts.oidc import providers


def school(request: HttpRequest) -> dict:
    """Return the membership and the school of the request; None for visitors. Queries: 0."""
    return {
        "membership": getattr(request, "membership", None),
        "school": getattr(request, "school", None),
        "external_providers": providers(),
    }
