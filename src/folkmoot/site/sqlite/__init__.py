"""Django's SQLite backend, with write transactions of one process taking turns."""
