"""Whether what the settings say of usage can be."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from usage.store import KINDS, kind_of

DRIVERS = {"clickhouse": ("clickhouse_connect",), "chdb": ("clickhouse_connect", "chdb")}
HINT = "bin/environment requirements-clickhouse.txt, and requirements-chdb.txt for chDB"


def store_is_there(**_: Any) -> list[CheckMessage]:
    """Whether USAGE_STORE names a store that we have, and its driver is installed."""
    kind = kind_of(settings.USAGE_STORE)
    if kind not in KINDS:
        known = "“database” or an address that begins with clickhouse:// or chdb://"
        return [Error(f"USAGE_STORE is “{kind}…”, and must be {known}.", id="usage.E001")]
    missing = [name for name in DRIVERS.get(kind, ()) if find_spec(name) is None]
    if missing:
        said = f"USAGE_STORE names {kind}, and {' and '.join(missing)} is not installed."
        return [Error(said, hint=f"Install it: {HINT}", id="usage.E002")]
    if kind == "chdb":
        said = "USAGE_STORE names chDB, which one process alone can open: the web server and the worker cannot share it."
        return [Warning(said, hint="It is for trying out and for tests. Use ClickHouse, or the database.", id="usage.W001")]
    return []
