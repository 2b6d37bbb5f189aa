"""«Quién vio este caso»: the trail of one case, told to who answers for it."""
