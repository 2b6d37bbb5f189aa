"""Faltas imputed in a case: which conduct, which antecedents count, what may follow."""
