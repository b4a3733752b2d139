"""What can happen with companies and contacts."""

from django.db.models import TextChoices

from history.kinds import register


class CustomerEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    COMPANY_ADDED = "company.added", "{actor} added the company {subject}"
    COMPANY_CHANGED = "company.changed", "{actor} changed the company {subject}"
    COMPANY_ARCHIVED = "company.archived", "{actor} archived the company {subject}"
    COMPANY_RESTORED = "company.restored", "{actor} brought back the company {subject}"
    CONTACT_ADDED = "contact.added", "{actor} added the contact {subject}"
    CONTACT_CHANGED = "contact.changed", "{actor} changed the contact {subject}"


register(CustomerEvent, group="Customers")
