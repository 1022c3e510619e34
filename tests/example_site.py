"""The worked example as a visitor meets it: made and served by `folkmoot demo`, in a process of its own, on this machine alone."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

STARTS = re.compile(r"Folkmoot is at (http://\S+)/ ")


@dataclass(frozen=True)
class Page:
    """What the server answered."""

    status: int
    type: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


@dataclass(frozen=True)
class ExampleSite:
    """The running example: its address, its home folder, and what it printed when it started."""

    address: str
    home: Path
    printed: str

    def get(self, path: str) -> Page:
        """The page at a path (or a whole address of this site), whatever its status."""
        try:
            with urlopen(path if path.startswith("http") else self.address + path, timeout=20) as answer:  # noqa: S310 - our own server
                return Page(answer.status, answer.headers.get_content_type(), answer.read())
        except HTTPError as refused:
            return Page(refused.code, refused.headers.get_content_type(), refused.read())


@contextmanager
def example_site(folder: Path, *options: str, name: str = "demo") -> Iterator[ExampleSite]:
    """Make and serve the example below `folder` until the block ends. Raises AssertionError with what it printed if it does not start."""
    home = folder / name
    command = [str(Path(sys.executable).parent / "folkmoot"), "demo", "--home", str(home), "--port", str(_free_port()), *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            printed, address = "", ""
            for line in running.stdout or []:
                printed += line
                if found := STARTS.match(line):
                    address = found[1]
                if "3. Work as staff" in line:
                    break
            assert address, f"The example did not start:\n{printed}"
            yield ExampleSite(address, home, printed)
        finally:
            running.terminate()
            running.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
