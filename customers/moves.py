"""What moves along with a merged company: its contacts, deals and domains."""

from customers.models import CompanyDomain, Contact, Deal
from history.moving import moves

moves(Contact, "company", "contacts", seen_by=None)
moves(Deal, "company", "deals", seen_by=None)
moves(CompanyDomain, "company", "domains", seen_by=None)
