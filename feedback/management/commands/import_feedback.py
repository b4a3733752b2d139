"""``manage.py import_feedback FILE``: the same import as in the browser, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from feedback import actions
from feedback.models import ImportBatch, ImportState, RowOutcome
from feedback.tasks import import_rows
from history.actor import Actor, Via, system
from history.refusals import Refusal
from people.models import Person, Product


class Command(BaseCommand):
    """Reports every row that was not created, and exits non-zero only when the file as a whole could not be read."""

    help = "Import a CSV file of feedback. The columns are guessed by their names; --map says otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--product", help="short name of the product that rows without one belong to")
        parser.add_argument("--source", default="import", help="name of the system that the file is from")
        parser.add_argument("--as", dest="email", help="e-mail of the person who imports")
        parser.add_argument("--map", action="append", default=[], metavar="TARGET=COLUMN", help="such as text=Message")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self.imported(options)
        except (Refusal, ValidationError, OSError) as error:
            raise CommandError("; ".join(error.messages) if isinstance(error, ValidationError) else str(error)) from error
        for row in batch.rows.exclude(outcome=RowOutcome.CREATED)[:1000]:
            self.stdout.write(f"row {row.number}: {row.outcome}: {row.reason}")
        created, skipped, failed = batch.created_count, batch.skipped_count, batch.failed_count
        self.stdout.write(f"{batch.rows_read} rows read: {created} created, {skipped} skipped, {failed} failed.")
        if batch.state != ImportState.DONE:
            raise CommandError(f"The import is {batch.get_state_display().lower()}.")

    def imported(self, options: dict[str, Any]) -> ImportBatch:
        """The batch after all its rows were taken, in this process."""
        actor = actor_named(options["email"])
        product = product_named(options["product"], actor)
        path: Path = options["file"]
        with path.open("rb") as opened:
            batch = actions.start_import(file=File(opened), file_name=path.name, product=product, actor=actor)
        mapping = batch.mapping | dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        actions.run_import(batch, mapping=mapping, product=product, source=options["source"], actor=actor)
        import_rows(batch.pk)
        return ImportBatch.objects.get(pk=batch.pk)


def actor_named(email: str | None) -> Actor:
    """The person with this e-mail address, or the command line itself."""
    if email is None:
        return system("the command line", via=Via.COMMAND)
    person = Person.objects.active().filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody active has the e-mail address {email}.")
    return Actor(person=person, via=Via.COMMAND)


def product_named(key: str | None, actor: Actor) -> Product | None:
    """The product with this short name."""
    if key is None:
        return None
    product = Product.objects.visible_to(actor).filter(key=key).first()
    if product is None:
        raise CommandError(f"There is no product with the short name {key}.")
    return product
