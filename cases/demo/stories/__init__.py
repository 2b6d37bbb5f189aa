"""The cases of each school, as lists of acts."""
