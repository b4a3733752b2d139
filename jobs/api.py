"""Background work, for programs: follow it, stop it, start it again."""

from __future__ import annotations

from typing import Any, ClassVar

from doors.api import Collection, RecordShape, verb
from doors.policy import ANY_MEMBER, Policy
from jobs.actions import cancel_job, retry_job
from jobs.models import Job


class JobShape(RecordShape):
    """A job and how far it is."""

    class Meta:
        model = Job
        fields: ClassVar = [
            "id", "title", "state", "person", "link", "created_at", "run_at", "started_at", "finished_at",
            "attempts", "done", "total", "message", "cancel_asked_at", "error", "result",
        ]  # fmt: skip


class JobCollection(Collection):
    """Background jobs: one's own; an admin sees all."""

    model = Job
    shape = JobShape
    orderings = ("created_at",)
    policies: ClassVar[dict[str, Policy]] = {"list": ANY_MEMBER, "retrieve": ANY_MEMBER}

    @verb(policy=ANY_MEMBER)
    def cancel(self, job: Job, **nothing: Any) -> Job:
        """Stop the job: at once if it waits, else at its next safe point."""
        return cancel_job(job, actor=self.request.actor)

    @verb(policy=ANY_MEMBER)
    def retry(self, job: Job, **nothing: Any) -> Job:
        """Start a failed or cancelled job again."""
        return retry_job(job, actor=self.request.actor)


routes: list[tuple[str, type[Collection]]] = [("jobs", JobCollection)]
