"""Isolation of schools: an ORM scope that fails closed, and row-level security under it.

A table of a school inherits `TenantModel`; a reference between two of them is a
`TenantForeignKey`. `secure_database` gives every such table its policy, its composite key and
its composite references after each migration, and the catalogue test fails on one without.
"""
