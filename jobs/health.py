"""Whether the installation is well: asked by bin/run, by load balancers, by whoever watches."""

from __future__ import annotations

import functools
import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from history import clock
from jobs.models import Worker

logger = logging.getLogger(__name__)


def complaints() -> list[str]:
    """What is wrong, in words that tell a stranger nothing about the inside; empty when all is well."""
    try:
        connection.ensure_connection()
        if not is_migrated():
            return ["migrations are missing"]
        return [] if Worker.is_any_awake(clock.now()) else ["no background worker is awake"]
    except DatabaseError:
        logger.exception("the database does not answer")
        return ["the database does not answer"]


def is_migrated() -> bool:
    """Whether every migration is applied. Once so, it stays so while this process lives."""
    if not all_migrations_applied():
        all_migrations_applied.cache_clear()
        return False
    return True


@functools.cache
def all_migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
