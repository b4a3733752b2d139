"""The installation's own settings, with the tests' pieces of work known to its workers."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS
from jobs.schedules import Schedule

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
JOBS_SCHEDULE = [Schedule("seal history", "history.seal", every=1)]
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "jobs.sweep", "schedule": 1.0, "options": {"expires": 5}}}
