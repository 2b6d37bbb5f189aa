"""The file of an expulsion as it leaves the school: checked, foliated, hashed, redacted."""
