"""Every address that the number of a case alone completes."""

import re

from tests.security.world import routes

OF_A_CASE = ("casos/<int:pk>/", "denuncias/<int:pk>/")


def pages_of(case_id: int) -> list[str]:
    """Return the paths of the case, in order."""
    declared = (route for paths in routes().values() for route in paths)
    found = {
        "/" + re.sub(r"<int:pk>", str(case_id), route)
        for route in declared
        if route.startswith(OF_A_CASE)
    }
    return sorted(path for path in found if "<" not in path)
