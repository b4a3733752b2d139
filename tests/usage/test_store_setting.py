"""What the setting may say of where events are kept, and what is said where it cannot be."""

from __future__ import annotations

import pytest

from usage import checks
from usage.checks import store_is_there


@pytest.mark.parametrize(
    ("address", "installed", "id_", "words"),
    [
        ("database", False, None, ""),
        ("clickhouse://u:secret@events.example:8123/usage", True, None, ""),
        ("clickhouse://u:secret@events.example/usage", False, "usage.E002", "clickhouse_connect is not installed"),
        ("chdb://memory", False, "usage.E002", "clickhouse_connect and chdb is not installed"),
        ("chdb:///srv/events", True, "usage.W001", "one process alone"),
        ("mongodb://u:secret@events.example", True, "usage.E001", "must be “database”"),
    ],
)
def test_the_setting_is_checked(settings, monkeypatch, address, installed, id_, words):
    settings.USAGE_STORE = address
    monkeypatch.setattr(checks, "find_spec", lambda _: object() if installed else None)
    found = store_is_there()
    assert [one.id for one in found] == ([id_] if id_ else [])
    assert words in str(found)
    assert "secret" not in str(found)


def test_the_page_of_jobs_names_the_database(cast, browse):
    page = browse(cast.admin).get("/jobs/").content.decode()
    assert "Raw events" in page
    assert "in the database" in page
