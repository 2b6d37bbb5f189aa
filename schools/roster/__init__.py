"""The school roll from a file of the SIGE: preview, apply, undo."""
