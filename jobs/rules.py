"""Who may do what to a job."""

from history.actor import Actor, Role
from history.refusals import Denied
from jobs.models import Job


def may_control(actor: Actor, job: Job) -> bool | Denied:
    """Whoever asked for the work may stop it and start it again; so may an admin."""
    if actor.has(Role.ADMIN) or (actor.roles and actor.is_person(job.person)):
        return True
    return Denied("Only whoever started this job, or an admin, may do this.")
