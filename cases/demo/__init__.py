"""A demonstration: two invented schools and one school year of cases, by the real services.

Every person, school, telephone and document number here is invented: RUNs start at 41.000.000
and RBDs at 90.000, which nobody has.
"""
