"""What can happen around growth: revenue that is recorded, what the team agrees on, what customers reach."""

from django.db.models import TextChoices

from history.kinds import register


class GrowthEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    REVENUE_RECORDED = "revenue.recorded", "{actor} recorded the revenue of {subject}"
    REVENUE_COURSE = "revenue.course_recorded", "{actor} recorded the revenue of {subject} over several months"
    REVENUE_CORRECTED = "revenue.corrected", "{actor} corrected the revenue of {subject}"
    REVENUE_REMOVED = "revenue.removed", "{actor} took away the revenue of {subject}"
    SETTINGS_MADE = "growth.agreed", "{actor} said how growth is measured: {subject}"
    SETTINGS_CHANGED = "growth.changed", "{actor} changed how growth is measured: {subject}"
    SPEND_RECORDED = "spend.recorded", "{actor} recorded what winning customers cost: {subject}"
    SPEND_CHANGED = "spend.changed", "{actor} changed what winning customers cost: {subject}"
    SPEND_REMOVED = "spend.removed", "{actor} took away what winning customers cost: {subject}"
    MILESTONE_DEFINED = "milestone.defined", "{actor} defined the milestone {subject}"
    MILESTONE_EDITED = "milestone.edited", "{actor} edited the milestone {subject}"
    MILESTONE_ARCHIVED = "milestone.archived", "{actor} archived the milestone {subject}"
    MILESTONE_RESTORED = "milestone.restored", "{actor} brought the milestone {subject} back"
    MILESTONE_MARKED = "milestone.marked", "{actor} marked that {subject} was reached"
    MILESTONE_UNMARKED = "milestone.unmarked", "{actor} took back that {subject} was reached"
    OUTCOME_SET = "company_outcome.set", "{actor} set the outcome {subject}"
    OUTCOME_EDITED = "company_outcome.edited", "{actor} edited the outcome {subject}"
    OUTCOME_VALUED = "company_outcome.valued", "{actor} entered a value of {subject}"
    OUTCOME_ARCHIVED = "company_outcome.archived", "{actor} archived the outcome {subject}"
    OUTCOME_RESTORED = "company_outcome.restored", "{actor} brought the outcome {subject} back"
    WORD_GIVEN = "health_word.given", "{actor} said how a customer is doing: {subject}"


register(GrowthEvent, group="Growth")
