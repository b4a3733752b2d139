"""What moves along when companies or contacts are merged: places in pilots, and what assessors said of an account.

Two places in one pilot stay two, and so do two accounts named in one assessment: they were fixed before the evidence came in.
"""

from gates.models import AccountAtRisk, ConfirmationLink, ControlCompany, NamedAccount, PilotCompany
from history.moving import moves

moves(PilotCompany, "company", "places in pilots", once=("pilot",), seen_by="pilot")
moves(PilotCompany, "contact", "places in pilots", seen_by="pilot")
moves(ControlCompany, "company", "companies to compare with", once=("pilot",), seen_by="pilot")
moves(NamedAccount, "company", "accounts in assessments", once=("assessment",), seen_by="assessment")
moves(AccountAtRisk, "company", "accounts at risk", once=("assessment",), seen_by="assessment")
moves(ConfirmationLink, "contact", "links to confirm an outcome", seen_by="value__outcome__place__pilot")
