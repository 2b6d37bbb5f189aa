"""What is done with families during the inquiry, one verb each."""

from cases.hearings.services.antecedentes import receive_antecedente, waive_antecedentes

__all__ = ["receive_antecedente", "waive_antecedentes"]
