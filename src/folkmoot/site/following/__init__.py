"""If it involves us, ask us: people who chose to be told by e-mail, and the mails to them. Nothing is ever inferred about anyone."""
