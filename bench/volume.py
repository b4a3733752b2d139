"""What many millions of usage events cost: taking them in, counting them, every page that tells of them. See bench/README.md.

python bench/volume.py
python bench/volume.py --events 10000000 --postgres postgres://postgres@localhost
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from scale import forget_peak, machine, peak, recreate

ROUNDS, FEW = 20, 5
SLOW = 2.0  # seconds of one round, beyond which few rounds tell enough
NAME = "throughline_volume"


def main() -> None:
    """Fill a database with events and measure in it, in a process of its own; write down what it gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000, help="how many events")
    parser.add_argument("--postgres", default="", help="a server on which a database may be made; otherwise it is SQLite")
    parser.add_argument("--database", default=NAME, help="the name of the database that is made there, and dropped at the end")
    parser.add_argument("--keep", action="store_true", help="let that database be, to measure in it again")
    parser.add_argument("--folder", default="", help="where files are put; otherwise in a folder that is thrown away")
    parser.add_argument("--only", default="", help="only pages with one of these words in their name, with commas between")
    parser.add_argument("--pages-only", action="store_true", help="no long work once the database is filled and counted")
    parser.add_argument("--out", default=str(HERE / "results"), help="where the results are written")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(measured(asked)))
        return
    told = in_a_process(asked)
    told |= {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine(), "events": asked.events}
    folder = Path(asked.out)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"volume-{'postgresql' if asked.postgres else 'sqlite'}-{asked.events}"
    (folder / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n")
    (folder / f"{name}.md").write_text(as_markdown(told))
    print(as_markdown(told))


def in_a_process(asked: argparse.Namespace) -> dict[str, Any]:
    """Memory is a process's own, so it has one."""
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DEBUG": "off", "VAR_DIR": str(folder), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.setdefault("SECRET_KEY", "a key that protects nothing but a benchmark")
    environment |= {"LOG_LEVEL": "ERROR", "REDIS_URL": "", "USAGE_REQUESTS_A_MINUTE": "1000000"}
    environment.pop("DATABASE_URL", None)
    if asked.postgres:
        if not (asked.keep and asked.folder and (folder / "filled.json").exists()):
            recreate(asked.postgres, asked.database)
        environment["DATABASE_URL"] = f"{asked.postgres.rstrip('/')}/{asked.database}"
    try:
        command = [sys.executable, *sys.argv, "--child"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    finally:
        if asked.postgres and not asked.keep:
            recreate(asked.postgres, asked.database, again=False)
        if not asked.folder:
            shutil.rmtree(folder)
    return json.loads(done.stdout.splitlines()[-1])


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Fill the database unless it is full, and measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(HERE.parent))
    import django  # noqa: PLC0415 (the environment says first which database)

    django.setup()
    sys.path.insert(1, str(HERE))
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from filling_usage import fill_usage  # noqa: PLC0415
    from measuring import lists, usage_pages, usage_works  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    told: dict[str, Any] = {"works": {}}
    filled = Path(os.environ["VAR_DIR"]) / "filled.json"
    if filled.exists():
        told = json.loads(filled.read_text())
    else:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        made: list[Any] = []
        told["works"] |= works([("filling it", lambda: made.append(fill_usage(asked.events)) or asked.events)])
        cast, told["key"] = made[0]
        told["works"] |= works(usage_works.first_counts(asked.events, cast))
        filled.write_text(json.dumps(told))
    wanted = [word for word in asked.only.split(",") if word]
    told["pages"] = {}
    for name, ask in usage_pages.pages():
        if not wanted or any(word in name for word in wanted):
            told["pages"][name] = one = repeated(ask)
            print("  {p50:>6} {p95:>6} {cpu_ms:>6} {queries:>3}".format(**one), name, file=sys.stderr, flush=True)
    told["tables"], told["database"] = usage_works.sizes(), lists.database()
    if not asked.pages_only:
        told["works"] |= works(usage_works.day_by_day(asked.events, told["key"]))
        told["works"] |= works(usage_works.at_the_end(asked.events))
    told.pop("key")
    return told


def works(all_of_it: Iterator[tuple[str, Callable[[], int]]] | list[tuple[str, Callable[[], int]]]) -> dict[str, Any]:
    """Long work, each done once."""
    told = {}
    for name, work in all_of_it:
        forget_peak()
        started, worked, served = time.perf_counter(), time.process_time(), of_the_server()
        count = work()
        took, spent = time.perf_counter() - started, time.process_time() - worked
        serving = max(0.0, of_the_server() - served)  # filling ends with another connection
        told[name] = {
            "count": count, "s": round(took, 2), "cpu_s": round(spent, 2), "server_cpu_s": round(serving, 2),
            "a_second": round(count / took, 1), "cpu_ms_for_1000": round(1e6 * (spent + serving) / max(1, count), 1),
            "peak_mb": peak(),
        }  # fmt: skip
        print(f"  {name}: {told[name]}", file=sys.stderr, flush=True)
    return told


def repeated(ask: Callable[[], int]) -> dict[str, Any]:
    """Some rounds after one that warms up: by the clock, of the processor, queries and bytes."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    forget_peak()
    started = time.perf_counter()
    ask()
    first = time.perf_counter() - started
    taken, spent, size = [], [], 0
    for _ in range(FEW if first > SLOW else ROUNDS):
        started, worked, served = time.perf_counter(), time.process_time(), of_the_server()
        size = ask()
        taken.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - worked + of_the_server() - served))
    most = peak()
    with CaptureQueriesContext(connection) as queries:
        ask()
    slowest = sorted(queries.captured_queries, key=lambda one: -float(one["time"]))[:3]
    return {
        "p50": round(statistics.median(taken)), "p95": round(sorted(taken)[-1 - len(taken) // ROUNDS]),
        "cpu_ms": round(statistics.fmean(spent)), "queries": len(queries), "bytes": size, "first_ms": round(1000 * first),
        "peak_mb": most, "slowest": [(one["time"], one["sql"][:1500]) for one in slowest],
    }  # fmt: skip


def of_the_server() -> float:
    """The processor's seconds of the database's process that works for us, where it is on this machine; SQLite has none."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def as_markdown(told: dict[str, Any]) -> str:
    """What was measured, as tables."""
    lines = [
        f"Measured {told['at']} on {told['machine']}, {told['database']}, {told['events']:,} events.", "",
        "| page | p50 ms | p95 ms | of the processor | queries | kB | peak MB |", "|---|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, one in told["pages"].items():
        lines.append(
            f"| {name} | {one['p50']} | {one['p95']} | {one['cpu_ms']} | {one['queries']} | {one['bytes'] // 1000} "
            f"| {one['peak_mb']} |"
        )
    lines += [
        "", "| work | records | seconds | of the processor | a second | ms of the processor for 1,000 | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, one in told["works"].items():
        lines.append(
            f"| {name} | {one['count']:,} | {one['s']} | {one['cpu_s']} + {one['server_cpu_s']} | {one['a_second']:,} "
            f"| {one['cpu_ms_for_1000']} | {one['peak_mb']} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
