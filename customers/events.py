"""What can happen with companies and contacts."""

from django.db.models import TextChoices

from history.kinds import register


class CustomerEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    COMPANY_ADDED = "company.added", "{actor} added the company {subject}"
    COMPANY_CHANGED = "company.changed", "{actor} changed the company {subject}"
    COMPANY_ARCHIVED = "company.archived", "{actor} archived the company {subject}"
    COMPANY_RESTORED = "company.restored", "{actor} brought back the company {subject}"
    FIELD_ADDED = "company_field.added", "{actor} defined the company field {subject}"
    FIELD_CHANGED = "company_field.changed", "{actor} changed the company field {subject}"
    FIELD_ARCHIVED = "company_field.archived", "{actor} archived the company field {subject}"
    FIELD_RESTORED = "company_field.restored", "{actor} brought back the company field {subject}"
    FIELD_MOVED = "company_field.moved", "{actor} moved the company field {subject}"
    SEGMENT_SAVED = "saved_segment.saved", "{actor} saved the segment {subject}"
    SEGMENT_CHANGED = "saved_segment.changed", "{actor} changed the segment {subject}"
    SEGMENT_ARCHIVED = "saved_segment.archived", "{actor} archived the segment {subject}"
    SEGMENT_RESTORED = "saved_segment.restored", "{actor} brought back the segment {subject}"
    CONTACT_ADDED = "contact.added", "{actor} added the contact {subject}"
    CONTACT_CHANGED = "contact.changed", "{actor} changed the contact {subject}"
    CONTACT_ERASED = "contact.erased", "{actor} erased what was known of {subject}"
    COMPANY_MERGED = "company.merged", "{actor} merged the company {subject} into {about}"
    COMPANY_SEPARATED = "company.separated", "{actor} separated the company {subject} from {about} again"
    CONTACT_MERGED = "contact.merged", "{actor} merged the contact {subject} into {about}"
    CONTACT_SEPARATED = "contact.separated", "{actor} separated the contact {subject} from {about} again"
    DEAL_ADDED = "deal.added", "{actor} added the deal {subject} with {about}"
    DEAL_CHANGED = "deal.changed", "{actor} changed the deal {subject} with {about}"
    DEAL_ARCHIVED = "deal.archived", "{actor} archived the deal {subject} with {about}"
    DEAL_RESTORED = "deal.restored", "{actor} brought back the deal {subject} with {about}"
    IMPORT_UPLOADED = "customer_import.uploaded", "{actor} uploaded {subject}"
    IMPORT_TRIED = "customer_import.tried", "{actor} tried out the import of {subject}"
    IMPORT_STARTED = "customer_import.started", "{actor} started the import of {subject}"
    IMPORT_DONE = "customer_import.done", "{actor} imported {subject}"
    IMPORT_UNDO_STARTED = "customer_import.undo_started", "{actor} began to take back the import of {subject}"
    IMPORT_UNDONE = "customer_import.undone", "{actor} took back the import of {subject}"
    IMPORT_FAILED = "customer_import.failed", "{actor} could not import {subject}"


register(CustomerEvent, group="Customers")
