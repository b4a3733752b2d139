"""``manage.py import_usage FILE --product KEY``: the same import as in the browser, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from history.actor import Via, system
from history.refusals import Refusal
from people.models import Product
from usage.actions import keep_file
from usage.models import UsageImport
from usage.tasks import take_file


class Command(BaseCommand):
    """Takes a file of usage events in, CSV or NDJSON, and reports every row that could not be taken."""

    help = (
        "Import usage events. CSV: columns event, user_id, company, timestamp, message_id; any other column is a property. "
        "NDJSON: one item a line, as Segment's or PostHog's clients write them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--product", required=True, help="short name of the product that the events are of")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        product = Product.objects.filter(key=options["product"]).first()
        if product is None:
            raise CommandError(f"There is no product “{options['product']}”.")
        actor = system("the command line", via=Via.COMMAND)
        try:
            with path.open("rb") as file:
                brought = keep_file(product, file=File(file, name=path.name), actor=actor)
            take_file(brought.pk)
        except (Refusal, ValidationError, OSError) as error:
            raise CommandError("; ".join(error.messages) if isinstance(error, ValidationError) else str(error)) from error
        brought = UsageImport.objects.get(pk=brought.pk)
        for failure in brought.failures:
            self.stdout.write(f"row {failure['row']}: {failure['error']}")
        counts = f"{brought.taken:,} taken, {brought.known:,} known, {brought.failed:,} failed"
        self.stdout.write(f"{brought.rows_done:,} rows read: {counts}.")
