"""How soon a browser hears of the plan's pages, and how soon a dragged card lies where it was dropped. See bench/README.md.

python bench/first_byte.py --keep /tmp/filled
python bench/first_byte.py --no-drag
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from scale import machine

ROUNDS, DRAGS = 15, 15
PAGES = {
    "roadmap of 300 cards": "/roadmap/",
    "roadmap of 300 cards, by objective": "/roadmap/?group=objective",
    "completed, 30 of 60": "/roadmap/completed/",
    "proof of 30 completed": "/roadmap/completed/proof/",
    "news of the roadmap": "/activity/news/?of=roadmap.initiative&at=2020-01-01T00:00:00Z",
    "ideas, first page": "/ideas/",
    "ideas by weight of evidence": "/ideas/?sort=-weight",
    "ideas, at nine tenths": "/ideas/?page={ideas_far}",
    "objectives with 500 key results": "/objectives/",
    "portfolio": "/roadmap/portfolio/",
}


def main() -> None:
    """Fill a database, serve it as in production, and ask from outside; write down what it gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000, help="how much feedback; a tenth as many ideas")
    parser.add_argument("--keep", default="", help="a folder in which the filled database stays, to measure in it again")
    parser.add_argument("--no-drag", action="store_true", help="no browser: only how soon pages answer")
    parser.add_argument("--out", default=str(HERE / "results"), help="where the results are written")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(prepared(asked.size)))
        return
    folder = Path(asked.keep) / str(asked.size) if asked.keep else Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        told = measured(asked, folder)
    finally:
        if not asked.keep:
            shutil.rmtree(folder)
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "first_byte.json").write_text(json.dumps(told, indent=1) + "\n")
    (out / "first_byte.md").write_text(as_markdown(told))
    print(as_markdown(told))


def surroundings(folder: Path) -> dict[str, str]:
    """Where the server and what fills its database find everything: a production's settings, but no certificate."""
    environment = os.environ | {"VAR_DIR": str(folder), "DEBUG": "off", "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ALLOWED_HOSTS": "127.0.0.1,testserver"}
    environment.setdefault("SECRET_KEY", "a key that protects nothing but a benchmark")
    environment.pop("DATABASE_URL", None)
    return environment


def prepared(size: int) -> dict[str, Any]:
    """In a process of its own: the database, filled if it is empty; a session, and how often each page asks the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(HERE.parent))
    import django  # noqa: PLC0415 (the environment says first which database)

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from measuring import lists  # noqa: PLC0415

    from roadmap.models import Idea  # noqa: PLC0415

    at = lists.prepared(size)
    pages = {name: path.format(ideas_far=max(2, Idea.objects.count() * 9 // 500)) for name, path in PAGES.items()}
    queries = {}
    for name, path in pages.items():
        headers = {"HX-Request": "true"} if "proof" in path else {}
        at.browser.get(path, headers=headers)
        with CaptureQueriesContext(connection) as asked:
            at.browser.get(path, headers=headers)
        queries[name] = len(asked)
    cookie = at.browser.cookies["sessionid"].value
    return {"pages": pages, "queries": queries, "session": cookie, "database": lists.database()}


def measured(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Everything, from outside."""
    environment = surroundings(folder)
    command = [sys.executable, __file__, "--child", "yes", "--size", str(asked.size)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    known = json.loads(done.stdout.splitlines()[-1])
    told: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine(), "size": asked.size}
    told["database"] = known["database"]
    with served(environment) as (port, server):
        told["pages"] = {
            name: first_bytes(port, server, path, known["session"]) | {"queries": known["queries"][name]}
            for name, path in known["pages"].items()
        }
        if not asked.no_drag:
            told["drag"] = dragged(port, known["session"])
    return told


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The application behind one worker with four threads, as ``deploy/`` has it for a small machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, env=environment, cwd=HERE.parent)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def spent(server: int) -> float:
    """Milliseconds of the processor that the server and its worker have had so far; nought where the system does not tell."""
    try:
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        told = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (server, *children)]
    except OSError:
        return 0
    return sum(int(one[11]) + int(one[12]) for one in told) * 1000 / os.sysconf("SC_CLK_TCK")


