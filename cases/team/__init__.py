"""The team of a case: who joins and leaves, who takes it over, who stands in for a party."""
