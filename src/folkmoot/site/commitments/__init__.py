"""Promises: made in answer to what people said, signed by each partner, and kept or not in public."""
