"""What can happen to ideas, insights, votes and initiatives."""

from django.db.models import TextChoices

from history.kinds import register


class IdeaEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    CREATED = "idea.created", "{actor} wrote down the idea {subject}"
    GATHERED = "idea.gathered", "{actor} gathered feedback under the new idea {subject}"
    CHANGED = "idea.changed", "{actor} changed {subject}"
    SORTED = "idea.sorted", "{actor} took {subject} into the backlog"
    UNSORTED = "idea.unsorted", "{actor} put {subject} back among the unsorted"
    MOVED = "idea.moved", "{actor} moved {subject} to another stage"
    ARCHIVED = "idea.archived", "{actor} archived {subject}"
    UNARCHIVED = "idea.unarchived", "{actor} brought {subject} back from the archive"
    DUPLICATE_MARKED = "idea.duplicate_marked", "{actor} marked {subject} as a duplicate of {about}"
    DUPLICATE_CLEARED = "idea.duplicate_cleared", "{actor} no longer holds {subject} for a duplicate"
    MERGED = "idea.merged", "{actor} merged {about} into {subject}"
    SEPARATED = "idea.separated", "{actor} told {subject} and {about} apart again"
    SPLIT = "idea.split", "{actor} split {about} off {subject}"
    SPLIT_UNDONE = "idea.split_undone", "{actor} joined {about} to {subject} again"
    FEATURES_LINKED = "idea.features_linked", "{actor} changed the features of {subject}"
    FEATURE_LINKED = "idea.feature_linked", "{actor} linked {subject} to the feature {about}"
    FEATURE_UNLINKED = "idea.feature_unlinked", "{actor} no longer links {subject} to the feature {about}"
    SERVES = "idea.serves", "{actor} said whom {subject} serves"
    STORY_ADDED = "idea.story_added", "{actor} wrote a user story of {subject}"
    STORY_CHANGED = "idea.story_changed", "{actor} changed a user story of {subject}"
    STORY_MOVED = "idea.story_moved", "{actor} put the user stories of {subject} in another order"
    STORY_REMOVED = "idea.story_removed", "{actor} took a user story off {subject}"
    CRITERION_MET = "idea.criterion_met", "{actor} says that {subject} meets a criterion"
    CRITERION_NOT_MET = "idea.criterion_not_met", "{actor} says that {subject} does not meet a criterion"
    DESIGN_ADDED = "idea.design_added", "{actor} linked a design to {subject}"
    DESIGN_CHANGED = "idea.design_changed", "{actor} changed a design of {subject}"
    DESIGN_REMOVED = "idea.design_removed", "{actor} took a design off {subject}"
    FILE_ADDED = "idea.file_added", "{actor} attached a file to {subject}"
    FILE_REMOVED = "idea.file_removed", "{actor} took a file off {subject}"
    LINKED = "idea.linked", "{actor} linked {subject} to {about}"
    UNLINKED = "idea.unlinked", "{actor} no longer links {subject} to {about}"
    VOTE_GIVEN = "vote.given", "{actor} gave the vote of {subject}"
    VOTE_WITHDRAWN = "vote.withdrawn", "{actor} withdrew the vote of {subject}"


class PersonaEvent(TextChoices):
    """What can happen to a persona."""

    ADDED = "persona.added", "{actor} described the persona {subject}"
    CHANGED = "persona.changed", "{actor} changed the persona {subject}"
    ARCHIVED = "persona.archived", "{actor} archived the persona {subject}"
    RESTORED = "persona.restored", "{actor} brought the persona {subject} back"


class JobToBeDoneEvent(TextChoices):
    """What can happen to a job to be done."""

    ADDED = "job_to_be_done.added", "{actor} wrote down a job to be done: {subject}"
    CHANGED = "job_to_be_done.changed", "{actor} changed a job to be done: {subject}"
    ARCHIVED = "job_to_be_done.archived", "{actor} archived a job to be done: {subject}"
    RESTORED = "job_to_be_done.restored", "{actor} brought a job to be done back: {subject}"


