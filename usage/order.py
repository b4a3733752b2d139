"""Who may change a product's users at the same time. Events are taken side by side; users are merged and erased alone.

So nobody takes an event of a user who is erased meanwhile, and no two merges wait for each other in a circle. SQLite lets one
write at a time anyway.
"""

from __future__ import annotations

from django.db import connection

OURS = 7301
"""What tells these locks from any others in the database."""


class NotAlone(Exception):
    """This can only be done alone: begin again, and say so at the beginning."""


def keep_order(product_id: int, *, alone: bool) -> None:
    """Wait for one's turn with the users of a product, and keep it until the transaction ends. To be called at its beginning."""
    if connection.vendor == "postgresql":
        take = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"select {take}(%s, %s)", [OURS, product_id])
