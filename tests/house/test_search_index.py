"""What is searched is indexed as it changes: a migration that writes a table anew must index it again."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on Postgres the index is a column, which no migration loses unseen")
def test_every_searchable_table_keeps_its_index_by_triggers():
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type = 'table' and sql like '%fts5%'")
        indexes = {name for (name,) in cursor.fetchall()}
        cursor.execute("select name from sqlite_master where type = 'trigger'")
        triggers = {name for (name,) in cursor.fetchall()}
    assert {"roadmap_initiative_words", "feedback_feedback_words"} <= indexes
    wanted = {f"{index}_{moment}" for index in indexes for moment in ("insert", "update", "delete")}
    assert wanted - triggers == set()
