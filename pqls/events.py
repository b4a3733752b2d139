"""What can happen to rules of product-qualified leads, and to the leads."""

from django.db.models import TextChoices

from history.kinds import register


class PqlEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    RULE_WRITTEN = "pql_rule.written", "{actor} wrote the PQL rule {subject}"
    RULE_CHANGED = "pql_rule.changed", "{actor} changed the PQL rule {subject}"
    RULE_ACTIVATED = "pql_rule.activated", "{actor} switched on the PQL rule {subject}"
    RULE_PAUSED = "pql_rule.paused", "{actor} paused the PQL rule {subject}"
    RULE_ARCHIVED = "pql_rule.archived", "{actor} archived the PQL rule {subject}"
    RULE_RESTORED = "pql_rule.restored", "{actor} brought back the PQL rule {subject}"
    TRIED_OUT = "pql_rule.tried_out", "{actor} tried out the PQL rule {subject} on history"
    HANDED_OVER = "pql.handed_over", "{actor} handed over {subject}"
    ACCEPTED = "pql.accepted", "{actor} accepted {subject}"
    REJECTED = "pql.rejected", "{actor} rejected {subject}"
    OPPORTUNITY = "pql.opportunity", "{actor} made {subject} an opportunity"
    WON = "pql.won", "{actor} won {subject}"
    LOST = "pql.lost", "{actor} lost {subject}"
    STEPPED_BACK = "pql.stepped_back", "{actor} took a step back with {subject}"
    SNOOZED = "pql.snoozed", "{actor} snoozed {subject}"
    WOKEN = "pql.woken", "{actor} woke {subject}"
    ASSIGNED = "pql.assigned", "{actor} gave {subject} to somebody else"
    REMINDED = "pql.reminded", "{actor} reminded of {subject}"


register(PqlEvent, group="Product-qualified leads")
