"""Organisations and their staff, with dated memberships and roles; Participants as pseudonyms, their identities in the vault."""
