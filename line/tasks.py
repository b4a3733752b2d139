"""Background work of the line: learning the words that are in use."""

from __future__ import annotations

from celery import shared_task

from line.finding.spelling import READ, learn


@shared_task(name="line.learn_words")
def learn_words() -> int:
    """Read what was written since; how many rows. What runs again goes on where the last one came to."""
    read = 0
    for model, columns in READ:
        while rows := learn(model, columns):
            read += rows
    return read
