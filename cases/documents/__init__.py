"""The papers of a case: numbered once, rendered once, hashed, and never changed again."""
