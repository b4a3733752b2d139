"""``manage.py import_feedback FILE``: the same import as in the browser, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from feedback.models import ImportBatch, ImportState, RowOutcome
from history.actor import Actor, Via, system
from history.refusals import Refusal
from integrations import actions
from integrations.actions.imports import choose
from integrations.exports import BY_NAME
from integrations.files import MOST_ROWS
from integrations.forecasts import forecast
from integrations.forms import looks_like
from integrations.taking import sentence_of
from integrations.tasks import import_rows
from people.models import Person, Product


class Command(BaseCommand):
    """Reports every row that was not created, and exits non-zero only when the file as a whole could not be read."""

    help = "Import a CSV or Excel file of feedback, or another tool's export. The columns are guessed; --map says otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="export", choices=["any", *BY_NAME], help="the tool it is from, where not recognised")
        parser.add_argument("--product", help="short name of the product that rows without one belong to")
        parser.add_argument("--becomes", choices=["feedback", "ideas"], help="what rows become, unless as the export has it")
        parser.add_argument("--source", help="name of the system that the file is from")
        parser.add_argument("--by", dest="email", help="e-mail of the person who imports; ideas and votes need one")
        parser.add_argument("--map", action="append", default=[], metavar="TARGET=COLUMN", help="such as text=Message")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be made")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.dry_run(options) if options["dry_run"] else self.run_it(options)
        except (Refusal, ValidationError, OSError) as error:
            raise CommandError(sentence_of(error)) from error

    def uploaded(self, options: dict[str, Any], actor: Actor) -> tuple[ImportBatch, dict[str, Any]]:
        """The batch that keeps the file, and what was chosen on the command line."""
        path: Path = options["file"]
        product = product_named(options["product"], actor)
        export = "" if options["export"] == "any" else options["export"]
        with path.open("rb") as opened:
            batch = actions.start_import(file=File(opened), file_name=path.name, product=product, export=export, actor=actor)
        if batch.export:
            self.stdout.write(f"{looks_like(batch)}: its rows become {batch.becomes}.")
        mapping = batch.mapping | dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        chosen = {"mapping": mapping, "product": product, "source": options["source"], "becomes": options["becomes"]}
        return batch, chosen

    def run_it(self, options: dict[str, Any]) -> None:
        """Take all rows, in this process."""
        actor = actor_named(options["email"])
        batch, chosen = self.uploaded(options, actor)
        actions.run_import(batch, actor=actor, **chosen)
        import_rows(batch.pk)
        batch.refresh_from_db()
        for row in batch.rows.exclude(outcome=RowOutcome.CREATED)[:1000]:
            self.stdout.write(f"row {row.number}: {row.outcome}: {row.reason}")
        self.counted(batch.rows_read, batch.created_count, batch.skipped_count, batch.failed_count)
        if batch.state != ImportState.DONE:
            raise CommandError(f"The import is {batch.get_state_display().lower()}.")

    def dry_run(self, options: dict[str, Any]) -> None:
        """Say what would be made, and leave no trace, not even of the file."""
        actor = actor_named(options["email"])
        with transaction.atomic():
            batch, chosen = self.uploaded(options, actor)
            try:
                choose(batch, actor, chosen)
                told = forecast(batch, actor, most=MOST_ROWS)
            finally:
                batch.file.delete(save=False)
                transaction.set_rollback(True)
        for row in [*(one for one in told["rows"] if one["outcome"] == RowOutcome.FAILED), *told["faults"]]:
            self.stdout.write(f"row {row['number']}: failed: {row['reason']}")
        for one in told["statuses"]:
            self.stdout.write(f"status “{one['status']}” ({one['rows']} rows) becomes {one['meaning']}")
        made = ", ".join(f"{number} {name}" for name, number in told["made"].items())
        self.stdout.write(f"Would make {made}.")
        self.counted(told["read"], told["created"], told["skipped"], told["failed"], would="would be ")

    def counted(self, read: int, created: int, skipped: int, failed: int, would: str = "") -> None:
        """The last line: every row that was read is one of three."""
        self.stdout.write(f"{read} rows read: {created} {would}created, {skipped} skipped, {failed} failed.")


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
