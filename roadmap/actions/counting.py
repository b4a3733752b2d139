"""Keeping the figures by which ideas are put in order: counting again what changed."""

from __future__ import annotations

from django.db import connection, transaction

from history.actor import system
from roadmap.counted import ABOUT, hanging_on
from roadmap.figures import FIGURES
from roadmap.models import IdeaFigures, ToCount
from roadmap.tally import figures_of, gathered

COUNTER = "the counter of evidence"
NOTES, IDEAS = 1000, 1000


@transaction.atomic
def count_evidence(*, notes: int = NOTES) -> int:
    """Count the ideas that the next notes are about, as one who sees everything, keep that, and take the notes away.

    Returns how many notes there were. What is noted meanwhile waits for the next round: notes are read before anything is
    counted. It records no event: what it keeps follows from what verbs did, and is shown to nobody but as an order.
    """
    if connection.vendor == "postgresql":  # two that count at once would keep the older figure; SQLite lets only one write
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('throughline.roadmap.count'))")
    rows = list(ToCount.objects.order_by("pk").values_list("pk", *ABOUT)[:notes])
    about = ({row[place] for row in rows} - {None} for place in (1, 2, 3))
    concerned = sorted({pk for row in hanging_on(*about) for pk in row if pk is not None}) if rows else []
    for start in range(0, len(concerned), IDEAS):
        ideas = concerned[start : start + IDEAS]
        found = gathered(set(ideas), system(COUNTER), with_deals=True)
        counted = [(pk, figures_of([pk], found)) for pk in ideas]
        IdeaFigures.objects.bulk_create(
            (IdeaFigures(idea_id=pk, **{name: figures[name] for name in FIGURES}) for pk, figures in counted),
            update_conflicts=True, unique_fields=["idea"], update_fields=FIGURES, batch_size=500,
        )  # fmt: skip
    ToCount.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)
