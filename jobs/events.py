"""What can happen to a job that history should know: its own course is on its row."""

from django.db import models

from history.kinds import register


class JobEvent(models.TextChoices):
    CANCELLED = "job.cancelled", "{actor} cancelled {subject}"
    RETRIED = "job.retried", "{actor} started {subject} again"


register(JobEvent, group="Jobs")
