"""How fast Throughline is with very much feedback, and how much slower than with little. See bench/README.md.

python bench/scale.py
python bench/scale.py --postgres postgres://postgres@localhost
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
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
SIZES = "1000,100000"
ROUNDS = 7
SLOW = 2.0  # seconds of one round, beyond which three rounds tell enough


def main() -> None:
    """Measure at each size in a process and a database of its own, and write down what it gave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES, help="how much feedback: the last is compared with the first")
    parser.add_argument("--postgres", default="", help="a server on which databases may be made; otherwise it is SQLite")
    parser.add_argument("--only", default="", help="only what has one of these words in its name, with commas between")
    parser.add_argument("--keep", default="", help="a folder in which filled SQLite databases stay, to measure in them again")
    parser.add_argument("--out", default=str(HERE / "results"), help="where the results are written")
    parser.add_argument("--child", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(measured(asked.child, asked.only)))
        return
    sizes, found = [int(size) for size in asked.sizes.split(",")], {}
    for size in sizes:
        found[size] = in_a_process(size, asked)
    vendor = "postgresql" if asked.postgres else "sqlite"
    told = {
        "database": found[sizes[-1]].pop("database"), "at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine(),
        "sizes": {str(size): result for size, result in found.items()},
    }  # fmt: skip
    folder = Path(asked.out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{vendor}.json").write_text(json.dumps(told, indent=1) + "\n")
    (folder / f"{vendor}.md").write_text(as_markdown(told, sizes))
    print(as_markdown(told, sizes))


def machine() -> str:
    """What it was measured on."""
    cpu = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in cpu.read_text().splitlines() if "model name" in line] if cpu.exists() else []
    )
    return f"{len(names) or os.cpu_count()} × {names[0] if names else platform.processor()}, Python {platform.python_version()}"


def in_a_process(size: int, asked: argparse.Namespace) -> dict[str, Any]:
    """One size. Memory is a process's own, so each has one."""
    folder = Path(asked.keep) / str(size) if asked.keep else Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DEBUG": "off", "VAR_DIR": str(folder), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.setdefault("SECRET_KEY", "a key that protects nothing but a benchmark")
    environment["LOG_LEVEL"] = "ERROR"
    environment["REDIS_URL"] = ""
    environment.pop("DATABASE_URL", None)
    name = f"throughline_bench_{size}"
    if asked.postgres:
        recreate(asked.postgres, name)
        environment["DATABASE_URL"] = f"{asked.postgres.rstrip('/')}/{name}"
    command = [sys.executable, __file__, "--child", str(size), "--only", asked.only]
    print(f"{size:,} feedback …", file=sys.stderr)
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    finally:
        if asked.postgres:
            recreate(asked.postgres, name, again=False)
        if not asked.keep:
            shutil.rmtree(folder)
    return json.loads(done.stdout.splitlines()[-1])


def recreate(server: str, name: str, *, again: bool = True) -> None:
    """Drop the database and make it anew."""
    import psycopg  # noqa: PLC0415 (only where there is such a server)

    with psycopg.connect(f"{server.rstrip('/')}/postgres", autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}")
        if again:
            connection.execute(f"create database {name}")


def measured(size: int, only: str) -> dict[str, Any]:
    """Fill the database unless it is full, and measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(HERE.parent))
    import django  # noqa: PLC0415 (the environment says first which database)

    django.setup()
    sys.path.insert(0, str(HERE))
    from measuring import lists, works  # noqa: PLC0415

    started, told = time.perf_counter(), {}
    prepared = lists.prepared(size)
    told["fill_s"] = round(time.perf_counter() - started, 1)
    wanted = [word for word in only.split(",") if word]
    told["reads"] = {name: repeated(ask) for name, ask in chosen(lists.reads(prepared), wanted)}
    told["works"] = {name: once(work) for name, work in chosen(works.works(prepared, min(size, 10_000)), wanted)}
    told["database"] = lists.database()
    return told


def chosen(all_of_it: Iterator[tuple[str, Any]], wanted: list[str]) -> Iterator[tuple[str, Any]]:
    """Those whose names hold a wanted word."""
    for name, work in all_of_it:
        if not wanted or any(word in name for word in wanted):
            print(f"  {name}", file=sys.stderr)
            yield name, work


def repeated(ask: Callable[[], Any]) -> dict[str, Any]:
    """The median of some rounds after one that warms up: by the clock, of the processor, and how many queries."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    forget_peak()
    started = time.perf_counter()
    ask()
    first = time.perf_counter() - started
    taken, spent = [], []
    for _ in range(3 if first > SLOW else ROUNDS):
        started, worked = time.perf_counter(), time.process_time()
        ask()
        taken.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - worked))
    most = peak()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return {
        "ms": round(statistics.median(taken), 1), "cpu_ms": round(statistics.median(spent), 1), "most_ms": round(max(taken), 1),
        "queries": len(queries), "first_ms": round(1000 * first, 1), "peak_mb": most,
        "bare_ms": bare([one["sql"] for one in queries.captured_queries]),
    }  # fmt: skip


def bare(statements: list[str]) -> float:
    """What the database alone takes for the same questions, of the processor: the median of three rounds after one."""
    from django.db import connection  # noqa: PLC0415

    asked, spent = [one for one in statements if one.lstrip()[:6].lower() == "select"], []
    for _ in range(4):
        worked = time.process_time()
        with connection.cursor() as cursor:
            for one in asked:
                cursor.execute(one)
                cursor.fetchall()
        spent.append(1000 * (time.process_time() - worked))
    return round(statistics.median(spent[1:]), 1)


def once(work: Callable[[], int]) -> dict[str, Any]:
    """Long work, done once: how many records a second."""
    forget_peak()
    started, worked = time.perf_counter(), time.process_time()
    count = work()
    took, spent = time.perf_counter() - started, time.process_time() - worked
    return {"count": count, "s": round(took, 1), "cpu_s": round(spent, 1), "a_second": round(count / took), "peak_mb": peak()}


def forget_peak() -> None:
    """Start to note the most memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak() -> int:
    """The most memory that this process has held since, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def as_markdown(told: dict[str, Any], sizes: list[int]) -> str:
    """What was measured, as tables."""
    few, many = told["sizes"][str(sizes[0])], told["sizes"][str(sizes[-1])]
    lines = [
        f"Measured {told['at']} on {told['machine']}, {told['database']}.", "",
        f"| request | ms at {sizes[-1]:,} | of the processor | bare SQL | at {sizes[0]:,} | times as much "
        "| first | queries | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, one in many["reads"].items():
        small = few["reads"][name]
        ratio = one["cpu_ms"] / max(small["cpu_ms"], 0.1)
        lines.append(
            f"| {name} | {one['ms']:.0f} | {one['cpu_ms']:.0f} | {one['bare_ms']:.0f} | {small['cpu_ms']:.0f} | {ratio:.1f} "
            f"| {one['first_ms']:.0f} | {one['queries']} | {one['peak_mb']} |"
        )
    lines += [
        "", f"| work | records | seconds | of the processor | a second | a second at {sizes[0]:,} | peak MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, one in many["works"].items():
        lines.append(
            f"| {name} | {one['count']:,} | {one['s']} | {one['cpu_s']} | {one['a_second']} | {few['works'][name]['a_second']} "
            f"| {one['peak_mb']} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
