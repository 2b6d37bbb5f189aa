"""The screens of those who report and those who decide."""
