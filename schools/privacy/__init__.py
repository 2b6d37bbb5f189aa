"""Personal data that may be put to no new use for a time."""
