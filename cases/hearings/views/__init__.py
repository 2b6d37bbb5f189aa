"""The screens of the inquiry."""
