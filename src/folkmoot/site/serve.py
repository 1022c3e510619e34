"""The server: `folkmoot serve`. One process of eight threads on SQLite, two of four on PostgreSQL."""

import errno
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from folkmoot.site.start import start
from folkmoot.weigh import RefusedError

BACKLOG = 512


def main(home: Path, host: str, port: int, *, then: Sequence[str] = ()) -> NoReturn:
    """Bring the databases up to date, say where to look, and answer until stopped (Ctrl-C lets answers that are under way finish).

    `then` are lines to print after the address, with `{address}` for it.

    Call it in a process that has not computed with polars, whose threads do not survive a fork.
    Raises RefusedError, in words, when the address cannot be used, a setting is wrong or the databases are not ready.
    """
    listening = listen(host, port)
    loopback = is_loopback(host) and not os.environ.get("FOLKMOOT_HOSTS")
    start(home, loopback=loopback)
    set_up_path = ready(home)
    address = f"http://{_shown(host, loopback=loopback)}:{listening.getsockname()[1]}"
    _Server(_Application(listening, _welcome(address, set_up_path, then))).run()
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound to the address. Raises RefusedError, in words, when that cannot be."""
    if not 0 <= port <= 65535:
        raise RefusedError([f"There is no port {port}. Choose one from 1 to 65535."])
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise RefusedError(
            [f"There is no address {host!r} on this machine. Use 127.0.0.1, or the address of one of its network cards."]
        ) from None
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as failed:
        bound.close()
        reasons = {
            errno.EADDRINUSE: f"Something else answers on port {port} already. Stop it, or choose another port with --port.",
            errno.EACCES: f"Port {port} is for the system administrator. Choose one above 1023 with --port.",
            errno.EADDRNOTAVAIL: f"This machine has no address {host}. Use 127.0.0.1, or the address of one of its network cards.",
        }
        raise RefusedError(
            [reasons.get(failed.errno or 0, f"The address {host}, port {port}, cannot be used: {failed.strerror}.")]
        ) from None
    bound.set_inheritable(True)
    return bound


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ready(home: Path) -> str:
    """Bring the databases up to date and clear what unfinished submissions left.

    Gives the path of the set-up page, "" once there are users.

    Raises RefusedError on PostgreSQL that is not up to date, for another key than the vault's, and when a database cannot be reached.
    """
    from django.db import OperationalError, connection, connections
    from django.urls import reverse

    from folkmoot.site import upgrade
    from folkmoot.site.concerns.domain import drop_stray_words
    from folkmoot.site.documents import domain as documents
    from folkmoot.site.following import domain as following
    from folkmoot.site.panel import domain as panel
    from folkmoot.site.people import domain, queries, set_up
    from folkmoot.site.preferences import domain as preferences
    from folkmoot.site.register import domain as register

    try:
        if connection.vendor == "sqlite":
            upgrade.upgrade(home)
        elif upgrade.pending():
            raise RefusedError([f"The databases are not up to date. Make a backup, then run: python -m folkmoot.site.upgrade {home}"])
        else:
            domain.refuse_another_key()
        domain.drop_stray_identities()
        drop_stray_words()
        documents.drop_stray_words()
        preferences.drop_stray_identities()
        panel.drop_stray_contacts()
        following.clean_up()
        register.make_ready()
        return "" if queries.has_users() else reverse("people:set_up", args=[set_up.token(home)])
    except OperationalError as failed:
        raise RefusedError([f"A database cannot be reached: {str(failed).strip().splitlines()[0]}"]) from None
    finally:
        connections.close_all()  # the processes that answer open their own


def _shown(host: str, *, loopback: bool) -> str:
    # passkeys work on names alone: "localhost", never 127.0.0.1
    return "localhost" if loopback else f"[{host}]" if ":" in host else host


def _welcome(address: str, set_up_path: str, then: Sequence[str]) -> str:
    lines = [f"Folkmoot is at {address}/ (Ctrl-C stops it)"]
    if set_up_path:
        lines.append(f"Nobody has set it up yet. This address works once: {address}{set_up_path}")
    return "\n".join([*lines, *(line.replace("{address}", address) for line in then)])


class _Application(BaseApplication):
    def __init__(self, listening: socket.socket, welcome: str) -> None:
        self.listening, self.welcome = listening, welcome
        super().__init__()

    def load_config(self) -> None:
        from django.db import connection

        processes, threads = (1, 8) if connection.vendor == "sqlite" else (2, 4)
        for name, value in {
            "bind": f"fd://{self.listening.fileno()}",
            "workers": processes,
            "threads": threads,
            "worker_class": "gthread",
            "loglevel": "warning",
            "logger_class": "folkmoot.site.logs.ServerLog",
            "control_socket_disable": True,
            "when_ready": self._say,
            "post_worker_init": _leave_interrupts_to_the_arbiter,
        }.items():
            self.cfg.set(name, value)

    def _say(self, arbiter: Any) -> None:
        sys.stdout.write(self.welcome + "\n")
        sys.stdout.flush()

    def load(self) -> Any:
        from folkmoot.site.wsgi import application

        return application


class _Server(Arbiter):
    def handle_int(self) -> None:
        """Ctrl-C is as patient as a stop signal: what is under way finishes."""
        self.handle_term()


def _leave_interrupts_to_the_arbiter(worker: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    except RefusedError as refused:
        sys.stderr.write("".join(f"folkmoot: {problem}\n" for problem in refused.problems))
        sys.exit(2)
