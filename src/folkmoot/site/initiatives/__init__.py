"""Initiatives, their parties, datasets and publications: what is proposed, in the words that are hashed and shown to everyone."""
