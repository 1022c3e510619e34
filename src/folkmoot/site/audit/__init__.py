"""The audit log: what was done, by whom, in a chain of hashes that shows any change."""
