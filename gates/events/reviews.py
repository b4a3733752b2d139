"""What can happen to policies, reviews, decisions, conditions, waivers and tripwires. No sentence tells what is still blind."""

from django.db.models import TextChoices

from history.kinds import register


class GateEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    POLICY_ADOPTED = "gate.policy_adopted", "{actor} adopted the gate policy {subject}"
    DRAFTED = "gate.drafted", "{actor} drafted {subject}"
    CHANGED = "gate.changed", "{actor} changed the draft of {subject}"
    CRITERIA_SET = "gate.criteria_set", "{actor} set the criteria of {subject}"
    PANEL_SET = "gate.panel_set", "{actor} set the panel of {subject}"
    LOCKED = "gate.locked", "{actor} locked {subject}"
    AMENDED = "gate.amended", "{actor} amended the locked criteria of {subject}"
    SUBMITTED = "gate.submitted", "{actor} submitted {subject}"
    DECLARED = "gate.declared", "{actor} declared no conflict of interest at {subject}"
    RECUSED = "gate.recused", "{actor} declared a conflict of interest and left the panel of {subject}"
    DELEGATED = "gate.delegated", "{actor} handed their seat on the panel of {subject} to another"
    ESCALATED = "gate.escalated", "The scores of {subject} are overdue: whoever has not scored may be replaced"
    MEETING_PLANNED = "gate_meeting.planned", "{actor} planned the gate meeting {subject}"
    MEETING_CHANGED = "gate_meeting.changed", "{actor} changed the gate meeting {subject}"
    AGENDA_SET = "gate_meeting.agenda_set", "{actor} set the agenda of {subject}"
    MEETING_CANCELLED = "gate_meeting.cancelled", "{actor} cancelled the gate meeting {subject}"
    REPLACED = "gate.replaced", "{actor} filled a seat on the panel of {subject}"
    OPENED = "gate.opened", "{actor} opened {subject} for scoring"
    SCORED = "gate.scored", "{actor} scored {subject}"
    SPOKE = "gate.spoke", "{actor} spoke at {subject}"
    REVEALED = "gate.revealed", "{actor} revealed the scores of {subject}"
    SCORING_AGAIN = "gate.scoring_again", "{actor} asked for a second round of scores at {subject}"
    VOTED = "gate.voted", "{actor} voted at {subject}"
    PROPOSED = "gate.proposed", "{actor} asked for a second signature at {subject}"
    DECLINED = "gate.declined", "{actor} declined to sign at {subject}"
    DECIDED = "gate.decided", "{actor} decided {subject}"
    SETTLED = "gate.settled", "{actor} settled the conditional go: {subject}"
    CORRECTED = "gate.corrected", "{actor} corrected the record: {subject}"
    CONDITION_VERIFIED = "condition.verified", "{actor} verified the condition {subject}"
    CONDITION_LAPSED = "condition.lapsed", "The condition {subject} lapsed"
    WAIVER_ASKED = "waiver.asked", "{actor} asked for a {subject}"
    WAIVER_GRANTED = "waiver.granted", "{actor} granted a {subject}"
    WAIVER_REFUSED = "waiver.refused", "{actor} refused a {subject}"
    WAIVER_LAPSED = "waiver.lapsed", "A {subject} ran out"
    REOPENED = "gate.reopened", "Something that the decision on {subject} rested on changed: does it still stand?"
    CONFIRMED = "gate.confirmed", "{actor} said that the decision on {subject} still stands"
    WITHDRAWN = "gate.withdrawn", "{actor} said that the decision on {subject} stands no longer"
    TRIPWIRE_FIRED = "tripwire.fired", "A tripwire fired: {subject}"
    REVIVED = "gate.revived", "{actor} revived a killed idea as {subject}"


register(GateEvent, group="Gates")
