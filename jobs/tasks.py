"""What Celery calls: the nudge with a job's id, beat's sweep, and the daily tidying."""

from celery import shared_task

from jobs import runner
from jobs.sweep import sweep, tidy


@shared_task(name="jobs.run", ignore_result=True)
def run_job(pk: int) -> None:
    """Run the job if it is still to be had."""
    runner.run(pk)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep_jobs() -> None:
    """Sweep, and so show that beat, broker and worker are all alive."""
    runner.seen(runner.worker_name())
    sweep()


@shared_task(name="jobs.tidy")
def tidy_jobs() -> int:
    """Forget old rounds."""
    return tidy()
