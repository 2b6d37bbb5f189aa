"""The reviewed table of feriados, and the calendar of each comuna."""

from protocols.catalog.calendar.table import Changes, calendar_for, load_table

__all__ = ["Changes", "calendar_for", "load_table"]
