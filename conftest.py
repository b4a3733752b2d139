"""Browser tests: the system's Chromium, and a plain word at the end where there is none."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow; that says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Playwright keeps an event loop in the test's thread; Django would otherwise refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
HOW_TO_GET_IT = "apt install chromium libatomic1 (or another Chromium or Chrome, named by CHROMIUM=/path/to/it)"
BROWSER_FIXTURES = {"page", "browser", "context", "new_context"}


def needs_browser(item: pytest.Item) -> bool:
    """Whether a test drives a browser."""
    return item.get_closest_marker("browser") is not None or not BROWSER_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that drives a browser, and skip it where there is none."""
    for item in filter(needs_browser, items):
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what was left out, and how to have it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if unkept := [report for report in skipped if "driver of ClickHouse" in str(report.longrepr)]:
        terminalreporter.section("tests of ClickHouse left out", yellow=True)
        terminalreporter.line(f"{len(unkept)} tests were SKIPPED: ClickHouse's driver and chDB are not installed.")
        terminalreporter.line("To run them too: bin/environment requirements-clickhouse.txt requirements-chdb.txt")
    left_out = [report for report in skipped if "no Chromium" in str(report.longrepr)]
    if left_out:
        terminalreporter.section("browser tests left out", yellow=True)
        terminalreporter.line(f"{len(left_out)} browser tests were SKIPPED: there is no Chromium here.")
        terminalreporter.line(f"To run them too: {HOW_TO_GET_IT}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the system's Chromium; as root it has no sandbox of its own."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*sandbox, "--disable-dev-shm-usage"]}
