"""The sealing job, fired every few seconds."""

from celery import shared_task

from history.actions import seal_events


@shared_task(name="history.seal")
def seal_history() -> int:
    """Seal what is waiting, batch by batch."""
    sealed = 0
    while batch := seal_events():
        sealed += batch
    return sealed
