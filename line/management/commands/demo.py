"""``manage.py demo``: fill an empty installation with the demo organisation, or say who may sign in to it."""

from __future__ import annotations

import gc
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from line.demo.build import build_demo
from line.demo.cast import CAST
from line.demo.making.house import is_there
from line.demo.organisation import NAME, PASSWORD
from people.models import Organisation


class Command(BaseCommand):
    """Makes the demo where no organisation is; never touches one that is there."""

    help = "Fill an empty installation with the demo organisation. Does nothing where an organisation exists."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may follow the command."""
        parser.add_argument("--accounts", action="store_true", help="Print who may sign in, where the demo is here.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or print its accounts."""
        if options["accounts"]:
            if Organisation.objects.filter(name=NAME).exists():
                self.print_accounts()
        elif is_there():
            if options["verbosity"]:
                self.stdout.write("An organisation is here already; the demo was not made.")
        else:
            self.stdout.write("Making the demo organisation (once, a minute or so)")
            self.stdout.flush()
            began = time.monotonic()
            gc.disable()  # the whole story stays in memory to its end: looking through it for what may go finds nothing
            with transaction.atomic():  # all of it or nothing: a demo cut short would pass for a whole one
                build_demo()
            gc.enable()
            self.stdout.write(f"The demo organisation {NAME} was made in {time.monotonic() - began:.0f} seconds.")

    def print_accounts(self) -> None:
        """Everybody who may sign in, with their roles; they share one password."""
        width = max(len(player.email) for player in CAST)
        for player in CAST:
            if not player.suspended:
                self.stdout.write(f"  {player.email:<{width}}  {', '.join(player.roles)}: {player.title}")
        self.stdout.write(f"  Password for all of them: {PASSWORD}")
