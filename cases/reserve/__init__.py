"""What is kept apart inside a case: who asked to remain unknown, and notes of health."""