def first_bytes(port: int, server: int, path: str, session: str) -> dict[str, Any]:
    """From the request to the first byte of the answer, and to the last: milliseconds by the clock, after three to warm up; and
    of the server's processor."""
    headers = {"Cookie": f"sessionid={session}"} | ({"HX-Request": "true"} if "proof" in path else {})
    first, whole, size, worked = [], [], 0, 0.0
    line = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(ROUNDS + 3):
        if number == 3:
            worked = spent(server)
        started = time.perf_counter()
        line.request("GET", path, headers=headers)
        answer = line.getresponse()  # returns with the first bytes: the answer's head
        taken = time.perf_counter() - started
        size = len(answer.read())
        if answer.status not in (200, 204):
            raise SystemExit(f"{path} answered {answer.status}.")
        if number >= 3:
            first.append(1000 * taken)
            whole.append(1000 * (time.perf_counter() - started))
    cpu = round((spent(server) - worked) / ROUNDS)
    return {"p50": middle(first), "p95": most(first), "whole": middle(whole), "cpu": cpu, "kb": round(size / 1024)}


def dragged(port: int, session: str) -> dict[str, Any]:
    """A card dragged by the mouse from lane to lane, and moved by keys, on the board of 300 cards: when the page shows it in its
    new place, and when the server has said that it is there."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only where there is a browser)

    sys.path.insert(0, str(HERE.parent))
    from conftest import CHROMIUM  # noqa: PLC0415

    with sync_playwright() as play:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        context = browser.new_context(viewport={"width": 1360, "height": 900}, reduced_motion="reduce", bypass_csp=True)
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/roadmap/")
        page.wait_for_selector("html[data-ready]")
        found = {
            "dragged to the lane beside": by_turns(page, lambda number: drag(page, number)),
            "moved one place by keys": by_turns(page, lambda number: by_keys(page, number)),
        }
        browser.close()
    return found


# Notes when a card first lies elsewhere after the pointer or the key was let go, and when its post has been answered.
NOTE = """() => {
  const at = window.measured = { let_go: 0, shown: 0, said: 0 };
  const letGo = () => { at.let_go ||= performance.now(); };
  for (const kind of ["pointerup", "drop", "dragend", "keydown"]) addEventListener(kind, letGo, { capture: true, once: true });
  const look = (changes) => {
    for (const { target } of changes) {
      if (target.hasAttribute("aria-busy")) requestAnimationFrame(() => { at.shown ||= performance.now(); });
      else at.said ||= performance.now();
    }
  };
  const board = document.querySelector("[data-board]");
  new MutationObserver(look).observe(board, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] });
}"""


def by_turns(page: Any, move: Callable[[int], None]) -> dict[str, Any]:
    """The same movement some times: what it took until the eye saw it, and until the server had said so."""
    shown, said = [], []
    for number in range(DRAGS + 2):
        page.evaluate(NOTE)
        move(number)
        page.wait_for_function("measured.said > 0")
        at = page.evaluate("measured")
        if not 0 < at["let_go"] <= at["shown"]:
            raise SystemExit(f"This movement was not seen whole: {at}.")
        if number >= 2:
            shown.append(at["shown"] - at["let_go"])
            said.append(at["said"] - at["let_go"])
        page.wait_for_load_state("networkidle")
    return {"shown_p50": middle(shown), "shown_p95": most(shown), "said_p50": middle(said), "said_p95": most(said)}


def drag(page: Any, number: int) -> None:
    """Drag the first card of Next to the top of Now: nearer, so that no reason is asked for."""
    start = page.locator('[data-lane="next"] .lane-card').first.bounding_box()
    end = page.locator('[data-lane="now"] .lane-card').first.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + start["height"] - 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 30, steps=12)
    page.mouse.move(end["x"] + 62, end["y"] + 12, steps=4)
    page.mouse.up()


def by_keys(page: Any, number: int) -> None:
    """One place down, and up again."""
    page.locator('[data-lane="now"] .lane-card h3 a').nth(3).focus()
    page.keyboard.press("Shift+ArrowDown")


def middle(values: list[float]) -> float:
    """The median."""
    return round(statistics.median(values), 1)


def most(values: list[float]) -> float:
    """What 95 of 100 stay under."""
    return round(sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)], 1)


def as_markdown(told: dict[str, Any]) -> str:
    """What was measured, as tables."""
    lines = [
        f"Measured {told['at']} on {told['machine']}, {told['database']}, {told['size']:,} feedback.", "",
        "| page | first byte p50, ms | p95 | last byte p50 | of the processor | kB | queries |", "|---|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, one in told["pages"].items():
        lines.append(f"| {name} | {one['p50']} | {one['p95']} | {one['whole']} | {one['cpu']} | {one['kb']} | {one['queries']} |")
    if "drag" in told:
        lines += [
            "",
            "| a card of 300 | seen in its place p50, ms | p95 | said by the server p50 | p95 |",
            "|---|--:|--:|--:|--:|",
        ]
        for name, one in told["drag"].items():
            lines.append(f"| {name} | {one['shown_p50']} | {one['shown_p95']} | {one['said_p50']} | {one['said_p95']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
