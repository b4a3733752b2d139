"""Whom we build for: companies, the people there, the deals with them."""

from customers.models.companies import Company, CompanyDomain, CompanyQuerySet, Contact, Lifecycle, Motion
from customers.models.deals import Deal, DealStatus
from customers.models.fields import CompanyField, CompanyFieldQuerySet
from customers.models.imports import CustomerImport, ImportedRow, ImportKind, ImportState, RowOutcome
from customers.models.merges import Merge, MergeKind, MovedRows
from customers.models.segments import SavedSegment, SegmentMatch

__all__ = [
    "Company",
    "CompanyDomain",
    "CompanyField",
    "CompanyFieldQuerySet",
    "CompanyQuerySet",
    "Contact",
    "CustomerImport",
    "Deal",
    "DealStatus",
    "ImportKind",
    "ImportState",
    "ImportedRow",
    "Lifecycle",
    "Merge",
    "MergeKind",
    "Motion",
    "MovedRows",
    "RowOutcome",
    "SavedSegment",
    "SegmentMatch",
]
