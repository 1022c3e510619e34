"""Invitations and reminders, by e-mail and by letter: who is due one, what became of it, and who never wants another."""
