"""The end of a case: its key is destroyed, and a certificate says so."""
