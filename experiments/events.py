"""What can happen to an experiment."""

from django.db.models import TextChoices

from history.kinds import register


class ExperimentEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    PLANNED = "experiment.planned", "{actor} planned the experiment {subject}"
    CHANGED = "experiment.changed", "{actor} changed the experiment {subject}"
    STARTED = "experiment.started", "{actor} started the experiment {subject}"
    AMENDED = "experiment.amended", "{actor} amended the running experiment {subject}"
    MEASURED = "experiment.measured", "{actor} entered what the experiment {subject} measured"
    CONCLUDED = "experiment.concluded", "{actor} concluded the experiment {subject}"
    STOPPED = "experiment.stopped", "{actor} stopped the experiment {subject} before its end"
    REOPENED = "experiment.reopened", "{actor} reopened the experiment {subject}"
    FOLLOWED = "experiment.followed", "{actor} wrote down what followed from the experiment {subject}"
    ARCHIVED = "experiment.archived", "{actor} archived the plan of {subject}"
    UNARCHIVED = "experiment.unarchived", "{actor} brought back the plan of {subject}"


register(ExperimentEvent, group="Experiments")
