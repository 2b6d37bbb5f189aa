"""Pages of personal data, one module per desk."""
