"""What can happen to the evidence of the gates: projections, pilots, viability assessments."""

from django.db.models import TextChoices

from history.kinds import register


class EvidenceEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    PROJECTED = "projection.made", "{actor} projected {subject}"
    PROJECTION_RESOLVED = "projection.resolved", "{actor} counted what came of the projection {subject}"
    PROJECTION_SCHEDULED = "projection.scheduled", "{actor} had {subject} projected anew each week"
    PROJECTION_UNSCHEDULED = "projection.unscheduled", "{actor} ended that {subject} is projected anew each week"
    LIKELIHOOD_LEARNED = "projection.likelihood_learned", "{actor} learned who is likely to use what {subject} is about"
    LAUNCH_REVIEWED = "launch.reviewed", "{actor} reviewed the {subject}"
    PILOT_DESIGNED = "pilot.designed", "{actor} designed the pilot {subject}"
    PILOT_CHANGED = "pilot.changed", "{actor} changed the design of the pilot {subject}"
    PILOT_LOCKED = "pilot.locked", "{actor} locked the pilot {subject}"
    PILOT_CLOSED = "pilot.closed", "{actor} closed the pilot {subject}"
    COMPANY_ENROLLED = "pilot.company_enrolled", "{actor} enrolled {subject}"
    COMPANY_TAKEN_OUT = "pilot.company_taken_out", "{actor} took {subject} out again before the lock"
    COMPANY_EXPOSED = "pilot.company_exposed", "{actor} noted that the feature reached {subject}"
    COMPANY_DROPPED_OUT = "pilot.company_dropped_out", "{actor} noted that {subject} dropped out"
    WITHDRAWAL_ASKED = "pilot.withdrawal_asked", "{actor} asked to let {subject} withdraw"
    WITHDRAWAL_APPROVED = "pilot.withdrawal_approved", "{actor} approved that {subject} withdraws"
    WITHDRAWAL_REFUSED = "pilot.withdrawal_refused", "{actor} refused that {subject} withdraws"
    OUTCOME_FIXED = "pilot_outcome.fixed", "{actor} fixed the outcome {subject}"
    OUTCOME_ENTERED = "pilot_outcome.entered", "{actor} entered a value for {subject}"
    CONFIRMATION_ASKED = "pilot_outcome.confirmation_asked", "{actor} asked the customer to confirm {subject}"
    CONFIRMATION_GIVEN = "pilot_outcome.confirmation_given", "The customer answered about {subject}"
    CONFIRMATION_REMINDED = "pilot_outcome.confirmation_reminded", "{actor} reminded the customer to confirm {subject}"
    VALUE_TAKEN_BACK = "pilot_outcome.value_taken_back", "{actor} took back a value of {subject}"
    CONTROL_NAMED = "pilot.control_named", "{actor} named {subject} to compare with"
    CONTROL_MEASURED = "pilot.control_measured", "{actor} entered what became of {subject}"
    CONTROL_TAKEN_OUT = "pilot.control_taken_out", "{actor} no longer compares with {subject}"
    COST_NOTED = "pilot.cost_noted", "{actor} noted what it cost: {subject}"
    BENEFIT_NOTED = "pilot.benefit_noted", "{actor} noted what a month was worth: {subject}"
    WORDS_CODED = "pilot_outcome.words_coded", "{actor} coded the customer’s words about {subject}"
    WORDS_UNCODED = "pilot_outcome.words_uncoded", "{actor} took a code off the customer’s words about {subject}"
    LINK_WITHDRAWN = "pilot_outcome.link_withdrawn", "{actor} withdrew a link about {subject}"
    VIABILITY_OPENED = "viability.opened", "{actor} asked for assessments: {subject}"
    VIABILITY_ASKED = "viability.asked", "{actor} asked one more to assess: {subject}"
    VIABILITY_ASSESSED = "viability.assessed", "{actor} assessed: {subject}"
    VIABILITY_REASSESSED = "viability.reassessed", "{actor} changed their assessment: {subject}"
    VIABILITY_REVEALED = "viability.revealed", "{actor} revealed the assessments: {subject}"
    VIABILITY_CANCELLED = "viability.cancelled", "{actor} called the round off: {subject}"


register(EvidenceEvent, group="Evidence of the gates")
