"""Who: schools, people, courses, roles, tenancy, the technical trail, territory."""
