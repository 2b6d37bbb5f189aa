"""Open a case in an urgency: a reason, sixty minutes, and the dirección knows at once."""
