"""`folkmoot work`, from outside: what it needs, what it says, and a whole pass over a real line to a mail server."""

import contextlib
import datetime as dt
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "https://folkmoot.example.org"

LAPSED = """
import datetime as dt
import sys
from pathlib import Path
from folkmoot.site.start import start
home = Path(sys.argv[1])
start(home, loopback=True)
from folkmoot.site.upgrade import upgrade
upgrade(home)
from django.utils import timezone
from folkmoot.site.engagement.models import Arrival
Arrival.objects.create(place="somewhere", hour=timezone.now() - dt.timedelta(days=3), count=1)
"""

FOLLOWED = """
import sys
from pathlib import Path
from folkmoot.site.start import start
home = Path(sys.argv[1])
start(home, loopback=True)
from folkmoot.site.upgrade import upgrade
upgrade(home)
from tests.site import make
for email in ("one@example.net", "two@example.net", "three@example.net", "four@example.net"):
    make.follower(email=email)
make.notice(make.initiative())
"""


def ran(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own that has exactly these settings."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))} | environment
    return subprocess.run([sys.executable, *command], env=given, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


WORK = "import sys; from folkmoot.cli import main; sys.exit(main())"


def begun(home: Path, *more: str, **environment: str) -> subprocess.Popen[str]:
    """A pass under way."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))} | environment
    command = [sys.executable, "-c", WORK, "work", "--home", str(home), *more]
    return subprocess.Popen(command, env=given, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def work(home: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A whole pass."""
    return ran("-c", WORK, "work", "--home", str(home), *more, **environment)


class MailServer:
    """A mail server that speaks as much of SMTP (RFC 5321) over TLS as a client needs, and keeps what it is given.

    `hold_at` is the number of a mail that it takes without saying so, until `go_on` is set; `holding` is set when it does.
    """

    def __init__(self, folder: Path) -> None:
        self.got: list[tuple[str, str]] = []
        self.hold_at, self.holding, self.go_on = 0, threading.Event(), threading.Event()
        self.certificate = _certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[line], daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), self.context.wrap_socket(line, server_side=True) as tls, tls.makefile("rwb") as talk:
            self._talk(talk)

    def _talk(self, talk: object) -> None:
        def say(words: str) -> None:
            talk.write(f"{words}\r\n".encode())
            talk.flush()

        say("220 here")
        to = ""
        while heard := talk.readline().decode().strip():
            verb = heard.split()[0].upper()
            if verb == "RCPT":
                to = heard.partition("<")[2].partition(">")[0]
            if verb == "DATA":
                say("354 go on")
                lines = []
                while (line := talk.readline().decode()) != ".\r\n":
                    lines.append(line)
                self.got.append((to, "".join(lines)))
                if len(self.got) == self.hold_at:
                    self.holding.set()
                    self.go_on.wait(60)
            if verb == "QUIT":
                say("221 bye")
                return
            say("250 fine")


def _certificate(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "mail.pem"
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    made = MailServer(tmp_path)
    yield made
    made.listening.close()


@pytest.mark.parametrize(
    ("more", "environment", "words"),
    [
        ((), {}, "--address https://folkmoot.example.org"),
        (("--address", "folkmoot.example.org"), {}, "--address https://folkmoot.example.org"),
        (("--address", "https://folkmoot.example.org/follow"), {}, "--address https://folkmoot.example.org"),
        (("--address", ADDRESS), {}, "Set FOLKMOOT_MAIL_URL"),
        ((), {"FOLKMOOT_HOSTS": "folkmoot.example.org"}, "Set FOLKMOOT_MAIL_URL"),
        (("--address", ADDRESS), {"FOLKMOOT_MAIL_URL": "smtp://127.0.0.1:9"}, "not up to date"),
    ],
)
def test_what_it_lacks_it_says_in_words(tmp_path: Path, more: tuple[str, ...], environment: dict[str, str], words: str) -> None:
    if words != "not up to date":
        assert ran("-m", "folkmoot.site.upgrade", str(tmp_path / "home")).returncode == 0
    done = work(tmp_path / "home", *more, **environment)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_kept_no_longer_is_deleted_also_where_nothing_can_be_sent(tmp_path: Path) -> None:
    made = ran("-c", LAPSED, str(tmp_path / "home"))
    assert made.returncode == 0, made.stderr
    dry = work(tmp_path / "home", "--dry-run")
    assert dry.returncode == 0
    assert "Counts of where answers came from, as keyed hashes: 1 due. Kept until 2 days after they came.\n" in dry.stdout
    done = work(tmp_path / "home")
    assert (done.returncode, done.stdout) == (2, "Counts of where answers came from deleted: 1.\n")
    assert "--address https://folkmoot.example.org" in done.stderr
    assert work(tmp_path / "home").stdout == ""


def test_passes_that_are_killed_or_run_at_once_send_each_mail_once_over_tls(tmp_path: Path, server: MailServer) -> None:
    home = tmp_path / "home"
    made = ran("-c", FOLLOWED, str(home))
    assert made.returncode == 0, made.stderr
    url = {"FOLKMOOT_MAIL_URL": f"smtps://localhost:{server.port}", "SSL_CERT_FILE": str(server.certificate)}
    away = work(home, "--address", ADDRESS, **(url | {"FOLKMOOT_MAIL_URL": "smtps://localhost:9"}))
    assert (away.returncode, away.stdout) == (2, "Mails sent: 0. Refused, to be tried again: 0. Given up: 0.\n")
    assert "The mail server cannot be used now." in away.stderr
    server.hold_at = 2
    killed = begun(home, "--address", ADDRESS, **url)
    assert server.holding.wait(60), killed.communicate()
    killed.kill()
    killed.communicate()
    server.go_on.set()
    both = [begun(home, "--address", ADDRESS, **url) for _ in range(2)]
    said = [one.communicate(timeout=120) for one in both]
    assert [(one.returncode, errors) for one, (_, errors) in zip(both, said, strict=True)] == [(0, ""), (0, "")]
    assert sum(int(re.search(r"Mails sent: (\d+)", words)[1]) for words, _ in said) == 2
    assert sorted(to for to, _ in server.got) == sorted(f"{name}@example.net" for name in ("one", "two", "three", "four"))
    for _, body in server.got:
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in body
        assert f"List-Unsubscribe: <{ADDRESS}/follow/" in body
        assert "Version 1 of the notice was published." in body
    again = work(home, "--address", ADDRESS, **url)
    assert again.stdout == "Mails sent: 0. Refused, to be tried again: 0. Given up: 0.\n"
    assert len(server.got) == 4
