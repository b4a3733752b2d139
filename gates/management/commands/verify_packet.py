"""``manage.py verify_packet FILE``: say whether a packet's file is whole, and whether it is what was decided here."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gates.packet_checks import check_file
from gates.packet_files import LARGEST, NoPacket
from history.actor import system


class Command(BaseCommand):
    """Exits non-zero and says what is wrong when the file was changed, or records something else than was decided."""

    help = "Verify a packet that was exported as JSON or PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--alone", action="store_true", help="Check the file in itself, without asking this database.")

    def handle(self, *args: Any, file: Path, alone: bool = False, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                found = check_file(opened.read(LARGEST + 1), None if alone else system("the packets' verifier"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except NoPacket as error:
            raise CommandError(str(error)) from error
        for note in found.notes:
            self.stdout.write(note)
        if found.faults:
            raise CommandError(" ".join(found.faults))
        told = f"is whole and is what {found.decision.key} decided" if found.decision else "is whole in itself"
        self.stdout.write(f"Packet {found.document['number']} {told}. SHA-256 {found.document['hash']}")
