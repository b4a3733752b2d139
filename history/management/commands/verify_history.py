"""``manage.py verify_history``: read the whole chain again and say whether history is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from history.models import Event, Seal
from history.verification import faults


class Command(BaseCommand):
    """Exits non-zero and names the first bad entry when anything was changed, removed or cut off."""

    help = "Verify that history is whole: every seal, every event, every word."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found[:100]:
            self.stderr.write(self.style.ERROR(fault))
        if found:
            raise CommandError(f"History is not whole: {len(found)} faults, the first is: {found[0]}")
        waiting = Event.objects.unsealed().count()
        self.stdout.write(f"History is whole: {Seal.objects.count()} events sealed, {waiting} waiting for their seal.")
