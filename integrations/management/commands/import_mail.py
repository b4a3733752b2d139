"""``manage.py import_mail FILE.mbox|FILE.eml|MAILDIR``: mail from a file, as if it had come in."""

from __future__ import annotations

import mailbox
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from history.actor import Via, system
from integrations import actions
from integrations.mail.letters import LARGEST, letter_of_bytes
from integrations.management.commands.import_feedback import product_named
from integrations.models import ReceivedMail


class Command(BaseCommand):
    """Says what became of each mail, and counts."""

    help = "Take in the mail of an mbox, an .eml file or a maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--product", help="short name of the product that all of it is about, whatever it is addressed to")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system("the command line", via=Via.COMMAND)
        product = product_named(options["product"], actor)
        counts: Counter[str] = Counter()
        for raw in letters_in(options["file"]):
            letter = letter_of_bytes(raw)
            known = ReceivedMail.objects.filter(message_id=letter.message_id).exists()
            mail = actions.receive_mail(letter, actor=actor, product=product)
            outcome = "known" if known else mail.outcome
            counts[outcome] += 1
            became = mail.feedback.key if mail.feedback else ""
            self.stdout.write(f"{outcome}: {mail.subject or mail.message_id} {became} {mail.reason}".rstrip())
        told = f"{counts['taken']} taken, {counts['known']} here already, {counts['refused']} refused"
        self.stdout.write(f"{sum(counts.values())} mails read: {told}.")


def letters_in(path: Path) -> Iterator[bytes]:
    """The messages of a file or folder, each no larger than a mail may be and a little more."""
    if path.is_dir():
        for one in sorted(path.glob("cur/*")) + sorted(path.glob("new/*")):
            yield read(one)
    elif path.suffix.lower() == ".eml":
        yield read(path)
    elif path.is_file():
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            with box.get_file(key) as opened:
                yield opened.read(LARGEST + 1)
    else:
        raise CommandError(f"There is no file or folder {path}.")


def read(path: Path) -> bytes:
    """A message, of one that is too large only as much as shows it."""
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(str(error)) from error
