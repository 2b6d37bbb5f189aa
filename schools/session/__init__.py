"""Under which school and role a person works in this session."""
