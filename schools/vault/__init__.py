"""Encryption at rest: master key → school key → key of a case. See docs/decisions/encryption.md."""
