"""Backtest the engagement projection on a table of past launches, and print how it fared as JSON."""

import csv
import json

from django.core.management.base import BaseCommand, CommandError

from gates.figures.backtest import FEWEST_PERIODS, FEWEST_TARGETS
from gates.figures.cohorts import read_cohorts
from gates.figures.engagement import backtest_published

SHOWN = ("n", "mae", "wis", "skill", "coverage50", "coverage80", "coverage95", "periods")


class Command(BaseCommand):
    """``backtest_projection CSV --k 4 --horizon 26``: columns feature, period, n, c_<weeks> (cumulative adopters)."""

    help = "Backtest the engagement projection on past launches; prints JSON (shares, not points)."

    def add_arguments(self, parser):
        parser.add_argument("csv", help="columns feature (f), period (q), n, c_<weeks>… (cumulative adopters)")
        parser.add_argument("--k", type=int, default=4, help="weeks of its own that a launch is projected from")
        parser.add_argument("--horizon", type=int, default=26, help="weeks at which the share is projected")
        parser.add_argument("--period-weeks", type=int, help="length of periods that are numbered (default: quarters from 1970)")
        parser.add_argument("--models", action="store_true", help="print the default model and its challengers as well")

    def handle(self, *args, **options):
        try:
            with open(options["csv"], newline="", encoding="utf-8-sig") as file:
                table = read_cohorts(csv.DictReader(file), period_weeks=options["period_weeks"])
            found = backtest_published(table.cohorts, k=options["k"], horizon=options["horizon"])
        except (OSError, ValueError, csv.Error) as error:
            raise CommandError(str(error)) from error
        for words in (*table.left_out, *table.flags):
            self.stderr.write(words)
        if not found.is_sufficient:
            self.stderr.write(
                f"Too little to go by: {found.n} targets in {len(found.periods)} periods; "
                f"{FEWEST_TARGETS} in {FEWEST_PERIODS} are needed."
            )
        if found.drifted:
            self.stderr.write(f"The 80 % interval held too rarely in {', '.join(found.drifted)}.")
        shown = {name: getattr(found, name) for name in SHOWN}
        if options["models"]:
            shown["models"] = found.inputs["models"]
        self.stdout.write(json.dumps(shown, indent=2))
