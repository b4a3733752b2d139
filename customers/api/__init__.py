"""The API door of customers: one module a noun."""

from customers.api.companies import CompanyCollection
from customers.api.contacts import ContactCollection
from customers.api.deals import DealCollection
from customers.api.fields import CompanyFieldCollection
from customers.api.imports import ImportCollection
from customers.api.merges import MergeCollection
from customers.api.segments import SegmentCollection
from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = [
    ("companies", CompanyCollection),
    ("contacts", ContactCollection),
    ("deals", DealCollection),
    ("company-fields", CompanyFieldCollection),
    ("segments", SegmentCollection),
    ("customer-imports", ImportCollection),
    ("customer-merges", MergeCollection),
]
