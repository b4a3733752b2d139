"""The stores of events that tests run on: the database, and ClickHouse as it runs within a process (chDB)."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

DATABASE, EMBEDDED = "database", "chdb://memory"
HOW_TO_GET_IT = "the driver of ClickHouse is not installed: bin/environment requirements-clickhouse.txt requirements-chdb.txt"
needs_clickhouse = pytest.mark.skipif(find_spec("clickhouse_connect") is None or find_spec("chdb") is None, reason=HOW_TO_GET_IT)
KINDS = [pytest.param(DATABASE, id="database"), pytest.param(EMBEDDED, id="clickhouse", marks=needs_clickhouse)]
