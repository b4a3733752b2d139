"""The verbs of customers: the only writers here."""

from customers.actions.companies import add_company, archive_company, change_company, company_named, restore_company
from customers.actions.contacts import add_contact, change_contact, company_by_email, contact_known_as, contact_named
from customers.actions.deals import add_deal, archive_deal, change_deal, restore_deal
from customers.actions.erasing import erase_contact
from customers.actions.fields import add_field, archive_field, change_field, move_field, restore_field
from customers.actions.imports import run_import, start_import, try_out
from customers.actions.merging import merge_company, merge_contact, undo_merge
from customers.actions.segments import archive_segment, change_segment, restore_segment, save_segment
from customers.actions.syncing import sync
from customers.actions.undoing import undo_import, undo_some

__all__ = [
    "add_company",
    "add_contact",
    "add_deal",
    "add_field",
    "archive_company",
    "archive_deal",
    "archive_field",
    "archive_segment",
    "change_company",
    "change_contact",
    "change_deal",
    "change_field",
    "change_segment",
    "company_by_email",
    "company_named",
    "contact_known_as",
    "contact_named",
    "erase_contact",
    "merge_company",
    "merge_contact",
    "move_field",
    "restore_company",
    "restore_deal",
    "restore_field",
    "restore_segment",
    "run_import",
    "save_segment",
    "start_import",
    "sync",
    "try_out",
    "undo_import",
    "undo_merge",
    "undo_some",
]
