"""Governance: decisions and their conditions, signatures and stops, and the licence worked out from them."""
