"""What people say, once and for each purpose family, about uses of their records: the preference ledger."""
