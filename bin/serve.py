"""Start Throughline on this machine and keep it running: bin/run calls this inside its environment.

Prepares (secret key, migrations, demo data, static files), starts the web server and the background
worker, waits until all is well, and stops everything it started when it is told to stop or when a part dies.
Only the standard library is used here, so that starting is quick and says clearly what is wrong.
"""

import argparse
import contextlib
import ctypes
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
STATIC_STAMP = VAR / "static" / ".collected"
READY_WITHIN = 90  # seconds
GRACE = 15  # seconds that a part has for finishing what it does
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop."""


def main():
    parser = argparse.ArgumentParser(prog="bin/run", description="Start Throughline here.")
    parser.add_argument("--empty", action="store_true", help="start without demo data")
    options = parser.parse_args()
    for signum in STOP_SIGNALS:
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:  # nohup means it
            signal.signal(signum, stop)
    running = []
    try:
        host, port = address()
        environment = settings(host, port)
        prepare(environment, demo=not options.empty)
        for name, command in parts(host, port, environment):
            running.append(Part(name, command, environment))
        wait_until_well(port, running)
        welcome(port, environment, demo=not options.empty)
        watch(running)
    except Stopped:
        say("Stopping.")
    finally:
        stop_all(running)


def stop(signum, frame):
    ignore_further_signals()
    raise Stopped


def ignore_further_signals():
    for signum in STOP_SIGNALS:
        signal.signal(signum, signal.SIG_IGN)


def say(text):
    print(text, flush=True)


# Before anything starts


def address():
    """Where to listen; refuses a port that is taken."""
    host = os.environ.get("HOST", "127.0.0.1")
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        sys.exit(f"PORT must be a number, not {os.environ['PORT']!r}.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            sys.exit(f"Cannot listen at {host}:{port}: {error}.\nChoose another port: PORT=8001 bin/run")
    return host, port


def settings(host, port):
    """The environment of every part: yours, what .env adds, and what both leave unsaid."""
    environment = dict(os.environ)
    for name, value in said_in_env_file():
        environment.setdefault(name, value)
    environment.setdefault("SECRET_KEY", secret_key())
    environment.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    environment.setdefault("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{socket.gethostname()},{host}")
    environment.setdefault("OMP_NUM_THREADS", "1")
    environment.setdefault("LOG_LEVEL", "WARNING")
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def said_in_env_file():
    """The settings in .env, line by line."""
    path = ROOT / ".env"
    lines = path.read_text().splitlines() if path.exists() else []
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            yield name.strip(), value.strip().strip("'\"")


def secret_key():
    """This installation's own key, made at the first start and kept where only its owner reads it."""
    VAR.mkdir(parents=True, exist_ok=True)
    path = VAR / "secret_key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        fresh.rename(path)
    return path.read_text().strip()


def prepare(environment, *, demo):
    manage(environment, "migrate", "--verbosity", "0")
    if demo:
        manage(environment, "demo", "--verbosity", "0")
    fingerprint = static_fingerprint()
    if not (STATIC_STAMP.exists() and STATIC_STAMP.read_text() == fingerprint):
        manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity", "0")
        STATIC_STAMP.write_text(fingerprint)


def manage(environment, *arguments):
    """Run one management command to its end; what it says is shown, and its failure is ours."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"manage.py {arguments[0]} failed; see above.")


def static_fingerprint():
    """Changes when any static file of ours, or what is installed, does."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("static/**/*")):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


# The parts


def parts(host, port, environment):
    """What runs: the web server, and the worker; over Redis, Celery's worker and beat."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "config.wsgi", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    # Without Redis the cache, and with it the rate limits, lives in the one process.
    workers, threads = ("2", "8") if environment.get("REDIS_URL") else ("1", "16")
    web += ["--workers", workers, "--threads", threads, "--log-level", "warning", "--graceful-timeout", "10"]
    if Path("/dev/shm").is_dir():
        web += ["--worker-tmp-dir", "/dev/shm"]
    if not environment.get("REDIS_URL"):
        return [("web server", web), ("worker", [sys.executable, str(ROOT / "manage.py"), "work"])]
    celery = [*python, "celery", "--app", "config", "--quiet"]
    beat = ["beat", "--loglevel", "warning", "--pidfile", "", "--schedule", str(VAR / "celerybeat-schedule")]
    return [
        ("web server", web),
        ("Celery worker", [*celery, "worker", "--loglevel", "warning", "--concurrency", "2"]),
        ("Celery beat", [*celery, *beat]),
    ]


class Part:
    """A process of ours, leading a group of its own, so that all it starts ends with it."""

    def __init__(self, name, command, environment):
        self.name = name
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (there are no threads here)
        )

    def has_died(self):
        return self.process.poll() is not None

    def signal(self, signum):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signum)


def die_with_parent():
    """On Linux, have this process told to stop even when its starter is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def wait_until_well(port, running):
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        give_up_if_dead(running)
        well, reasons = health(port)
        if well:
            return
        time.sleep(0.2)
    sys.exit(f"Not well after {READY_WITHIN} seconds: {reasons}")


def health(port):
    host = os.environ.get("HOST", "127.0.0.1")
    host = "127.0.0.1" if host == "0.0.0.0" else host
    request = urllib.request.Request(f"http://{host}:{port}/healthz", headers={"Host": f"localhost:{port}"})
    try:
        # No proxy between us and ourselves.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10):
            return True, ""
    except urllib.error.HTTPError as error:
        return False, error.read().decode(errors="replace")[:500]
    except OSError as error:
        return False, str(error)


def welcome(port, environment, *, demo):
    say(f"\nThroughline is running at {environment['PUBLIC_URL']}")
    if demo:
        manage(environment, "demo", "--accounts")
    say("Ctrl-C stops it.")


def watch(running):
    while True:
        give_up_if_dead(running)
        time.sleep(0.5)


def give_up_if_dead(running):
    for part in running:
        if part.has_died():
            code = part.process.returncode
            sys.exit(f"The {part.name} ended by itself (exit code {code}), so everything stops.")


def stop_all(running):
    """Ask politely, wait, then insist: nothing that we started stays behind."""
    ignore_further_signals()
    for part in running:
        # Celery's parent process answers TERM for its children, gunicorn's likewise; both stop warmly.
        if not part.has_died():
            part.process.terminate()
    deadline = time.monotonic() + GRACE
    for part in running:
        try:
            part.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {part.name} does not stop; it is killed. Its work resumes at the next start.")
        part.signal(signal.SIGKILL)


if __name__ == "__main__":
    main()
