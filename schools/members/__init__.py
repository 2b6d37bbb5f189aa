"""Who works at the school: roles, invitations, substitutes."""
