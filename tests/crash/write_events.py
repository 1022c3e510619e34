"""`python -m tests.crash.write_events HOME THREADS EACH`: threads that write to the audit log as fast as they can."""

import sys
import threading
from pathlib import Path

from folkmoot.site.start import start


def write(each: int) -> None:
    """Write that many events, each in a transaction of its own, and every third one rolled back."""
    from django.db import connection, transaction

    from folkmoot.site.audit.domain import record

    for number in range(each):
        with transaction.atomic():
            record(by="folkmoot", verb="organisation.added", subject=f"organisation:{number}")
            transaction.set_rollback(number % 3 == 2)
    connection.close()


if __name__ == "__main__":
    start(Path(sys.argv[1]))
    threads = [threading.Thread(target=write, args=[int(sys.argv[3])]) for _ in range(int(sys.argv[2]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
