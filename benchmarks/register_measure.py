"""Measures one made register in this process: with the database that the environment names, which must be empty."""

import resource
import time
from collections.abc import Callable
from typing import Any

TURNS = 7

PAGES = (
    "/",
    "/?q=warm",
    "/?q=warm+homes+cynnes",
    "/?q=nothinglikethis",
    "/?area=castle",
    "/?topic=health",
    "/?organisation=body-3",
    "/?stage=join",
    "/?state=in_force",
    "/?q=scho&topic=harm&state=draft",
    "/?page=9999",
    "/api/v1/initiatives?q=warm",
    "/api/v1/initiatives/made-7",
    "/i/made-7",
)
FINDS: tuple[dict[str, str], ...] = (
    {},
    {"words": "warm"},
    {"words": "warm homes cynnes"},
    {"words": "nothinglikethis"},
    {"area": "castle"},
    {"topic": "health"},
    {"organisation": "body-3"},
    {"stage": "join"},
    {"state": "in_force"},
    {"words": "scho", "topic": "harm", "state": "draft"},
    {"words": "warm", "state": "in_force"},
)
FILES = {"csv": "initiatives.csv", "jsonl": "initiatives.jsonl", "catalogue": "catalogue.jsonld"}
SEARCH, SEARCHED = "/?q=warm&state=in_force", ("warm", "in_force")


def measure(count: int) -> dict[str, Any]:
    """Fill the database with so many initiatives, check what is found, and time each thing. Raises SystemExit when what is
    found differs."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from benchmarks.register_rows import fill
    from folkmoot.site.register import domain, queries

    for alias in ("default", "vault"):
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    with transaction.atomic():
        fill(count)
    made = _once(domain.rebuild)
    found = {i.slug for some in queries.each(queries.Asked(words=SEARCHED[0], state=SEARCHED[1])) for i in some}
    plainly: set[str] = set()
    plain = _least(lambda: plainly.update(by_reading_everything(*SEARCHED)), turns=1)
    if found != plainly:
        raise SystemExit("What the register finds differs from what reading every initiative finds.")
    browser = Client(SERVER_NAME="localhost")
    pages = {path: _least(lambda path=path: _opened(browser, path)) for path in (*PAGES, SEARCH)}
    known = {"HTTP_IF_NONE_MATCH": browser.get("/api/v1/initiatives")["ETag"]}
    return {
        "found": len(found),
        "finding": {looked_for(asked): _least(lambda asked=asked: queries.find(queries.Asked(**asked))) for asked in FINDS},
        "index_seconds": made,
        "search": pages.pop(SEARCH),
        "pages": pages,
        "unchanged": _least(lambda: _opened(browser, "/api/v1/initiatives", 304, **known)),
        "plain": plain,
    }


def stream() -> dict[str, Any]:
    """Stream each of the FILES of a register that another process made: the CPU seconds and the megabytes that it takes."""
    import django

    django.setup()
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    _opened(browser, "/?q=warm")  # what is made once is made
    _opened(browser, "/api/v1/initiatives?size=50")
    before = _memory()
    streamed = {name: _once(lambda file=file: _drained(browser, f"/register/{file}")) for name, file in FILES.items()}
    return {"streamed": streamed, "stream_mb": _memory() - before}


def looked_for(asked: dict[str, str]) -> str:
    """What is looked for, for people."""
    return ", ".join(f"{name} {value}" for name, value in asked.items()) or "everything"


def by_reading_everything(word: str, state: str) -> set[str]:
    """The addresses of what fits, as one would find it without an index: each text read, each licence worked out."""
    from folkmoot.site.governance import queries as governance
    from folkmoot.site.initiatives import queries as initiatives
    from folkmoot.site.register.words import texts_in, words_of

    fitting, every = set(), initiatives.everything()
    for start in range(0, len(every), 100):
        some = every[start : start + 100]
        rows = initiatives.rows_of(some)
        for initiative, answer in zip(some, governance.licences_of(some, rows=rows), strict=True):
            notice = rows[initiative.pk].notices[-1:]
            names = [o.name for o in initiatives.organisations_of(initiative, rows=rows[initiative.pk])]
            texts = [
                *texts_in(initiative.title),
                *texts_in(initiative.summary),
                *texts_in([n.content for n in notice]),
                initiative.area,
                *names,
            ]
            if answer.state.value == state and any(one.startswith(word) for text in texts for one in words_of(text)):
                fitting.add(initiative.slug)
    return fitting


def _opened(browser: Any, path: str, status: int = 200, **headers: str) -> None:
    answer = browser.get(path, **headers)
    if answer.status_code != status:
        raise SystemExit(f"{path} answered {answer.status_code}.")


def _drained(browser: Any, path: str) -> None:
    if sum(len(part) for part in browser.get(path).streaming_content) < 1:
        raise SystemExit(f"{path} is empty.")


def _once(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def _least(job: Callable[[], object], turns: int = TURNS) -> tuple[float, float]:
    """The least milliseconds of CPU of this process, and of the clock on the wall, of several runs; with more than one, the first does not
    count."""
    times = []
    for _ in range(turns + (turns > 1)):
        cpu, wall = time.process_time(), time.perf_counter()
        job()
        times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    kept = times[turns > 1 :]
    return min(cpu for cpu, _ in kept), min(wall for _, wall in kept)


def _memory() -> float:
    """The peak of this process so far in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
