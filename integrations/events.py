"""What can happen to what comes in from other tools."""

from django.db.models import TextChoices

from history.kinds import register


class MailEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    ADDRESS_ADDED = "mail.address_added", "{actor} let {subject} take mail"
    ADDRESS_CHANGED = "mail.address_changed", "{actor} changed where {subject} takes mail"
    TAKEN = "mail.taken", "{actor} took the mail {subject}"
    REFUSED = "mail.refused", "{actor} refused the mail {subject}"


register(MailEvent, group="Mail")