class TemplateEvent(TextChoices):
    """What can happen to a template of ideas."""

    ADDED = "idea_template.added", "{actor} made the idea template {subject}"
    CHANGED = "idea_template.changed", "{actor} changed the idea template {subject}"
    ARCHIVED = "idea_template.archived", "{actor} archived the idea template {subject}"
    RESTORED = "idea_template.restored", "{actor} brought the idea template {subject} back"


class IdeaFieldEvent(TextChoices):
    """What can happen to a field of ideas."""

    ADDED = "idea_field.added", "{actor} defined the idea field {subject}"
    CHANGED = "idea_field.changed", "{actor} changed the idea field {subject}"
    ARCHIVED = "idea_field.archived", "{actor} archived the idea field {subject}"
    RESTORED = "idea_field.restored", "{actor} brought the idea field {subject} back"
    MOVED = "idea_field.moved", "{actor} moved the idea field {subject}"


class InitiativeEvent(TextChoices):
    """What can happen to a roadmap card."""

    CREATED = "initiative.created", "{actor} made the candidate {subject}"
    CHANGED = "initiative.changed", "{actor} changed {subject}"
    PLACED = "initiative.placed", "{actor} put {subject} on the roadmap"
    MOVED = "initiative.moved", "{actor} moved {subject} on the roadmap"
    TAKEN_OFF = "initiative.taken_off", "{actor} put {subject} back among the candidates"
    COMPLETED = "initiative.completed", "{actor} completed {subject}"
    REOPENED = "initiative.reopened", "{actor} reopened {subject}"
    ARCHIVED = "initiative.archived", "{actor} archived {subject}"
    UNARCHIVED = "initiative.unarchived", "{actor} brought {subject} back from the archive"


class BoardEvent(TextChoices):
    """What can happen to a product's board."""

    SET_UP = "board.set_up", "{actor} set up the {subject}"


class StageEvent(TextChoices):
    """What can happen to a product's own stages."""

    MADE_OWN = "stage.made_own", "{actor} gave {about} stages of its own"
    ADDED = "stage.added", "{actor} added the stage {subject} to {about}"
    CHANGED = "stage.changed", "{actor} changed the stage {subject} of {about}"
    PLACED = "stage.placed", "{actor} moved the stage {subject} of {about}"
    DROPPED = "stage.dropped", "{actor} dropped the stage {subject} of {about}"
    RESTORED = "stage.restored", "{actor} brought the stage {subject} of {about} back"


class InsightEvent(TextChoices):
    """What can happen to an insight."""

    MADE = "insight.made", "{actor} linked words of {subject} to {about}"
    CHANGED = "insight.changed", "{actor} changed how much words of {subject} matter to {about}"
    WITHDRAWN = "insight.withdrawn", "{actor} took words of {subject} away from {about}"
    RESTORED = "insight.restored", "{actor} linked words of {subject} to {about} again"


class CommitmentEvent(TextChoices):
    """What can happen to a commitment."""

    MADE = "commitment.made", "{actor} wrote down a commitment to {about}: {subject}"
    CHANGED = "commitment.changed", "{actor} changed the commitment to {about}: {subject}"
    KEPT = "commitment.kept", "{actor} says that this was kept to {about}: {subject}"
    BROKEN = "commitment.broken", "{actor} says that this was not kept to {about}: {subject}"
    WITHDRAWN = "commitment.withdrawn", "{actor} withdrew a commitment to {about}: {subject}"
    REOPENED = "commitment.reopened", "{actor} reopened the commitment to {about}: {subject}"


register(IdeaEvent, group="Ideas")
register(PersonaEvent, group="Ideas")
register(JobToBeDoneEvent, group="Ideas")
register(TemplateEvent, group="Ideas")
register(IdeaFieldEvent, group="Ideas")
register(InitiativeEvent, group="Roadmap")
register(BoardEvent, group="Roadmap")
register(StageEvent, group="Ideas")
register(InsightEvent, group="Insights")
register(CommitmentEvent, group="Commitments")
