"""The folder for an inspector: what the protocol demanded against what the file proves."""
