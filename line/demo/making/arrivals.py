"""A file that was imported, and duplicates that were merged."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from feedback import actions as feedback
from feedback.models import Feedback, ImportBatch
from integrations.actions import imports
from integrations.tasks import import_rows
from jobs import runner
from jobs.models import Job
from line.demo import arrivals
from line.demo.arrivals import Again
from line.demo.companies import COMPANIES
from line.demo.making.stage import Stage
from line.demo.making.talk import CHANNELS, OWNERS, Spoken, schedule, settle

FIRMS = {firm.key: firm.name for firm in COMPANIES}
BEFORE = 2
"""Whatever the file holds was said so many days before it was imported, at the latest."""


def lay_arrivals(stage: Stage) -> None:
    """The file on its day; each repetition some days after the first time."""
    stage.on(arrivals.IMPORTED, lambda: bring_in(stage), hour=10)
    for again in arrivals.AGAINS:
        first = next(one for one in schedule() if one.voice.text.startswith(again.begins))
        stage.on(
            first.day + first.delay + again.days, lambda first=first, again=again: repeat(stage, first, again), hour=first.hour
        )


def bring_in(stage: Stage) -> None:
    """Upload the file, confirm what its columns mean, let the worker take its rows; then each goes its way."""
    actor = stage.as_(arrivals.IMPORTER)
    spoken = [one for one in schedule() if one.voice.channel == "import"]
    file = ContentFile(table(stage, spoken), name="comments.csv")
    batch = imports.start_import(file=file, file_name=arrivals.FILE_NAME, actor=actor)
    imports.run_import(batch, mapping=batch.mapping | arrivals.MAPPED, source=arrivals.SOURCE, actor=actor)
    runner.run(Job.objects.get(task=import_rows.name, args=[batch.pk]).pk)
    for one in spoken:
        if one.fate != "inbox":
            stage.later(timedelta(days=one.delay), lambda one=one: settle(stage, one, imported(batch, one)))


def table(stage: Stage, spoken: list[Spoken]) -> bytes:
    """The file as the old tool wrote it, one comment twice and one with a day that does not exist."""
    rows: list[tuple[Any, ...]] = [
        (
            number_of(one), one.voice.text, FIRMS[one.voice.company], stage.contact(one.voice.company, one.voice.speaker).name,
            stage.date(int(min(one.day, arrivals.IMPORTED - BEFORE))),
        )
        for one in spoken
    ]  # fmt: skip
    rows = [arrivals.HEADER, *rows, rows[arrivals.EXPORTED_TWICE], arrivals.SPOILT]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def number_of(spoken: Spoken) -> str:
    """The number of a comment in the old tool."""
    return f"SC-{400 + spoken.number:04}"


def imported(batch: ImportBatch, spoken: Spoken) -> Feedback:
    """What the file brought in of this voice."""
    return Feedback.objects.get(source=arrivals.SOURCE, source_id=number_of(spoken), batch=batch)


def repeat(stage: Stage, first: Spoken, again: Again) -> None:
    """The same words once more, by another way; a product manager sees it the day after, and merges."""
    into = Feedback.objects.get(text=first.voice.text)
    given = feedback.give_feedback(
        text=again.text, actor=stage.as_(again.heard_by), product=into.product, channel=CHANNELS[again.channel],
        company=into.company, contact=into.contact,
    )  # fmt: skip
    manager = stage.as_(OWNERS[first.voice.topic])
    stage.later(timedelta(hours=22), lambda: feedback.merge_duplicate(given, actor=manager, into=into))
